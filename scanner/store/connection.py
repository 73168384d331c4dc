"""Opening a database file, its settings, its transactions, and SQLite's errors in plain words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sbom.errors import StoreError

BUSY_S = 10.0
"""How long to wait for another connection's lock."""

LOG_PAGES = 8000
"""Pages of 4 KiB in the write-ahead log before it is folded into the file; also at a scan's end."""

_ADVICE = (
    ("not a database", "this is not an SQLite database. Choose another file with --db."),
    (
        "malformed",
        (
            "the database is damaged. Put back a backup, or move the file away and scan again: "
            "facts come back from the sources, history does not."
        ),
    ),
    (
        "is full",
        (
            "the disk (or the file's page limit) is full. What was committed is safe; make room "
            "and run the same command again."
        ),
    ),
    (
        "locked",
        (
            "another program keeps the database locked. Close it (a viewer, a copy job) and run "
            "the same command again."
        ),
    ),
    ("readonly", "the database may only be read here. Choose another place with --db."),
    (
        "unable to open",
        "the file cannot be opened. Check that the folder exists and that this user may use it.",
    ),
    ("disk I/O error", "the disk gave an error while reading or writing. Check the disk."),
)


def explain(path: Path, error: sqlite3.Error) -> StoreError:
    """The error as a person needs it: what is about, what happened, how to go on."""
    text = str(error)
    for part, advice in _ADVICE:
        if part in text:
            return StoreError(f"{path}: {advice} (SQLite: {text})")
    return StoreError(f"{path}: the database refused: {text}")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors inside the block into StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        raise explain(path, error) from error


def connect(path: Path, *, readonly: bool) -> sqlite3.Connection:
    """A connection with our settings; transactions are begun by hand.

    A read-only connection also works in a place where nothing can be written: without a
    write-ahead log beside the file the file is complete in itself and is opened as immutable.

    Raises:
        sqlite3.Error: the file cannot be opened.
    """
    if not readonly:
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA cache_size = -16000")
            connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
        except sqlite3.Error:
            connection.close()
            raise
        return connection
    uri = "file:" + quote(str(path.resolve())) + "?mode=ro"
    try:
        return _readonly(uri)
    except sqlite3.OperationalError:
        log = path.with_name(path.name + "-wal")
        if not path.exists() or (log.exists() and log.stat().st_size > 0):
            raise
        return _readonly(uri + "&immutable=1")


def _readonly(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_S, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def immediate(connection: sqlite3.Connection) -> Iterator[None]:
    """One `BEGIN IMMEDIATE` transaction: all of the block or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
