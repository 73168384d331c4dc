"""The way by which a component comes in, as the graph of its own file states it (`policies.arrival`)."""

from collections.abc import Sequence

import msgspec

from policies.finding import Place
from scanner.store.advisory_graph import climb
from scanner.store.schema import SOURCE_BITS
from scanner.store.store import Store

_PLACE = """
SELECT s.id, p.id FROM source s, path p WHERE s.uri = ? AND p.value = ?
"""
_ENTRY = """
SELECT o.ref_id FROM purl_base b JOIN component c ON c.base_id = b.id
JOIN occurrence o INDEXED BY occurrence_component ON o.component_id = c.id AND o.source_id = ?
WHERE b.purl = ? AND o.path_id = ? AND o.to_scan IS NULL AND o.ref_id IS NOT NULL ORDER BY o.id
"""
_EDGES = "SELECT to_ref, from_ref FROM edge WHERE source_id = ? AND path_id = ? AND to_scan IS NULL"
_NAMES = """
SELECT o.ref_id, b.full_name, c.version FROM occurrence o JOIN component c ON c.id = o.component_id
JOIN purl_base b ON b.id = c.base_id
WHERE o.id >= ? AND o.id < ? AND o.path_id = ? AND o.to_scan IS NULL
  AND o.ref_id IN (SELECT value FROM json_each(?))
"""
_LOOKED_AT = 5
"""Places of a finding of which the graph is read."""
_GRAPHS = 64
"""Graphs that are kept in memory."""


class StoreArrivals:
    """Ways over the database; graphs that were read are kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._graphs: dict[tuple[int, int], dict[int, list[int]]] = {}

    def way(self, purl_base: str, places: Sequence[Place], /) -> tuple[str, ...]:
        """See `policies.arrival.Arrivals`; of several places the shortest way."""
        found: tuple[str, ...] = ()
        for source, path in dict.fromkeys((p.source, p.path) for p in places[:_LOOKED_AT]):
            way = self._in_file(purl_base, source, path)
            if way and (not found or len(way) < len(found)):
                found = way
        return found

    def _in_file(self, purl_base: str, uri: str, file: str) -> tuple[str, ...]:
        place = self._store.one(_PLACE, (uri, file))
        if place is None:
            return ()
        source, path = place
        entries = self._store.rows(_ENTRY, (source, purl_base, path))
        if not entries:
            return ()
        graph = self._graph(source, path)
        ways = [climb(graph, ref) for (ref,) in entries]
        refs = min((w for w in ways if len(w) > 1), key=len, default=[])
        inside = (source << SOURCE_BITS, (source + 1) << SOURCE_BITS, path)
        listed = msgspec.json.encode(refs).decode()
        names = {
            ref: f"{name}@{version}" if version else name
            for ref, name, version in self._store.rows(_NAMES, (*inside, listed))
        }
        return tuple(names.get(ref, "?") for ref in refs)

    def _graph(self, source: int, path: int) -> dict[int, list[int]]:
        found = self._graphs.get((source, path))
        if found is None:
            if len(self._graphs) >= _GRAPHS:
                self._graphs.clear()
            found = self._graphs[source, path] = {}
            for to, start in self._store.rows(_EDGES, (source, path)):
                found.setdefault(to, []).append(start)
        return found
