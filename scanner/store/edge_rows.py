"""The graph of a scan, read back: edges by file."""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

from scanner.store.scans import holds
from scanner.store.store import Store

_EDGES = f"""
SELECT s.uri, p.value, f.value, t.value FROM edge e JOIN source s ON s.id = e.source_id
JOIN path p ON p.id = e.path_id JOIN term f ON f.id = e.from_ref JOIN term t ON t.id = e.to_ref
WHERE {holds("e")}
"""


def edges_of(store: Store, scan: int) -> dict[tuple[str, str], dict[str, set[str]]]:
    """By (source, path): what each ref of the file needs."""
    found: dict[tuple[str, str], dict[str, set[str]]] = {}
    with store.snapshot() as connection:
        for uri, path, start, end in connection.execute(_EDGES, {"scan": scan}):
            found.setdefault((uri, path), {}).setdefault(start, set()).add(end)
    return found
