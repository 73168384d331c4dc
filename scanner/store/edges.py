"""The graph within each file: table `edge`."""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

from collections.abc import Iterable, Sequence

from sbom.component import Dependency
from scanner.store import many
from scanner.store.context import Context

_INSERT = "edge (source_id, path_id, from_ref, to_ref, from_scan)"
_KEY = "source_id = ? AND path_id = ? AND from_ref = ? AND to_ref = ? AND to_scan IS NULL"


def write(
    context: Context,
    files: Sequence[tuple[int, Iterable[Dependency]]],
    settled: set[int],
    *,
    kept: set[tuple[int, int | None]],
) -> None:
    """Settle the edges of files.

    Args:
        context: With the source.
        files: (number of the path, its edges) as read.
        settled: Paths of which anything may close: those read and those gone.
        kept: (path, ref) whose entry may have been lost: edges from there stay.
    """
    connection, dictionaries, scan, source = context
    dictionaries.term.learn(
        sorted({t for _, edges in files for d in edges for t in (d.ref, *d.targets)})
    )
    term = dictionaries.term.ids
    wanted = {
        (path, term[d.ref], term[target])
        for path, edges in files
        for d in edges
        for target in d.targets
    }
    have: set[tuple[int, int, int]] = set()
    for path in settled:
        have.update(
            connection.execute(
                "SELECT path_id, from_ref, to_ref FROM edge "
                "WHERE source_id = ? AND path_id = ? AND to_scan IS NULL",
                (source, path),
            )
        )
    over = [(source, *k) for k in sorted(have - wanted) if (k[0], k[1]) not in kept]
    connection.executemany(
        f"DELETE FROM edge WHERE {_KEY} AND from_scan = ?", [(*k, scan) for k in over]
    )
    connection.executemany(f"UPDATE edge SET to_scan = ? WHERE {_KEY}", [(scan, *k) for k in over])
    many.insert(connection, _INSERT, 5, ((source, *k, scan) for k in sorted(wanted - have)))
