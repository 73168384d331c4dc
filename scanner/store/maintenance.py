"""Looking after a database: migrate, back up, check."""

import sqlite3
from pathlib import Path

import msgspec

from sbom.errors import StoreError
from scanner.store.connection import explain
from scanner.store.schema import LATEST
from scanner.store.store import Store, open_store, version_of

_MOST = 100


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found; every list empty: the database is sound."""

    integrity: tuple[str, ...]
    """Messages of `PRAGMA integrity_check`, at most 100."""
    references: tuple[str, ...]
    """Rows that refer to a row that is not there: `table row N refers to table`, at most 100."""
    schema: tuple[str, ...]
    """Tables, indexes and views that differ from what the migrations make."""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.integrity or self.references or self.schema)


def migrate(path: str | Path) -> tuple[int, int]:
    """Bring a database to the latest version.

    Returns:
        Version before and after; equal when there was nothing to do.

    Raises:
        StoreError: not there, not ours, newer, or in use by a scan.
    """
    file = Path(path)
    if not file.exists():
        raise StoreError(f"{file}: there is no database here.")
    try:
        connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
        try:
            before = version_of(connection)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise explain(file, error) from error
    open_store(file).close()
    return before, LATEST


def backup(store: Store, target: str | Path) -> int:
    """A compact copy of the database as it is now, also while a scan writes.

    Args:
        store: The database.
        target: A file that does not exist yet.

    Returns:
        Bytes of the copy.

    Raises:
        StoreError: the target exists, or cannot be written.
    """
    file = Path(target)
    if file.exists():
        raise StoreError(f"{file}: exists already; a backup never overwrites. Name another file.")
    if not file.parent.is_dir():
        raise StoreError(f"{file}: its folder does not exist.")
    try:
        store.connection.execute("VACUUM INTO ?", (str(file),))
    except sqlite3.Error as error:
        raise explain(file, error) from error
    return file.stat().st_size


def check(store: Store) -> Check:
    """Everything that SQLite and the migrations can say about the soundness of a database.

    Raises:
        StoreError: it is too damaged to be checked; the message says how to go on.
    """
    messages = [str(r[0]) for r in store.rows(f"PRAGMA integrity_check({_MOST})")]
    dangling = store.stream("PRAGMA foreign_key_check")
    references = [
        f"{table} row {row} refers to {parent}"
        for (table, row, parent, _), _ in zip(dangling, range(_MOST), strict=False)
    ]
    return Check(
        integrity=tuple(m for m in messages if m != "ok"),
        references=tuple(references),
        schema=_schema_differences(store),
    )


def fresh() -> sqlite3.Connection:
    """A database in memory as the migrations make it."""
    from scanner.store import migrations

    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrations.apply(connection)
    return connection


def _schema_differences(store: Store) -> tuple[str, ...]:
    sql = "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master"
    connection = fresh()
    try:
        wanted = dict(connection.execute(sql).fetchall())
    finally:
        connection.close()
    have: dict[str, str] = dict(store.rows(sql))
    missing = [f"{name} is missing" for name in wanted.keys() - have.keys()]
    extra = [f"{name} is not ours" for name in have.keys() - wanted.keys()]
    other = [f"{n} differs" for n in wanted.keys() & have.keys() if wanted[n] != have[n]]
    return tuple(sorted([*missing, *extra, *other]))
