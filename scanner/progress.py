"""Progress for a person at a terminal; silent in CI and when output is not a terminal."""

import contextlib
import os
import sys
import time


class Progress:
    """One status line on stderr that is rewritten; nothing when stderr is not a terminal."""

    def __init__(self, total: int, *, enabled: bool | None = None) -> None:
        """Args: total: number of sources; enabled: None finds out by itself."""
        self._total = total
        self._done = 0
        self._shown = 0.0
        self._width = 0
        if enabled is None:
            enabled = (
                sys.stderr.isatty()
                and not os.environ.get("CI")
                and os.environ.get("TERM") != "dumb"
            )
        self._enabled = enabled

    def reading(self, name: str) -> None:
        """Say what is being read now; at most ten times a second."""
        if not self._enabled or time.monotonic() - self._shown < 0.1:
            return
        self._shown = time.monotonic()
        self._write(f"[{self._done}/{self._total}] {name}")

    def done(self, name: str) -> None:
        """Count one source."""
        self._done += 1
        self.reading(name)

    def stage(self, name: str) -> None:
        """Say which stage runs."""
        if self._enabled:
            self._write(name)

    def clear(self) -> None:
        """Remove the line, so that output starts on a clean one."""
        if self._enabled and self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()
            self._width = 0

    def _write(self, text: str) -> None:
        columns = 80
        with contextlib.suppress(OSError):
            columns = os.get_terminal_size(sys.stderr.fileno()).columns
        line = text if len(text) < columns else text[: max(columns - 2, 10)] + "…"
        sys.stderr.write("\r" + line + " " * max(self._width - len(line), 0))
        sys.stderr.flush()
        self._width = len(line)
