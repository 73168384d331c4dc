"""Everything a report may show of one scan, as `scanner.reports.data` wants it."""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

import sqlite3
from collections.abc import Iterator
from typing import Any

from policies.finding import Severity, Verdict
from sbom.issue import Issue, IssueKind, Stage
from scanner.reports.data import (
    ComponentRow,
    FindingRow,
    FormatRow,
    IssueRow,
    LicenseRow,
    ReportData,
    RuleCount,
    SourceRow,
    SystemRow,
)
from scanner.store import summary
from scanner.store.component_rows import Judge, component_rows
from scanner.store.findings import Wording, finding_rows
from scanner.store.scans import holds, scan_before, scan_of
from scanner.store.store import Store
from scanner.store.summary import Summary, SystemTotal

_SOURCES = f"""
SELECT s.uri, s.kind, p.system, p.revision, p.state, p.unchanged, p.files_seen, p.files_read,
  p.files_failed, p.files_skipped, coalesce((SELECT group_concat(title, char(10)) FROM
    (SELECT DISTINCT f.format AS title FROM file f WHERE f.source_id = s.id
      AND f.state = 'unsupported' AND {holds("f")} ORDER BY 1)), ''), p.components, p.issues
FROM source_scan p JOIN source s ON s.id = p.source_id WHERE p.scan_id = :scan ORDER BY s.uri
"""
_FORMATS = f"""
SELECT f.format, count(*), sum(f.state = 'failed'), sum(f.components), sum(f.with_version),
  sum(f.with_license) FROM file f
WHERE f.state <> 'unsupported' AND {holds("f")} GROUP BY f.format ORDER BY f.format
"""
_ISSUES = f"""
SELECT coalesce(s.uri, ''), i.kind, i.stage, i.path, i.line, i.subject, i.message
FROM issue i LEFT JOIN source s ON s.id = i.source_id WHERE {holds("i")}
ORDER BY 1, i.path, i.line, i.kind, i.subject, i.message, i.id
"""
_RULES = f"""
SELECT rule, sum(complies), sum(deviates), sum(unknown), sum(not_applicable), sum(waived)
FROM verdict_count v WHERE {holds("v")} GROUP BY rule ORDER BY rule
"""
_SYSTEMS = f"""
SELECT id, name, domain, owner, sourcing, use_mode, criticality FROM system s WHERE {holds("s")}
ORDER BY id
"""


def report_data(
    store: Store, wording: Wording, *, scan: int | None = None, judge: Judge | None = None
) -> ReportData:
    """Everything a report may show.

    Args:
        store: May be open for reading only, also while a scan is writing.
        wording: Texts of the policy pack.
        scan: Number of a finished scan; None: the latest.
        judge: Verdict on a licence key, for the rows of components; None: left empty.

    Returns:
        Rows are sorted. `components()` reads from the store, which must still be open.

    Raises:
        StoreError: there is no such scan.
    """
    chosen = scan_of(store, scan)
    with store.snapshot() as connection:
        values = {"scan": chosen.id}
        number = connection.execute("SELECT summary_id FROM scan WHERE id = :scan", values)
        totals = summary.load(connection, number.fetchone()[0])
        findings = finding_rows(store, chosen.id, wording)
        systems = _systems(connection, chosen.id, totals, findings)
        rules = tuple(
            RuleCount(
                rule=r[0],
                title=wording.rule(r[0]),
                complies=r[1],
                deviates=r[2],
                unknown=r[3],
                not_applicable=r[4],
                waived=r[5],
            )
            for r in connection.execute(_RULES, values)
        )
        sources = tuple(_source(r) for r in connection.execute(_SOURCES, values))
        formats = tuple(_format(r) for r in connection.execute(_FORMATS, values))
        issue_rows = issues(store, chosen.id)
        previous = scan_before(store, chosen.id)

    def components() -> Iterator[ComponentRow]:
        return component_rows(store, chosen.id, judge)

    return ReportData(
        organisation=chosen.organisation,
        scan_id=chosen.id,
        started_at=chosen.started_at,
        finished_at=chosen.finished_at or chosen.started_at,
        tool_version=chosen.tool_version,
        pack_name=chosen.pack_name,
        pack_version=chosen.pack_version,
        pack_digest=chosen.pack_digest,
        complete=chosen.state == "complete",
        previous_scan_id=previous,
        systems=systems,
        findings=findings,
        rules=rules,
        licenses=tuple(
            LicenseRow(
                expression=row.expression,
                license_class=row.license_class,
                components=row.components,
                systems=row.systems,
            )
            for row in totals.licenses
        ),
        sources=sources,
        formats=formats,
        issues=issue_rows,
        component_count=totals.components,
        occurrence_count=totals.occurrences,
        components=components,
    )


def issues(store: Store, scan: int | None = None) -> tuple[IssueRow, ...]:
    """Issues that held after a scan (None: the latest), sorted by source, path, line."""
    values = {"scan": scan_of(store, scan).id}
    return tuple(
        IssueRow(
            source=uri,
            issue=Issue(
                kind=IssueKind(kind),
                stage=Stage(stage),
                path=path,
                line=line,
                subject=subject,
                message=message,
            ),
        )
        for uri, kind, stage, path, line, subject, message in store.rows(_ISSUES, values)
    )


def _systems(
    connection: sqlite3.Connection, scan: int, totals: Summary, findings: tuple[FindingRow, ...]
) -> tuple[SystemRow, ...]:
    counts = {t.id: t for t in totals.systems}
    stated = {r[0]: r[1:] for r in connection.execute(_SYSTEMS, {"scan": scan})}
    for unclaimed in sorted(counts.keys() - stated.keys()):
        stated[unclaimed] = (unclaimed, "", "", "", "", "")
    by_system: dict[str, list[FindingRow]] = {}
    for finding in findings:
        by_system.setdefault(finding.system, []).append(finding)
    rows = []
    for number, (name, domain, owner, sourcing, use_mode, criticality) in sorted(stated.items()):
        count = counts.get(number, SystemTotal(number, 0, 0, 0))
        own = by_system.get(number, [])
        open_ones = [f for f in own if f.status == "open"]
        rows.append(
            SystemRow(
                id=number,
                name=name,
                domain=domain,
                owner=owner,
                sourcing=sourcing,
                use_mode=use_mode,
                criticality=criticality,
                sources=count.sources,
                components=count.components,
                with_license=count.with_license,
                deviates=sum(f.verdict is Verdict.DEVIATES for f in open_ones),
                unknown=sum(f.verdict is Verdict.UNKNOWN for f in open_ones),
                waived=len(own) - len(open_ones),
                worst=max((f.severity for f in open_ones), key=_rank, default=None),
            )
        )
    return tuple(rows)


def _rank(severity: Severity) -> int:
    return severity.rank


def _source(row: tuple[Any, ...]) -> SourceRow:
    return SourceRow(
        uri=row[0],
        kind=row[1],
        system=row[2],
        revision=row[3],
        state=row[4],
        unchanged=bool(row[5]),
        files_seen=row[6],
        files_read=row[7],
        files_failed=row[8],
        files_skipped=row[9],
        unsupported=tuple(row[10].split("\n")) if row[10] else (),
        components=row[11],
        issues=row[12],
    )


def _format(row: tuple[Any, ...]) -> FormatRow:
    return FormatRow(
        format=row[0],
        files=row[1],
        failed=row[2],
        components=row[3],
        with_version=row[4],
        with_license=row[5],
    )
