"""Why a component is there, and what would be lost without it: questions over edges and dictionaries."""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

import re
from collections.abc import Iterable

import msgspec

from scanner.store.dictionaries import base_of, version_in
from scanner.store.schema import SOURCE_BITS
from scanner.store.store import Store

MOST_PLACES = 50
"""Places of which the way is walked."""
MOST_STEPS = 60
_IDS = re.compile(r"[^\s()]+")
_HOLDERS = """
SELECT o.component_id, o.source_id FROM json_each(?) g
JOIN occurrence o INDEXED BY occurrence_component ON o.component_id = g.value AND o.to_scan IS NULL
GROUP BY o.component_id, o.source_id
"""
_SOURCES = "SELECT id, system, uri FROM source WHERE retired_scan IS NULL"
_ENTRIES = """
SELECT o.path_id, o.ref_id, p.value, c.purl
FROM occurrence o INDEXED BY occurrence_component
JOIN component c ON c.id = o.component_id JOIN path p ON p.id = o.path_id
WHERE o.component_id = ? AND o.source_id = ? AND o.to_scan IS NULL ORDER BY p.value, o.id
"""
_EDGES = "SELECT to_ref, from_ref FROM edge WHERE source_id = ? AND path_id = ? AND to_scan IS NULL"
_NAMES = """
SELECT o.ref_id, b.full_name, c.version FROM occurrence o JOIN component c ON c.id = o.component_id
JOIN purl_base b ON b.id = c.base_id
WHERE o.id >= ? AND o.id < ? AND o.path_id = ? AND o.to_scan IS NULL
  AND o.ref_id IN (SELECT value FROM json_each(?))
"""
_IMPACT = """
SELECT s.system, b.full_name, c.purl, count(*), max(t.direct), count(DISTINCT o.source_id)
FROM {start} JOIN component c ON c.id = o.component_id JOIN purl_base b ON b.id = c.base_id
JOIN source s ON s.id = o.source_id JOIN trait t ON t.id = o.trait_id
WHERE o.to_scan IS NULL AND s.retired_scan IS NULL AND t.third_party = 1
GROUP BY s.system, c.id ORDER BY s.system, b.full_name, c.purl
"""
_BY_COMPONENT = (
    "json_each(:numbers) g JOIN occurrence o INDEXED BY occurrence_component "
    "ON o.component_id = g.value AND o.to_scan IS NULL"
)
_BY_DETAIL = "occurrence o NOT INDEXED JOIN json_each(:numbers) g ON g.value = o.detail_id"
_BY_SET = "occurrence o NOT INDEXED JOIN json_each(:numbers) g ON g.value = o.license_id"


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """One way from the project to a component."""

    system: str
    source: str
    path: str
    purl: str
    way: tuple[str, ...]
    """`name@version` from the project down; the component alone when the file shows no way."""
    complete: bool
    """False: the file has no graph, or the way is longer than may be walked."""


class Lost(msgspec.Struct, frozen=True, kw_only=True):
    """A component that would be gone, in one system."""

    system: str
    name: str
    purl: str
    occurrences: int
    direct: bool | None
    sources: int


def ways(store: Store, components: Iterable[int], *, system: str | None) -> list[Way]:
    """Shortest ways to components, one for each place, at most `MOST_PLACES`."""
    listed = msgspec.json.encode(list(components)).decode()
    found: list[Way] = []
    graphs: dict[tuple[int, int], dict[int, list[int]]] = {}
    with store.snapshot() as connection:
        places = {n: (where, uri) for n, where, uri in connection.execute(_SOURCES)}
        holders = sorted(
            (*places[source], source, component)
            for component, source in connection.execute(_HOLDERS, (listed,))
            if source in places and (system is None or places[source][0] == system)
        )
        entries = [
            (where, uri, source, *row)
            for where, uri, source, component in holders[:MOST_PLACES]
            for row in connection.execute(_ENTRIES, (component, source))
        ]
        for where, uri, source, path, ref, file, purl in entries[:MOST_PLACES]:
            graph = graphs.get((source, path))
            if graph is None:
                graph = graphs[source, path] = {}
                for to, start in connection.execute(_EDGES, (source, path)):
                    graph.setdefault(to, []).append(start)
            refs = climb(graph, ref) if ref is not None else []
            names: dict[int, str] = {}
            if refs:
                inside = (source << SOURCE_BITS, (source + 1) << SOURCE_BITS, path)
                wanted = msgspec.json.encode(refs).decode()
                for number, name, version in connection.execute(_NAMES, (*inside, wanted)):
                    names[number] = f"{name}@{version}" if version else name
            found.append(
                Way(
                    system=where,
                    source=uri,
                    path=file,
                    purl=purl,
                    way=tuple(names.get(r, "?") for r in refs) or (purl,),
                    complete=bool(refs) and len(refs) < MOST_STEPS and refs[0] not in graph,
                )
            )
    return found


def climb(graph: dict[int, list[int]], ref: int) -> list[int]:
    """Refs from a start that nothing needs down to one; of several the shortest way."""
    before = {ref: 0}
    queue = [ref]
    for at in queue:  # grows while it is walked
        above = graph.get(at, ())
        if not above and at != ref:
            way = [at]
            while way[-1] != ref and len(way) < MOST_STEPS:
                way.append(before[way[-1]])
            return way
        for up in above:
            if up not in before:
                before[up] = at
                queue.append(up)
    return [ref]


def numbers_of(store: Store, pattern: str) -> list[int]:
    """Components that fit a name, a name with `*` and `?`, or a package URL; case does not count."""
    wanted = pattern.strip()
    version = ""
    if wanted.startswith("pkg:"):
        base = base_of(wanted)
        version = version_in(wanted, base)
        bases = store.rows("SELECT id FROM purl_base WHERE purl = ?", (base,))
        if not bases:
            bases = store.rows("SELECT id FROM purl_base WHERE purl = ? COLLATE NOCASE", (base,))
    elif "*" in wanted or "?" in wanted:
        like = re.sub(r"([%_\\])", r"\\\1", wanted).replace("*", "%").replace("?", "_")
        sql = "name LIKE ? ESCAPE '\\' OR full_name LIKE ? ESCAPE '\\'"
        bases = store.rows(f"SELECT id FROM purl_base WHERE {sql}", (like, like))
    else:
        last = re.split(r"[/:]", wanted)[-1]
        bases = store.rows(
            "SELECT id FROM purl_base WHERE name = :last COLLATE NOCASE "
            "AND (name = :name COLLATE NOCASE OR full_name = :name COLLATE NOCASE) "
            "UNION SELECT id FROM purl_base WHERE full_name = :name COLLATE NOCASE",
            {"last": last, "name": wanted},
        )
    listed = msgspec.json.encode([b[0] for b in bases]).decode()
    found = store.rows(
        "SELECT c.id FROM json_each(?) g JOIN component c ON c.base_id = g.value "
        "WHERE ? = '' OR c.version = ?",
        (listed, version, version),
    )
    return [r[0] for r in found]


def lost_with_components(store: Store, numbers: Iterable[int]) -> list[Lost]:
    """What is gone with components."""
    return _lost(store, _BY_COMPONENT, numbers)


def lost_with_text(store: Store, words: Iterable[str], *, field: str) -> list[Lost]:
    """What is gone with suppliers or a place of download.

    Args:
        store: The estate.
        words: Parts of names or addresses; case does not count.
        field: `supplier` or `download`.
    """
    wanted = [w.lower() for w in words if w]
    rows = store.stream(
        f"SELECT id, lower(json_extract(content, '$.{field}')) FROM detail "
        f"WHERE content LIKE '%\"{field}\"%'"
    )
    found = [n for n, text in rows if isinstance(text, str) and any(w in text for w in wanted)]
    return _lost(store, _BY_DETAIL, found) if found else []


def lost_with_license(store: Store, expression: str) -> list[Lost]:
    """What is gone with a licence: components of which a claim names it, alone or among others."""
    wanted = expression.lower()
    texts = [
        number
        for number, raw, stated in store.stream("SELECT id, raw, expression FROM license_text")
        if raw.lower() == wanted
        or (stated and (stated.lower() == wanted or wanted in _IDS.findall(stated.lower())))
    ]
    if not texts:
        return []
    rows = store.rows(
        "SELECT DISTINCT m.set_id FROM json_each(?) g "
        "JOIN license_set_member m ON m.text_id = g.value",
        (msgspec.json.encode(texts).decode(),),
    )
    return _lost(store, _BY_SET, [r[0] for r in rows])


def _lost(store: Store, start: str, numbers: Iterable[int]) -> list[Lost]:
    listed = msgspec.json.encode(list(numbers)).decode()
    return [
        Lost(
            system=system,
            name=name,
            purl=purl,
            occurrences=count,
            direct=None if direct is None else bool(direct),
            sources=sources,
        )
        for system, name, purl, count, direct, sources in store.rows(
            _IMPACT.format(start=start), {"numbers": listed}
        )
    ]
