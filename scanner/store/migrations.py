"""Schema versions, applied with sqlite-utils; imported only when a database is not up to date."""

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from scanner.store.schema import APPLICATION_ID, VERSIONS

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

SET_NAME = "sluis"
"""Name of our set in sqlite-utils' table `_sqlite_migrations`."""


def migrations() -> "Migrations":
    """All versions as a sqlite-utils migration set. Each runs in one transaction with its record."""
    from sqlite_utils import Migrations

    ordered = Migrations(SET_NAME)
    for number, (name, statements) in enumerate(VERSIONS, start=1):
        ordered(name=name)(_step(number, statements))
    return ordered


def apply(connection: sqlite3.Connection) -> None:
    """Bring a database to the latest version; one that is up to date is left alone.

    Raises:
        sqlite3.Error: as SQLite gives it; the version that failed is rolled back.
    """
    from sqlite_utils import Database

    migrations().apply(Database(connection, recursive_triggers=False, execute_plugins=False))


def _step(number: int, statements: tuple[str, ...]) -> "Callable[[Database], None]":
    def run(db: "Database") -> None:
        for statement in statements:
            db.conn.execute(statement)
        db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.conn.execute(f"PRAGMA user_version = {number}")

    return run
