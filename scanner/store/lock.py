"""One writer: an operating-system lock on `<database>.lock`, released even by `kill -9`."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from sbom.errors import StoreError


class ScanLock:
    """Held by a scan from `begin_scan` to its end.

    Args:
        database: Path of the database; the lock file lies beside it and stays behind, empty of meaning.
    """

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(database.name + ".lock")
        self._file: IO[str] | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._file is not None

    def acquire(self) -> None:
        """Take the lock without waiting.

        Raises:
            StoreError: another process holds it (named by process id and start time), or the
                folder cannot be written to.
        """
        if self._file is not None:
            return
        try:
            file = self.path.open("a+", encoding="utf-8")
        except OSError as error:
            raise StoreError(
                f"{self.path}: cannot be written: {error.strerror}. Give the database a place "
                "that this user may write to, with --db."
            ) from error
        if not _try_lock(file):
            holder = _holder(file)
            file.close()
            raise StoreError(
                f"{self.path}: another scan is writing to this database ({holder}). "
                "Wait for it to end; reports can be made meanwhile."
            )
        file.seek(0)
        file.truncate()
        started = datetime.now(UTC).isoformat(timespec="seconds")
        json.dump({"pid": os.getpid(), "started_at": started}, file)
        file.flush()
        self._file = file

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._file is not None:
            self._file.close()
            self._file = None


if sys.platform == "win32":

    def _try_lock(file: IO[str]) -> bool:
        import msvcrt

        file.seek(1 << 30)  # a byte far beyond the text, so that the holder's name stays readable
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _try_lock(file: IO[str]) -> bool:
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def _holder(file: IO[str]) -> str:
    file.seek(0)
    try:
        stated = json.loads(file.read(500))
        return f"process {int(stated['pid'])}, started {stated['started_at']}"
    except (ValueError, KeyError, TypeError):
        return "process unknown"
