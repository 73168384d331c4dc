"""Counts over all components in use, kept from scan to scan.

Counting everything walks the whole estate. What a scan touched is known, so the next one takes off what
was and puts on what is. A tally holds for the state after the scan that wrote it and the unchanged ones
behind it; the writer uses it only under the conditions of `keeping`. Losing it costs time, never facts.
"""

import sqlite3
from typing import TypeVar

import msgspec

Content = TypeVar("Content", bound=msgspec.Struct)


def load(connection: sqlite3.Connection, kind: type[Content]) -> Content | None:
    """The tally of a kind; None when there is none that this version can read."""
    row = connection.execute(
        "SELECT content FROM tally WHERE kind = ?", (kind.__name__.lower(),)
    ).fetchone()
    try:
        return msgspec.msgpack.decode(row[0], type=kind) if row else None
    except msgspec.MsgspecError:
        return None


def keep(connection: sqlite3.Connection, content: msgspec.Struct, scan: int) -> None:
    """Keep a tally in the place of that of the scan before; the caller holds the transaction."""
    kind = type(content).__name__.lower()
    connection.execute(
        "INSERT OR REPLACE INTO tally VALUES (?, ?, ?)",
        (kind, scan, msgspec.msgpack.encode(content)),
    )
