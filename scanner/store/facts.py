"""The estate as rules ask about it, over the database (`policies.facts.Facts`).

Shows what holds now: of a source that failed, what it stated when it was last read.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from policies.facts import (
    ComponentUse,
    DescriptorFact,
    FileFact,
    Kept,
    LicenseChange,
    LicenseKey,
    SourceFact,
    SystemFact,
    UseGroup,
    UseMode,
)
from policies.finding import Place
from sbom.inventory import Descriptor
from scanner.store import license_changes, tally
from scanner.store.connection import explained
from scanner.store.keeping import Keeping
from scanner.store.licenses import judged_traits
from scanner.store.store import Store
from scanner.store.uses import Rollup, Uses, judged

_USE = """
SELECT c.purl, b.purl, coalesce(json_extract(d.content, '$.name'), b.full_name),
  coalesce(v.value, c.version), t.version_kind, coalesce(q.value, ''), s.system, t.scope, t.roles,
  t.direct, s.uri, p.value, coalesce(o.line, 0)
FROM {start} JOIN component c ON c.id = o.component_id JOIN purl_base b ON b.id = c.base_id
JOIN trait t ON t.id = o.trait_id JOIN source s ON s.id = o.source_id
JOIN path p ON p.id = o.path_id LEFT JOIN detail d ON d.id = o.detail_id
LEFT JOIN term v ON v.id = o.version_id LEFT JOIN term q ON q.id = o.requirement_id
WHERE o.to_scan IS NULL {more} ORDER BY s.system, c.purl, s.uri, p.value, o.line, o.id
"""
_USES_OF_KEY = _USE.format(
    start="occurrence o NOT INDEXED CROSS JOIN temp.judged w ON w.source_id = o.source_id "
    "AND w.license_id = coalesce(o.license_id, 0) AND w.trait_id = o.trait_id",
    more="",
)
_USES_NAMED = _USE.format(
    start="json_each(:bases) n CROSS JOIN purl_base b1 ON b1.purl = n.value "
    "CROSS JOIN component c1 ON c1.base_id = b1.id "
    "CROSS JOIN occurrence o INDEXED BY occurrence_component ON o.component_id = c1.id",
    more="",
)
_LOOSE = (
    "AND t.version_kind <> 'exact' AND t.id IN (SELECT value FROM json_each(:traits)) "
    "AND NOT EXISTS (SELECT 1 FROM component c2 "
    "JOIN occurrence o2 INDEXED BY occurrence_component "
    "ON o2.component_id = c2.id AND o2.source_id = o.source_id AND o2.to_scan IS NULL "
    "JOIN trait t2 ON t2.id = o2.trait_id WHERE c2.base_id = c.base_id "
    "AND t2.version_kind = 'exact' AND t2.id IN (SELECT value FROM json_each(:traits)))"
)
_UNRESOLVED = _USE.format(start="occurrence o NOT INDEXED", more=_LOOSE)
_UNRESOLVED_AMONG = _USE.format(
    start="json_each(:bases) g CROSS JOIN component c1 INDEXED BY component_version "
    "ON c1.base_id = g.value CROSS JOIN occurrence o INDEXED BY occurrence_component "
    "ON o.component_id = c1.id",
    more=_LOOSE,
)
_SOURCES = """
SELECT s.id, s.uri, s.kind, s.system, p.state, s.supplied FROM source s
JOIN source_scan p ON p.source_id = s.id
  AND p.scan_id = (SELECT max(scan_id) FROM source_scan WHERE source_id = s.id)
WHERE s.retired_scan IS NULL ORDER BY s.uri
"""
_FILES = """
SELECT f.source_id, p.value, f.format, f.state, f.components, f.expects FROM file f
JOIN path p ON p.id = f.path_id WHERE f.to_scan IS NULL ORDER BY f.source_id, p.value
"""
_ROOT_CLAIMS = """
SELECT DISTINCT o.source_id, l.raw FROM occurrence o NOT INDEXED
JOIN path p ON p.id = o.path_id JOIN license_set_member m ON m.set_id = o.stated_id
JOIN license_text l ON l.id = m.text_id
WHERE o.to_scan IS NULL AND o.stated_id IS NOT NULL
  AND o.trait_id IN (SELECT value FROM json_each(?)) AND instr(p.value, '/') = 0
"""
_ROOT_TRAITS = "SELECT id FROM trait WHERE instr(',' || roles || ',', ',root,')"
_LOOSE_TRAITS = """
SELECT id FROM trait
WHERE version_kind <> 'exact' AND id IN (SELECT value FROM json_each(?)) LIMIT 1
"""
_SELF_DESCRIPTORS = "SELECT source_id, content FROM descriptor WHERE to_scan IS NULL AND kind = ?"

_DESCRIPTORS = """
SELECT s.uri, s.system, p.value, d.content FROM descriptor d JOIN source s ON s.id = d.source_id
JOIN path p ON p.id = d.path_id
WHERE d.to_scan IS NULL AND d.kind IN (SELECT value FROM json_each(:kinds))
"""


class StoreFacts:
    """Facts of the database as it stands. Make a new one after the database changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.keeping: Keeping | None = None
        """Set beforehand: what no change touched keeps its findings."""
        self._rolled: Rollup | None = None
        self._source_facts: list[SourceFact] | None = None

    def systems(self) -> Mapping[str, SystemFact]:
        """Systems by id."""
        rows = self._store.rows(
            "SELECT id, name, domain, owner, sourcing, use_mode, criticality, tags, supplier, "
            "outbound_license FROM system WHERE to_scan IS NULL ORDER BY id"
        )
        return {
            row[0]: SystemFact(
                id=row[0],
                name=row[1],
                domain=row[2],
                owner=row[3],
                sourcing=row[4],
                use_mode=UseMode(row[5]),
                criticality=row[6],
                tags=tuple(msgspec.json.decode(row[7])),
                supplier=row[8],
                outbound_license=row[9],
            )
            for row in rows
        }

    def sources(self) -> Iterable[SourceFact]:
        """Sources, sorted by uri."""
        if self._source_facts is None:
            self._source_facts = self._read_sources()
        return self._source_facts

    def _read_sources(self) -> list[SourceFact]:
        with self._store.snapshot() as connection:
            files: dict[int, list[FileFact]] = {}
            for source, path, name, state, components, expects in connection.execute(_FILES):
                fact = FileFact(
                    path=path,
                    format=name,
                    state=state,
                    components=components,
                    expects=bool(expects),
                )
                files.setdefault(source, []).append(fact)
            declared = _declared(connection)
            rows = connection.execute(_SOURCES).fetchall()
        return [
            SourceFact(
                uri=uri,
                kind=kind,
                system=system,
                state=state,
                supplied=bool(supplied),
                files=tuple(files.get(number, ())),
                license_files=tuple(
                    f.path
                    for f in files.get(number, ())
                    if f.format == "project/license-file" and _at_top(f.path)
                ),
                declared_licenses=tuple(sorted(declared.get(number, ()))),
                publiccode=tuple(
                    f.path for f in files.get(number, ()) if f.format == "project/publiccode"
                ),
            )
            for number, uri, kind, system, state, supplied in rows
        ]

    def license_keys(self) -> Iterable[LicenseKey]:
        """Distinct keys over all components in use (see `NOT_JUDGED_ROLES`), sorted."""
        return sorted(
            self._rollup().counts,
            key=lambda k: (k.claims, str(k.use_mode or ""), k.scope, k.supplied),
        )

    def uses_of(self, key: LicenseKey, /) -> Iterator[ComponentUse]:
        """Uses that share a key, sorted by system, purl, place; reads every occurrence."""
        triples = self._rollup(whole=True).triples.get(key)
        if triples is None:
            return
        with explained(self._store.path):
            judged(self._store.connection, [triples])
        for row in self._store.stream(_USES_OF_KEY):
            yield _use(row)

    def use_groups(
        self, keys: Collection[LicenseKey], /, *, touched: bool = False
    ) -> Iterator[tuple[LicenseKey, UseGroup]]:
        """Uses that share one of the keys, a group for each key, system and `purl_base`."""
        only = self.keeping.bases if touched and self.keeping else None
        rollup = self._rollup(whole=only is None)
        with explained(self._store.path):
            yield from rollup.groups(self._store.connection, keys, only)

    def kept(self, rule: str, /) -> Kept | None:
        """What stands from the evaluation before; None: all components must be judged."""
        return self.keeping.of_rule(rule) if self.keeping else None

    def use_counts(self, key: LicenseKey, /) -> Mapping[str, int]:
        """Number of distinct `purl_base` among the uses of a key, by system id."""
        return self._rollup().counts.get(key, {})

    def unresolved(self, *, touched: bool = False) -> Iterator[ComponentUse]:
        """Uses whose version is not EXACT and of which the source holds no exact version either."""
        values: dict[str, str] = {}
        sql = _UNRESOLVED
        if touched and self.keeping is not None:
            sql, values = _UNRESOLVED_AMONG, {"bases": self.keeping.numbers}
        with self._store.snapshot() as connection:
            traits = msgspec.json.encode(list(judged_traits(connection))).decode()
            if connection.execute(_LOOSE_TRAITS, (traits,)).fetchone() is None:
                return
        for row in self._store.stream(sql, {**values, "traits": traits}):
            yield _use(row)

    def license_changes(self) -> Iterator[LicenseChange]:
        """Differences with the previous complete scan of each source read in the latest scan."""
        yield from license_changes.find(self._store)

    def descriptors(self, kinds: Collection[str], /) -> Iterator[DescriptorFact]:
        """Descriptors of these kinds, sorted by system, source, path and name."""
        wanted = msgspec.json.encode(sorted(kinds)).decode()
        found = [
            DescriptorFact(
                source=uri,
                system=system,
                path=path,
                descriptor=msgspec.json.decode(content, type=Descriptor),
            )
            for uri, system, path, content in self._store.rows(_DESCRIPTORS, {"kinds": wanted})
        ]
        found.sort(key=lambda f: (f.system, f.source, f.path, f.descriptor.name))
        return iter(found)

    def uses_named(self, bases: Collection[str], /) -> Iterator[ComponentUse]:
        """Uses whose `purl_base` is one of these, sorted as `uses_of`."""
        wanted = msgspec.json.encode(sorted(bases)).decode()
        for row in self._store.stream(_USES_NAMED, {"bases": wanted}):
            yield _use(row)

    def tally(self) -> Uses | None:
        """The counts of uses, to be kept for the next scan; None when nobody asked for them."""
        return self._rolled.tally() if self._rolled else None

    def _rollup(self, *, whole: bool = False) -> Rollup:
        if self._rolled is None or (whole and self._rolled.partial):
            systems = self.systems()
            with self._store.snapshot() as connection:
                before = moved = None
                if self.keeping is not None and not whole:
                    moved = self.keeping.moved(connection)
                    before = tally.load(connection, Uses) if moved is not None else None
                self._rolled = Rollup(connection, systems, before, moved)
        return self._rolled


def _declared(connection: sqlite3.Connection) -> dict[int, set[str]]:
    """By source: raw licences that publiccode.yml and top-level manifests state for the project."""
    declared: dict[int, set[str]] = {}
    roots = [number for (number,) in connection.execute(_ROOT_TRAITS)]
    if roots:
        wanted = msgspec.json.encode(roots).decode()
        for source, raw in connection.execute(_ROOT_CLAIMS, (wanted,)):
            declared.setdefault(source, set()).add(raw)
    for source, content in connection.execute(_SELF_DESCRIPTORS, ("publiccode",)):
        descriptor = msgspec.json.decode(content, type=Descriptor)
        declared.setdefault(source, set()).update(c.raw for c in descriptor.licenses)
    return declared


def _at_top(path: str) -> bool:
    return "/" not in path or (path.startswith("LICENSES/") and path.count("/") == 1)


def _use(row: tuple[Any, ...]) -> ComponentUse:
    purl, base, name, version, kind, requirement, system, scope, roles, direct, uri, path, line = (
        row
    )
    return ComponentUse(
        purl=purl if purl.startswith("pkg:") else "",
        purl_base=base,
        name=name,
        version=version,
        version_kind=kind,
        requirement=requirement,
        system=system,
        scope=scope,
        roles=tuple(roles.split(",")) if roles else (),
        direct=None if direct is None else bool(direct),
        place=Place(source=uri, path=path, line=line),
    )
