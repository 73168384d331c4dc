"""Components of the estate as an audit asks about them: by software first, uses only where it matters."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from sbom.advisories.ecosystems import RESPELLED, key_of
from scanner.store.store import Store

_COMPONENTS = "SELECT id, purl, version FROM component WHERE base_id = ?"
_USES = """
SELECT o.component_id, s.system, s.uri, p.value, coalesce(o.line, 0), t.scope, t.roles, t.direct,
  t.version_kind, coalesce(q.value, ''), coalesce(v.value, c.version), coalesce(d.content, ''),
  o.from_scan, c.purl
FROM json_each(:components) g
JOIN occurrence o INDEXED BY occurrence_component ON o.component_id = g.value AND o.to_scan IS NULL
JOIN component c ON c.id = o.component_id JOIN source s ON s.id = o.source_id
JOIN path p ON p.id = o.path_id JOIN trait t ON t.id = o.trait_id
LEFT JOIN detail d ON d.id = o.detail_id
LEFT JOIN term v ON v.id = o.version_id LEFT JOIN term q ON q.id = o.requirement_id
WHERE s.retired_scan IS NULL
ORDER BY s.system, c.purl, s.uri, p.value, o.line, o.id
"""
_FLAGGED = """
SELECT DISTINCT c.base_id, c.id FROM occurrence o JOIN component c ON c.id = o.component_id
WHERE o.to_scan IS NULL AND o.detail_id IN (SELECT id FROM detail
  WHERE content LIKE '%"deprecated"%' OR content LIKE '%"install-script"%')
"""
_SYSTEMS = """
SELECT o.source_id, count(*) FROM json_each(?) g
JOIN occurrence o INDEXED BY occurrence_component ON o.component_id = g.value AND o.to_scan IS NULL
GROUP BY o.source_id
"""


class BaseRow(NamedTuple):
    """A piece of software in the estate."""

    id: int
    purl: str
    """Without version; `-:name` when no file says what it is."""
    name: str


class ComponentRow(NamedTuple):
    """One version of it."""

    id: int
    purl: str
    version: str
    """Empty: no exact version."""


class UseRow(NamedTuple):
    """One entry of one file."""

    component: int
    system: str
    source: str
    path: str
    line: int
    scope: str
    roles: tuple[str, ...]
    direct: bool | None
    version_kind: str
    requirement: str
    version: str
    properties: tuple[tuple[str, str], ...]
    from_scan: int
    purl: str


def bases(store: Store) -> list[BaseRow]:
    """Every piece of software that the estate has or had."""
    return [BaseRow(*r) for r in store.rows("SELECT id, purl, full_name FROM purl_base")]


def bases_of(store: Store, key: str) -> list[BaseRow]:
    """Software under the key of an advisory's package; cased otherwise where that does not count."""
    kind = key[4:].partition("/")[0]
    if kind not in RESPELLED:
        rows = store.rows("SELECT id, purl, full_name FROM purl_base WHERE purl = ?", (key,))
        return [BaseRow(*r) for r in rows]
    rows = store.rows(
        "SELECT id, purl, full_name FROM purl_base WHERE name = ? COLLATE NOCASE AND type = ?",
        (key.rpartition("/")[2], kind),
    )
    return [BaseRow(*r) for r in rows if key_of(r[1]) == key]


def components(store: Store, base: int) -> list[ComponentRow]:
    """Its versions."""
    return [ComponentRow(*r) for r in store.rows(_COMPONENTS, (base,))]


def uses(store: Store, numbers: Iterable[int]) -> Iterator[UseRow]:
    """Entries of components as they hold now, sorted by system, purl and place."""
    listed = msgspec.json.encode(list(numbers)).decode()
    for row in store.stream(_USES, {"components": listed}):
        yield UseRow(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            row[5],
            tuple(row[6].split(",")) if row[6] else (),
            None if row[7] is None else bool(row[7]),
            row[8],
            row[9],
            row[10],
            _properties(row[11]),
            row[12],
            row[13],
        )


def flagged(store: Store) -> dict[int, list[int]]:
    """Components that their own file calls deprecated, or that run a script at install, by software."""
    found: dict[int, list[int]] = {}
    for base, number in store.stream(_FLAGGED):
        found.setdefault(base, []).append(number)
    return found


def systems_of(store: Store, numbers: Iterable[int]) -> dict[str, tuple[int, int]]:
    """By system that holds any of the components now: sources and entries."""
    with store.snapshot() as connection:
        live = dict(
            connection.execute(
                "SELECT id, system FROM source WHERE retired_scan IS NULL"
            ).fetchall()
        )
        counted = connection.execute(_SYSTEMS, (msgspec.json.encode(list(numbers)).decode(),))
        found: dict[str, tuple[int, int]] = {}
        for source, count in counted:
            system = live.get(source)
            if system is not None:
                sources, entries = found.get(system, (0, 0))
                found[system] = sources + 1, entries + count
    return found


def scan_days(store: Store) -> dict[int, str]:
    """Day of each scan, ISO 8601."""
    return {n: str(at)[:10] for n, at in store.rows("SELECT id, started_at FROM scan")}


def _properties(content: str) -> tuple[tuple[str, str], ...]:
    if '"properties"' not in content:
        return ()
    found = msgspec.json.decode(content).get("properties") or ()
    if isinstance(found, dict):
        return tuple((str(k), str(v)) for k, v in found.items())
    return tuple((str(p[0]), str(p[1])) for p in found if isinstance(p, list) and len(p) == 2)
