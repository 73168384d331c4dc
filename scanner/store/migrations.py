"""Schema versions, applied with sqlite-utils; imported only when a database is not up to date."""

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from scanner.store.schema import APPLICATION_ID, VERSIONS

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

Versions = tuple[tuple[str, tuple[str, ...]], ...]

SET_NAME = "sluis"
"""Name of our set in sqlite-utils' table `_sqlite_migrations`."""


def migrations(versions: Versions = VERSIONS) -> "Migrations":
    """All versions as a sqlite-utils migration set. Each runs in one transaction with its record."""
    from sqlite_utils import Migrations

    ordered = Migrations(SET_NAME)
    for number, (name, statements) in enumerate(versions, start=1):
        ordered(name=name)(_step(number, statements))
    return ordered


def apply(connection: sqlite3.Connection, versions: Versions = VERSIONS) -> None:
    """Bring a database to the latest version; one that is up to date is left alone.

    Args:
        connection: Outside a transaction.
        versions: All versions, oldest first; others than ours only in tests.

    Raises:
        sqlite3.Error: as SQLite gives it; the version that failed is rolled back.
    """
    from sqlite_utils import Database

    migrations(versions).apply(
        Database(connection, recursive_triggers=False, execute_plugins=False)
    )


def _step(number: int, statements: tuple[str, ...]) -> "Callable[[Database], None]":
    def run(db: "Database") -> None:
        for statement in statements:
            db.conn.execute(statement)
        db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.conn.execute(f"PRAGMA user_version = {number}")

    return run
