"""Licences as found become expressions and classes, each distinct text once."""

import sqlite3
from collections.abc import Callable

from scanner.store import summary


def settle(
    connection: sqlite3.Connection,
    digest: str,
    normalise: Callable[[str], str | None],
    classify: Callable[[str], str],
) -> int:
    """Fill in `license_text` and `license_set`; the caller holds the transaction.

    Args:
        connection: Inside a transaction.
        digest: Of normaliser and pack; texts settled under it are left alone.
        normalise: SPDX expression of a raw text, or None.
        classify: Class in the pack of an expression.

    Returns:
        How many texts were settled.
    """
    texts = connection.execute(
        "SELECT id, raw FROM license_text WHERE settled IS NOT ? ORDER BY id", (digest,)
    ).fetchall()
    rows = []
    for number, raw in texts:
        expression = normalise(raw)
        rows.append((expression, classify(expression) if expression else None, digest, number))
    connection.executemany(
        "UPDATE license_text SET expression = ?, class = ?, settled = ? WHERE id = ?", rows
    )
    classes: dict[str, str] = {}
    changed = []
    for number, (expression, before) in summary.effective(connection).items():
        if not before or rows:
            if expression not in classes:
                classes[expression] = classify(expression)
            changed.append((classes[expression], number, classes[expression]))
    connection.executemany(
        "UPDATE license_set SET class = ? WHERE id = ? AND class IS NOT ?", changed
    )
    return len(rows)
