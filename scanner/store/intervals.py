"""History by intervals: open what is new, close what is gone, leave alone what stayed."""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

Key = tuple[Any, ...]


def match(
    existing: Iterable[tuple[int, Key]], wanted: Iterable[Key]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Compare two multisets.

    Args:
        existing: (id, key) of open rows.
        wanted: Keys that hold now.

    Returns:
        (index into `wanted`, id) of rows that stay, indexes of keys to add, ids to close.
    """
    have: dict[Key, list[int]] = {}
    for number, key in existing:
        have.setdefault(key, []).append(number)
    if not have:
        return [], [index for index, _ in enumerate(wanted)], []
    for numbers in have.values():
        numbers.reverse()
    stay: list[tuple[int, int]] = []
    add: list[int] = []
    for index, key in enumerate(wanted):
        numbers = have.get(key, [])
        if numbers:
            stay.append((index, numbers.pop()))
        else:
            add.append(index)
    return stay, add, [n for numbers in have.values() for n in numbers]


def close(
    connection: sqlite3.Connection, table: str, ids: Iterable[int], scan: int, *, key: str = "id"
) -> None:
    """End intervals at a scan; a row that this very scan opened leaves no trace."""
    numbers = list(ids)
    if not numbers:
        return
    connection.executemany(
        f"DELETE FROM {table} WHERE {key} = ? AND from_scan = ?", [(n, scan) for n in numbers]
    )
    connection.executemany(
        f"UPDATE {table} SET to_scan = ? WHERE {key} = ?", [(scan, n) for n in numbers]
    )


def settle(
    connection: sqlite3.Connection,
    table: str,
    columns: Sequence[str],
    scan: int,
    *,
    where: tuple[str, tuple[Any, ...]],
    wanted: Sequence[Key],
    key: str = "id",
) -> bool:
    """Make the open rows of a small table equal to `wanted`.

    Args:
        connection: Inside a transaction.
        table: Interval table with a number as key.
        columns: Columns that make up a row's value.
        scan: The scan that saw it.
        where: Condition, with values, on the open rows concerned.
        wanted: Values that hold now, in the order of `columns`.
        key: Column with the number.

    Returns:
        Whether anything changed.
    """
    names = ", ".join(columns)
    rows = connection.execute(
        f"SELECT {key}, {names} FROM {table} WHERE to_scan IS NULL AND {where[0]} ORDER BY {key}",
        where[1],
    )
    _, add, gone = match(((r[0], r[1:]) for r in rows), wanted)
    close(connection, table, gone, scan, key=key)
    if add:
        marks = ", ".join("?" * (len(columns) + 1))
        connection.executemany(
            f"INSERT INTO {table} ({names}, from_scan) VALUES ({marks})",
            ((*wanted[i], scan) for i in add),
        )
    return bool(add or gone)
