"""Questions over licences of the estate: what is used where, since when, and on what evidence."""

import msgspec

from policies.licensing import judge
from policies.pack import Pack
from scanner.store.advisory_graph import numbers_of
from scanner.store.licenses import Members, judged_traits, members, pairs
from scanner.store.store import Store
from scanner.store.summary import effective

_PARTS = """
SELECT c.purl, b.full_name, c.version, o.license_id, t.scope, s.supplied, s.uri, p.value,
  min(coalesce(o.line, 0))
FROM source s JOIN occurrence o ON o.id BETWEEN s.id << 32 AND (s.id << 32) + 4294967295
JOIN component c ON c.id = o.component_id JOIN purl_base b ON b.id = c.base_id
JOIN trait t ON t.id = o.trait_id JOIN path p ON p.id = o.path_id
WHERE s.system = :system AND s.retired_scan IS NULL AND o.to_scan IS NULL
  AND o.trait_id IN (SELECT value FROM json_each(:traits))
GROUP BY c.purl, o.license_id, t.scope, s.supplied ORDER BY b.full_name, c.version_key, c.purl
"""
_TIMELINE = """
SELECT c.purl, c.version, s.system, s.uri, lc.set_id, lc.from_scan, f.started_at, lc.to_scan,
  e.started_at
FROM component c JOIN purl_base b ON b.id = c.base_id
JOIN license_claim lc ON lc.component_id = c.id JOIN source s ON s.id = lc.source_id
JOIN scan f ON f.id = lc.from_scan LEFT JOIN scan e ON e.id = lc.to_scan
WHERE c.base_id IN (SELECT base_id FROM component WHERE id IN (SELECT value FROM json_each(?)))
ORDER BY b.purl, lc.from_scan, c.version_key, s.uri
"""
_EVIDENCE = """
WITH used AS (SELECT DISTINCT component_id, source_id, license_id FROM occurrence
  INDEXED BY occurrence_component WHERE to_scan IS NULL
  AND component_id IN (SELECT value FROM json_each(?)))
SELECT c.purl, s.system, s.uri, p.rank, p.step, p.set_id, p.confidence, p.origin, u.license_id
FROM used u JOIN component c ON c.id = u.component_id JOIN source s ON s.id = u.source_id
JOIN license_step p ON p.component_id = u.component_id
  AND (p.source_id = u.source_id OR p.source_id IS NULL)
WHERE s.retired_scan IS NULL ORDER BY c.purl, s.uri, p.rank, p.origin
"""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A component in use in a system, with the licence that counts."""

    purl: str
    name: str
    version: str
    claims: tuple[tuple[str, str], ...]
    scope: str
    supplied: bool
    source: str
    path: str
    line: int


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """One licence of one version in one source, from a scan up to another."""

    purl: str
    version: str
    system: str
    source: str
    license: str
    license_class: str
    since: str
    """Day of the first scan, ISO 8601."""
    until: str
    """Day of the first scan in which it no longer held; empty: it still does."""
    event: str
    """`first`, `changed` (another licence than the period before it of this software), or empty."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of evidence about a component in a source."""

    purl: str
    system: str
    source: str
    step: str
    kind: str
    license: str
    confidence: float
    origin: str
    counts: bool
    """Whether it is part of what is judged."""


def parts(store: Store, system: str) -> list[Part]:
    """Components in use in a system, by name and version."""
    with store.snapshot() as connection:
        sets = members(connection)
        traits = msgspec.json.encode(list(judged_traits(connection))).decode()
        rows = connection.execute(_PARTS, {"system": system, "traits": traits}).fetchall()
    return [
        Part(
            purl=purl,
            name=name,
            version=version,
            claims=pairs(sets.get(number or 0, ())),
            scope=scope,
            supplied=bool(supplied),
            source=uri,
            path=path,
            line=line,
        )
        for purl, name, version, number, scope, supplied, uri, path, line in rows
    ]


def timeline(store: Store, pattern: str, pack: Pack) -> list[Period]:
    """What each version was under in each source, over all scans; oldest first.

    Args:
        store: May be read-only.
        pattern: Name or package URL, as for `sluis find`.
        pack: For classes.
    """
    numbers = msgspec.json.encode(numbers_of(store, pattern)).decode()
    with store.snapshot() as connection:
        sets = members(connection)
        rows = connection.execute(_TIMELINE, (numbers,)).fetchall()
    found: list[Period] = []
    before: dict[str, str] = {}
    for purl, version, system, uri, number, _, since, gone, until in rows:
        verdict = judge(pairs(sets.get(number, ())), None, "runtime", False, pack)
        base = purl.partition("@")[0]
        event = "first" if base not in before else ""
        if verdict.key and before.get(base, verdict.key) != verdict.key:
            event = "changed"
        before[base] = verdict.key or before.get(base, "")
        found.append(
            Period(
                purl=purl,
                version=version,
                system=system,
                source=uri,
                license=verdict.expression or _raw(sets.get(number, ())),
                license_class=verdict.license_class,
                since=since[:10],
                until=until[:10] if gone and until else "",
                event=event,
            )
        )
    return found


def evidence(store: Store, pattern: str) -> list[Step]:
    """Everything known of the licence of components, strongest first, by source."""
    numbers = msgspec.json.encode(numbers_of(store, pattern)).decode()
    with store.snapshot() as connection:
        sets = members(connection)
        known = effective(connection)
        rows = connection.execute(_EVIDENCE, (numbers,)).fetchall()
    return [
        Step(
            purl=purl,
            system=system,
            source=uri,
            step=step,
            kind=", ".join(dict.fromkeys(kind for kind, _, _ in sets.get(number, ()))),
            license=known[number][0] if number in known else _raw(sets.get(number, ())),
            confidence=confidence,
            origin=origin,
            counts=set(sets.get(number, ())) <= set(sets.get(judged or 0, ())),
        )
        for purl, system, uri, _, step, number, confidence, origin, judged in rows
    ]


def _raw(claims: Members) -> str:
    return " | ".join(dict.fromkeys(raw for _, raw, _ in claims))[:200]
