"""Logging set-up: stderr, one line an event, plain or JSON."""

import json
import logging
import sys
from datetime import UTC, datetime

ROOTS = ("scanner", "collectors", "policies", "sbom")


class _JsonLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up(verbosity: int, *, as_json: bool) -> None:
    """Send our loggers to stderr: 0 warnings, 1 stages (INFO), 2 every decision (DEBUG)."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        _JsonLine() if as_json else logging.Formatter("%(levelname)s %(name)s: %(message)s")
    )
    level = (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbosity, 2)]
    if as_json and not verbosity:
        level = logging.INFO
    for name in ROOTS:
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(level)
        logger.propagate = False
