"""The database as one object: opened, checked for its version, closed; nothing else."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sbom.errors import StoreError
from scanner.store.connection import BUSY_S, connect, explain, explained, immediate
from scanner.store.lock import ScanLock
from scanner.store.schema import APPLICATION_ID, LATEST

Row = tuple[Any, ...]


class Store:
    """An open database. Made by `open_store`; use it as a context manager.

    Not safe to share between threads.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, *, readonly: bool) -> None:
        self.path = path
        self.connection = connection
        self.readonly = readonly
        self.lock = ScanLock(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def files(self) -> tuple[str, ...]:
        """Absolute paths of the database, of what SQLite keeps beside it, and of the lock."""
        whole = str(self.path.resolve())
        beside = [whole + end for end in ("", "-wal", "-shm", "-journal")]
        return (*beside, str(self.lock.path.resolve()))

    def close(self) -> None:
        """Close the database and give the scan lock back; harmless a second time."""
        self.connection.close()
        self.lock.release()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One write transaction: all of the block or nothing.

        Raises:
            StoreError: locked, disk full, damaged; the message says how to go on.
        """
        with explained(self.path), immediate(self.connection):
            yield self.connection

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """One read transaction: every query in the block sees the same state.

        Raises:
            StoreError: as `transaction`.
        """
        with explained(self.path):
            if self.connection.in_transaction:
                yield self.connection
                return
            self.connection.execute("BEGIN")
            try:
                yield self.connection
            finally:
                self.connection.rollback()

    def rows(self, sql: str, values: tuple[Any, ...] | dict[str, Any] = ()) -> list[Row]:
        """All rows of a query.

        Raises:
            StoreError: as `transaction`.
        """
        with explained(self.path):
            return self.connection.execute(sql, values).fetchall()

    def one(self, sql: str, values: tuple[Any, ...] | dict[str, Any] = ()) -> Row | None:
        """The first row of a query, or None.

        Raises:
            StoreError: as `transaction`.
        """
        with explained(self.path):
            row: Row | None = self.connection.execute(sql, values).fetchone()
            return row

    def stream(self, sql: str, values: tuple[Any, ...] | dict[str, Any] = ()) -> Iterator[Row]:
        """Rows of a query, one at a time.

        Raises:
            StoreError: as `transaction`, also while iterating.
        """
        with explained(self.path):
            yield from self.connection.execute(sql, values)

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file and truncate it; skipped while others read."""
        with explained(self.path):
            self.connection.execute("PRAGMA busy_timeout = 200")
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self.connection.execute(f"PRAGMA busy_timeout = {int(BUSY_S * 1000)}")


def open_store(path: str | Path, *, readonly: bool = False) -> Store:
    """Open a database; a new or older one is brought to the latest version first.

    Args:
        path: The file; its folder is made when missing, unless read-only.
        readonly: For reports: never writes, never waits for a scan, works in a read-only place.

    Returns:
        The open store.

    Raises:
        StoreError: no database, not ours, damaged, newer than this version of Sluis, or
            (read-only) older; the message says how to go on.
    """
    file = Path(path)
    if readonly and not file.exists():
        raise StoreError(f"{file}: there is no database here yet. Make one with `sluis scan`.")
    if not readonly:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{file}: its folder cannot be made: {error.strerror}.") from error
    connection: sqlite3.Connection | None = None
    try:
        connection = connect(file, readonly=readonly)
        store = Store(file, connection, readonly=readonly)
        _settle_version(store)
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise explain(file, error) from error
    except BaseException:
        if connection is not None:
            connection.close()
        raise
    return store


def version_of(connection: sqlite3.Connection) -> int:
    """Schema version of a database; 0 when it is empty.

    Raises:
        sqlite3.Error: it cannot be read.
    """
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _settle_version(store: Store) -> None:
    connection = store.connection
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = version_of(connection)
    if application != APPLICATION_ID:
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables or version or application:
            raise StoreError(
                f"{store.path}: this database belongs to another program. "
                "Choose another file with --db."
            )
    if version > LATEST:
        raise StoreError(
            f"{store.path}: made by a newer version of Sluis (schema {version}; this version "
            f"knows {LATEST}). Upgrade Sluis, or choose another file with --db."
        )
    if version < LATEST:
        _migrate(store, version)


def _migrate(store: Store, version: int) -> None:
    if store.readonly:
        raise StoreError(
            f"{store.path}: made by an older version of Sluis (schema {version}; this version "
            f"needs {LATEST}). Run `sluis db migrate` on it first."
        )
    from scanner.store import migrations

    store.lock.acquire()
    try:
        store.connection.execute("PRAGMA journal_mode = WAL")
        migrations.apply(store.connection)
        store.checkpoint()
    finally:
        store.lock.release()
