"""The end of a source that is no longer configured."""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

from scanner.store import claims
from scanner.store.context import Context
from scanner.store.occurrence_rows import source_range


def end(context: Context) -> None:
    """Close every interval of the source; the caller holds the transaction."""
    connection, _, scan, source = context
    low, high = source_range(source)
    still = "to_scan IS NULL"
    for table in ("occurrence", "edge", "descriptor", "file", "issue"):
        where, values = (
            (f"id BETWEEN ? AND ? AND {still}", (low, high))
            if table == "occurrence"
            else (f"source_id = ? AND {still}", (source,))
        )
        connection.execute(f"DELETE FROM {table} WHERE {where} AND from_scan = ?", (*values, scan))
        connection.execute(f"UPDATE {table} SET to_scan = ? WHERE {where}", (scan, *values))
    claims.record(context, {})
