"""All occurrences of a scan, streamed in order, as reports and exports want them."""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from policies.facts import LicenseKey, UseMode
from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from scanner.reports.data import ComponentRow
from scanner.store.license_evidence import outcome_at
from scanner.store.licenses import claims_of, members, pairs
from scanner.store.occurrence_rows import Detail
from scanner.store.scans import holds
from scanner.store.store import Store
from scanner.store.summary import effective

Judge = Callable[[LicenseKey], str]
"""Verdict on a licence key; asked once per distinct key."""

_ROWS = f"""
SELECT c.purl, b.full_name, c.version, v.value, t.version_kind, coalesce(q.value, ''), t.kind,
  t.scope, t.roles, t.direct, coalesce(r.value, ''), coalesce(m.value, ''), o.stated_id,
  o.claim_line, o.line, d.content,
  iif(:latest AND o.to_scan IS NULL, o.license_id, lc.set_id), o.component_id, o.source_id,
  s.uri, p.value, s.supplied
FROM source_scan ss JOIN source s ON s.id = ss.source_id
JOIN occurrence o ON o.id BETWEEN s.id << 32 AND (s.id << 32) + 4294967295
JOIN component c ON c.id = o.component_id JOIN purl_base b ON b.id = c.base_id
JOIN trait t ON t.id = o.trait_id JOIN path p ON p.id = o.path_id
LEFT JOIN term v ON v.id = o.version_id LEFT JOIN term q ON q.id = o.requirement_id
LEFT JOIN term r ON r.id = o.ref_id LEFT JOIN term m ON m.id = o.module_id
LEFT JOIN detail d ON d.id = o.detail_id
LEFT JOIN license_claim lc ON lc.source_id = o.source_id AND lc.component_id = o.component_id
  AND {holds("lc")}
WHERE ss.scan_id = :scan AND ss.system = :system AND {holds("o")}
ORDER BY c.purl, s.uri, p.value, o.line, o.id
"""


def component_rows(store: Store, scan: int, judge: Judge | None) -> Iterator[ComponentRow]:
    """Occurrences that held at a scan, sorted by system, purl, source, path, line."""
    with store.snapshot() as connection:
        sets = members(connection)
        known = effective(connection)
        # Entries hold what counts now; what counted at an earlier scan follows from the evidence then.
        latest = scan == connection.execute("SELECT max(scan_id) FROM source_scan").fetchone()[0]
        outcome = None if latest else outcome_at(connection, scan)
        systems = [
            system
            for (system,) in connection.execute(
                "SELECT DISTINCT system FROM source_scan WHERE scan_id = ? ORDER BY system", (scan,)
            )
        ]
        modes = dict(
            connection.execute(
                f"SELECT id, use_mode FROM system s WHERE {holds('s')}", {"scan": scan}
            )
        )
    details = msgspec.json.Decoder(Detail)
    verdicts: dict[LicenseKey, str] = {}
    for system in systems:
        mode = UseMode(modes[system]) if system in modes else None
        for row in store.stream(_ROWS, {"scan": scan, "system": system, "latest": latest}):
            *stated, license_set, number, source, uri, path, supplied = row
            if outcome is not None:
                license_set = outcome(number, source, license_set)
            component = _component(stated, sets, details)
            expression, license_class = known.get(license_set, ("", ""))
            claims = pairs(sets.get(license_set, ()))
            verdict = ""
            if judge is not None:
                key = LicenseKey(
                    claims=claims, use_mode=mode, scope=component.scope, supplied=bool(supplied)
                )
                if key not in verdicts:
                    verdicts[key] = judge(key)
                verdict = verdicts[key]
            yield ComponentRow(
                component=component,
                license=expression,
                license_raw=" | ".join(dict.fromkeys(raw for _, raw in claims)),
                license_class=license_class,
                verdict=verdict,
                system=system,
                source=uri,
                path=path,
                line=component.line or 0,
            )


def _component(
    row: list[Any],
    sets: dict[int, tuple[tuple[str, str, str], ...]],
    details: "msgspec.json.Decoder[Detail]",
) -> Component:
    (
        purl,
        name,
        version,
        written,
        version_kind,
        requirement,
        kind,
        scope,
        roles,
        direct,
        ref,
        module,
        stated,
        claim_line,
        line,
        content,
    ) = row
    detail = details.decode(content) if content else Detail()
    return Component(
        purl=purl if purl.startswith("pkg:") else "",
        name=detail.name or name,
        version=version if written is None else written,
        version_kind=VersionKind(version_kind),
        requirement=requirement,
        kind=ComponentKind(kind),
        scope=Scope(scope),
        roles=tuple(Role(r) for r in roles.split(",")) if roles else (),
        direct=None if direct is None else bool(direct),
        ref=ref,
        module=module,
        licenses=claims_of(sets[stated], claim_line) if stated else (),
        supplier=detail.supplier,
        hashes=detail.hashes,
        download=detail.download,
        line=line,
        purl_raw=detail.purl_raw,
        properties=detail.properties,
    )
