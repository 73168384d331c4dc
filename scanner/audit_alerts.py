"""Telling what is new: nothing twice, nothing lost when the receiver is down.

A state file remembers, for each channel, the fingerprints that were told. They are added only after the
channel took them; what failed is tried again next time.
"""

import json
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sbom.errors import CollectError, ConfigError
from sbom.issue import Issue, IssueKind, Stage
from scanner.audit_formats import atom, eml, fingerprint, gitlab, headline, sarif
from scanner.audit_outputs import Outputs

Row = Mapping[str, Any]
MOST_IN_FEED = 500


def write(
    rows: Sequence[Row], outputs: Outputs, at: datetime, lang: str
) -> list[tuple[str, Issue]]:
    """Give every output that was asked for.

    Returns:
        What could not be sent or written; the state file does not count it as told.

    Raises:
        ConfigError: a state file is needed and not given, or cannot be read.
    """
    if (outputs.webhook or outputs.eml) and outputs.state is None:
        raise ConfigError("--webhook and --eml need --state FILE, so that nothing is told twice")
    issues: list[tuple[str, Issue]] = []
    if outputs.sarif:
        _put(outputs.sarif, json.dumps(sarif(rows, lang), ensure_ascii=False).encode(), issues)
    if outputs.gitlab:
        _put(
            outputs.gitlab, json.dumps(gitlab(rows, lang, at), ensure_ascii=False).encode(), issues
        )
    open_rows = [r for r in rows if r.get("effective", "open") == "open"]
    state = _State(outputs.state)
    if outputs.atom:
        fresh = state.fresh("atom", open_rows) if outputs.state else open_rows
        done = _put(outputs.atom, atom(fresh[:MOST_IN_FEED], lang, at).encode(), issues)
        if done:
            state.told("atom", fresh, at)
    if outputs.eml:
        fresh = state.fresh("eml", open_rows)
        if fresh and _put(outputs.eml, eml(fresh, lang, at), issues):
            state.told("eml", fresh, at)
    if outputs.webhook:
        _send(outputs.webhook, open_rows, state, at, lang, issues)
    state.save()
    return issues


def _send(
    url: str,
    rows: Sequence[Row],
    state: "_State",
    at: datetime,
    lang: str,
    issues: list[tuple[str, Issue]],
) -> None:
    from collectors.webhook import post

    fresh = state.fresh("webhook", rows)
    if not fresh:
        return
    body = {
        "tool": "sluis",
        "at": at.isoformat(timespec="seconds"),
        "findings": [
            {"fingerprint": fingerprint(r), "headline": headline(r, lang), **r} for r in fresh
        ],
    }
    try:
        post(
            url,
            json.dumps(body, ensure_ascii=False).encode(),
            os.environ.get("SLUIS_WEBHOOK_SECRET", ""),
        )
    except CollectError as error:
        issues.append(
            _issue(url, f"{len(fresh)} findings are not sent and stay to be sent: {error}")
        )
        return
    state.told("webhook", fresh, at)


class _State:
    """What was told, by channel and fingerprint."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._told: dict[str, dict[str, str]] = {}
        if path is None or not path.exists():
            return
        try:
            read = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise ConfigError(f"{path}: cannot be read as state: {error}") from error
        channels = read.get("told") if isinstance(read, dict) else None
        if not isinstance(channels, dict) or not all(
            isinstance(v, dict) for v in channels.values()
        ):
            raise ConfigError(f"{path}: is no state file of sluis audit")
        self._told = channels

    def fresh(self, channel: str, rows: Sequence[Row]) -> list[Row]:
        known = self._told.get(channel, {})
        found: dict[str, Row] = {}
        for row in rows:
            mark = fingerprint(row)
            if mark not in known:
                found.setdefault(mark, row)
        return list(found.values())

    def told(self, channel: str, rows: Sequence[Row], at: datetime) -> None:
        stamp = at.isoformat(timespec="seconds")
        self._told.setdefault(channel, {}).update((fingerprint(r), stamp) for r in rows)
        self.save()

    def save(self) -> None:
        if self._path is None:
            return
        scratch = self._path.with_name(self._path.name + ".new")
        scratch.write_text(json.dumps({"told": self._told}, indent=1, sort_keys=True), "utf-8")
        scratch.replace(self._path)


def _put(path: Path, content: bytes, issues: list[tuple[str, Issue]]) -> bool:
    try:
        path.write_bytes(content)
    except OSError as error:
        issues.append(_issue(str(path), f"cannot be written: {error.strerror}"))
        return False
    return True


def _issue(where: str, message: str) -> tuple[str, Issue]:
    return where, Issue(kind=IssueKind.UNREADABLE, stage=Stage.STORE, message=message)
