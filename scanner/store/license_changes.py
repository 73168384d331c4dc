"""Licence drift: components whose claims differ from the previous complete scan of their source."""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from policies.facts import LicenseChange
from policies.finding import Place
from scanner.store.licenses import Members, judged_traits, members
from scanner.store.occurrence_rows import source_range
from scanner.store.store import Store

_READ = """
SELECT s.id, s.uri, s.system, (SELECT max(scan_id) FROM source_scan WHERE source_id = s.id
  AND scan_id < p.scan_id AND state = 'complete') AS before
FROM source_scan p JOIN source s ON s.id = p.source_id
WHERE p.scan_id = (SELECT max(id) FROM scan) AND NOT p.unchanged AND p.state <> 'failed'
  AND s.retired_scan IS NULL ORDER BY s.uri
"""
_BASES = """
SELECT DISTINCT c.base_id FROM license_claim lc JOIN component c ON c.id = lc.component_id
WHERE lc.source_id = :source AND (lc.from_scan > :before OR lc.to_scan > :before)
"""
_ROWS = """
SELECT c.base_id, c.id, coalesce(v.value, c.version), o.from_scan, o.to_scan, p.value,
  coalesce(o.line, 0)
FROM occurrence o NOT INDEXED JOIN component c ON c.id = o.component_id
JOIN trait t ON t.id = o.trait_id JOIN path p ON p.id = o.path_id
LEFT JOIN term v ON v.id = o.version_id
WHERE o.id BETWEEN :low AND :high AND (o.to_scan IS NULL OR o.to_scan > :before)
  AND t.id IN (SELECT value FROM json_each(:traits))
  AND c.base_id IN (SELECT value FROM json_each(:bases)) ORDER BY o.id
"""
_CLAIMS = """
SELECT component_id, set_id, from_scan, to_scan FROM license_claim
WHERE source_id = :source AND (to_scan IS NULL OR to_scan > :before)
"""


class _Base:
    """What is gathered of one base in one source."""

    def __init__(self) -> None:
        self.before: set[tuple[int, str]] = set()
        self.after: set[tuple[int, str]] = set()
        self.place: tuple[str, int] = ("", 0)


class _Source(NamedTuple):
    id: int
    uri: str
    system: str
    before: int


def find(store: Store) -> Iterator[LicenseChange]:
    """Changes per source and purl base, sorted by source and purl base.

    A base that is new or gone is no change. What counts are the claims, whatever the version.
    """
    with store.snapshot() as connection:
        sources = [
            _Source(*row) for row in connection.execute(_READ).fetchall() if row[3] is not None
        ]
        sets = members(connection) if sources else {}
        changes = [c for source in sources for c in _of_source(connection, source, sets)]
    yield from changes


def _of_source(
    connection: sqlite3.Connection, source: _Source, sets: dict[int, Members]
) -> list[LicenseChange]:
    low, high = source_range(source.id)
    values = {"source": source.id, "before": source.before, "low": low, "high": high}
    numbers = [n for (n,) in connection.execute(_BASES, values)]
    if not numbers:
        return []
    bases: dict[int, _Base] = {}
    rows = {
        **values,
        "bases": msgspec.json.encode(numbers).decode(),
        "traits": msgspec.json.encode(list(judged_traits(connection))).decode(),
    }
    for number, component, version, start, end, path, line in connection.execute(_ROWS, rows):
        base = bases.setdefault(number, _Base())
        if start <= source.before:
            base.before.add((component, version))
        if end is None:
            if not base.after:
                base.place = (path, line)
            base.after.add((component, version))
    then: dict[int, Members] = {}
    now: dict[int, Members] = {}
    for component, number, start, end in connection.execute(_CLAIMS, values):
        if start <= source.before:
            then[component] = sets.get(number, ())
        if end is None:
            now[component] = sets.get(number, ())
    changes = []
    for number, base in bases.items():
        before, after = _claims(base.before, then), _claims(base.after, now)
        differs = {c[1:] for c in before} != {c[1:] for c in after}
        if base.before and base.after and differs:
            purl, name = connection.execute(
                "SELECT purl, full_name FROM purl_base WHERE id = ?", (number,)
            ).fetchone()
            place = Place(source=source.uri, path=base.place[0], line=base.place[1])
            changes.append(
                LicenseChange(
                    purl_base=purl,
                    name=name,
                    system=source.system,
                    before=before,
                    after=after,
                    place=place,
                )
            )
    return sorted(changes, key=lambda c: c.purl_base)


def _claims(
    components: set[tuple[int, str]], claims: dict[int, Members]
) -> tuple[tuple[str, str, str], ...]:
    """(version, kind, raw), sorted, distinct."""
    return tuple(
        sorted({(version, k, raw) for c, version in components for k, raw, _ in claims.get(c, ())})
    )
