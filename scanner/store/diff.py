"""What changed between two scans: components, licences, findings, coverage."""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

import sqlite3
from collections.abc import Iterable
from typing import Any

import msgspec

from sbom.errors import StoreError
from scanner.store.findings import standings
from scanner.store.licenses import Members, members
from scanner.store.scans import scan_of
from scanner.store.store import Store


class ComponentChange(msgspec.Struct, frozen=True, kw_only=True):
    """A component of a source that came, went, or changed version."""

    change: str
    """`added`, `removed` or `changed`."""
    system: str
    source: str
    purl_base: str
    name: str
    before: tuple[str, ...]
    """Versions at the first scan, in their order; an empty text is a version that is not exact."""
    after: tuple[str, ...]


class LicenseDiff(msgspec.Struct, frozen=True, kw_only=True):
    """A component that was and is there, with other licence claims."""

    system: str
    source: str
    purl_base: str
    name: str
    before: tuple[tuple[str, str], ...]
    """(kind, raw), sorted."""
    after: tuple[tuple[str, str], ...]


class FindingChange(msgspec.Struct, frozen=True, kw_only=True):
    """A finding that stands otherwise."""

    fingerprint: str
    rule: str
    severity: str
    system: str
    subject: str
    before: str
    """`open`, `waived`, `resolved`, or empty when it was not there yet."""
    after: str


class CoverageChange(msgspec.Struct, frozen=True, kw_only=True):
    """A source that came, went, or was read otherwise. Empty state: not in that scan."""

    source: str
    system: str
    before: str
    after: str
    failed_before: int
    """Files that could not be read."""
    failed_after: int


class Diff(msgspec.Struct, frozen=True, kw_only=True):
    """Differences from scan `first` to scan `second`; every list is sorted."""

    first: int
    second: int
    components: tuple[ComponentChange, ...]
    licenses: tuple[LicenseDiff, ...]
    findings: tuple[FindingChange, ...]
    coverage: tuple[CoverageChange, ...]


_TOUCHED = """
SELECT DISTINCT o.source_id, c.base_id FROM occurrence o NOT INDEXED
JOIN component c ON c.id = o.component_id
WHERE (o.from_scan > :first AND o.from_scan <= :second)
   OR (o.to_scan > :first AND o.to_scan <= :second)
UNION SELECT DISTINCT lc.source_id, c.base_id FROM license_claim lc
JOIN component c ON c.id = lc.component_id
WHERE (lc.from_scan > :first AND lc.from_scan <= :second)
   OR (lc.to_scan > :first AND lc.to_scan <= :second)
"""
_AT = "(x.from_scan <= {scan} AND (x.to_scan IS NULL OR x.to_scan > {scan}))"
_STATES = f"""
SELECT DISTINCT x.source_id, c.base_id, c.id, coalesce(v.value, c.version),
  coalesce(c.version_key, x''), {_AT.format(scan=":first")}, {_AT.format(scan=":second")}
FROM occurrence x NOT INDEXED JOIN component c ON c.id = x.component_id
JOIN temp.touched t ON t.source_id = x.source_id AND t.base_id = c.base_id
LEFT JOIN term v ON v.id = x.version_id
WHERE {_AT.format(scan=":first")} OR {_AT.format(scan=":second")}
ORDER BY 1, 2, 5, 4, 3
"""
_CLAIMS = f"""
SELECT x.source_id, c.base_id, x.set_id, {_AT.format(scan=":first")}, {_AT.format(scan=":second")}
FROM license_claim x JOIN component c ON c.id = x.component_id
JOIN temp.touched t ON t.source_id = x.source_id AND t.base_id = c.base_id
"""
_COVERAGE = """
SELECT s.uri, s.system, coalesce(a.state, ''), coalesce(b.state, ''), coalesce(a.files_failed, 0),
  coalesce(b.files_failed, 0)
FROM source s LEFT JOIN source_scan a ON a.source_id = s.id AND a.scan_id = :first
LEFT JOIN source_scan b ON b.source_id = s.id AND b.scan_id = :second
WHERE coalesce(a.state, '') <> coalesce(b.state, '')
   OR coalesce(a.files_failed, 0) <> coalesce(b.files_failed, 0) ORDER BY s.uri
"""
_Place = tuple[int, int]


def diff(store: Store, first: int, second: int) -> Diff:
    """What changed from one finished scan to a later one.

    Raises:
        StoreError: a scan is not there or not finished, or they are in the wrong order.
    """
    for number in (first, second):
        scan_of(store, number)
    if first >= second:
        raise StoreError(f"scan {first} is not before scan {second}: name the older one first.")
    values = {"first": first, "second": second}
    with store.snapshot() as connection:
        connection.execute("DROP TABLE IF EXISTS temp.touched")
        connection.execute(
            "CREATE TEMP TABLE touched (source_id, base_id, PRIMARY KEY (source_id, base_id)) "
            "WITHOUT ROWID"
        )
        connection.execute(f"INSERT INTO temp.touched {_TOUCHED}", values)
        components, licenses = _facts(connection, values)
        coverage = tuple(
            CoverageChange(
                source=uri,
                system=system,
                before=before,
                after=after,
                failed_before=failed_before,
                failed_after=failed_after,
            )
            for uri, system, before, after, failed_before, failed_after in connection.execute(
                _COVERAGE, values
            )
        )
        connection.execute("DROP TABLE temp.touched")
        findings = _findings(store, first, second)
    return Diff(
        first=first,
        second=second,
        components=components,
        licenses=licenses,
        findings=findings,
        coverage=coverage,
    )


def _facts(
    connection: sqlite3.Connection, values: dict[str, int]
) -> tuple[tuple[ComponentChange, ...], tuple[LicenseDiff, ...]]:
    sources = {r[0]: r[1:] for r in connection.execute("SELECT id, uri, system FROM source")}
    names = {
        r[0]: r[1:]
        for r in connection.execute(
            "SELECT b.id, b.purl, b.full_name FROM purl_base b "
            "WHERE b.id IN (SELECT base_id FROM temp.touched)"
        )
    }
    before: dict[_Place, dict[str, None]] = {}
    after: dict[_Place, dict[str, None]] = {}
    for source, base, _, version, _, was, now in connection.execute(_STATES, values):
        if was:
            before.setdefault((source, base), {})[version] = None
        if now:
            after.setdefault((source, base), {})[version] = None
    sets = members(connection)
    claims_before: dict[_Place, set[tuple[str, str]]] = {}
    claims_after: dict[_Place, set[tuple[str, str]]] = {}
    for source, base, number, was, now in connection.execute(_CLAIMS, values):
        if was:
            claims_before.setdefault((source, base), set()).update(_pairs(sets[number]))
        if now:
            claims_after.setdefault((source, base), set()).update(_pairs(sets[number]))
    components: list[ComponentChange] = []
    licenses: list[LicenseDiff] = []
    for place in before.keys() | after.keys():
        (uri, system), (purl, name) = sources[place[0]], names[place[1]]
        was, now = tuple(before.get(place, ())), tuple(after.get(place, ()))
        if was != now:
            components.append(
                ComponentChange(
                    change="added" if not was else "removed" if not now else "changed",
                    system=system,
                    source=uri,
                    purl_base=purl,
                    name=name,
                    before=was,
                    after=now,
                )
            )
        old, new = claims_before.get(place, set()), claims_after.get(place, set())
        if was and now and old != new:
            licenses.append(
                LicenseDiff(
                    system=system,
                    source=uri,
                    purl_base=purl,
                    name=name,
                    before=tuple(sorted(old)),
                    after=tuple(sorted(new)),
                )
            )
    components.sort(key=lambda c: (c.system, c.source, c.purl_base))
    licenses.sort(key=lambda c: (c.system, c.source, c.purl_base))
    return tuple(components), tuple(licenses)


def _pairs(claims: Members) -> Iterable[tuple[str, str]]:
    return ((kind, raw) for kind, raw, _ in claims)


def _findings(store: Store, first: int, second: int) -> tuple[FindingChange, ...]:
    before = {f: s.status for f, s in standings(store, first).items()}
    after = {f: s.status for f, s in standings(store, second).items()}
    changed = {f for f, status in after.items() if before.get(f, "") != status}
    rows: list[tuple[Any, ...]] = store.rows(
        "SELECT fingerprint, rule, severity, system, subject FROM finding "
        "ORDER BY severity_rank DESC, rule, system, subject, fingerprint"
    )
    return tuple(
        FindingChange(
            fingerprint=fingerprint,
            rule=rule,
            severity=severity,
            system=system,
            subject=subject,
            before=before.get(fingerprint, ""),
            after=after[fingerprint],
        )
        for fingerprint, rule, severity, system, subject in rows
        if fingerprint in changed
    )
