"""Findings and their lives, verdict counts and issues of the evaluation."""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from policies.finding import Confidence, Finding, Place, Severity, SubjectKind, Verdict
from policies.waiver import Waiver
from sbom.issue import Issue
from scanner.store.intervals import settle
from scanner.store.source_writer import ISSUE_COLUMNS, issue_values
from scanner.store.text import storable

_UPSERT = """
INSERT INTO finding (fingerprint, status, rule, subject_kind, subject, system, verdict, severity,
  severity_rank, confidence, content, waiver, waiver_reason, waiver_until, first_scan)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (fingerprint) DO UPDATE SET status = excluded.status, verdict = excluded.verdict,
  severity = excluded.severity, severity_rank = excluded.severity_rank,
  confidence = excluded.confidence, content = excluded.content, waiver = excluded.waiver,
  waiver_reason = excluded.waiver_reason, waiver_until = excluded.waiver_until
WHERE (status, verdict, severity, confidence, content, waiver, waiver_reason, waiver_until)
  IS NOT (excluded.status, excluded.verdict, excluded.severity, excluded.confidence,
  excluded.content, excluded.waiver, excluded.waiver_reason, excluded.waiver_until)
"""
_COUNT_COLUMNS = ("rule", "complies", "deviates", "unknown", "not_applicable", "waived")
_VERDICTS = (Verdict.COMPLIES, Verdict.DEVIATES, Verdict.UNKNOWN, Verdict.NOT_APPLICABLE)


class FindingContent(msgspec.Struct, frozen=True, omit_defaults=True):
    """The parts of a finding that `finding.content` holds."""

    key: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    places: tuple[Place, ...] = ()
    place_count: int = 0


class Event(NamedTuple):
    """One step in a finding's life, ready to write."""

    fingerprint: str
    event: str
    note: str


def write(
    connection: sqlite3.Connection,
    scan: int,
    findings: Iterable[Finding],
    waived: Iterable[tuple[Finding, Waiver]],
    counts: Mapping[str, Mapping[Verdict, int]],
    issues: Iterable[Issue],
) -> bool:
    """Write the outcome of an evaluation; the caller holds the transaction.

    Args:
        connection: Inside a transaction.
        scan: The scan that was evaluated.
        findings: Findings without a waiver.
        waived: Findings with the waiver that holds.
        counts: By rule: subjects by verdict, waived ones included.
        issues: Issues of evaluating; they replace those of the evaluation before.

    Returns:
        Whether anything changed.
    """
    pairs: list[tuple[Finding, Waiver | None]] = [(f, None) for f in findings]
    with_waiver = list(waived)
    pairs.extend(with_waiver)
    changed = _write_findings(connection, scan, pairs)
    rules = [
        (
            rule,
            *(by_verdict.get(v, 0) for v in _VERDICTS),
            sum(f.rule == rule for f, _ in with_waiver),
        )
        for rule, by_verdict in sorted(counts.items())
    ]
    changed |= settle(
        connection, "verdict_count", _COUNT_COLUMNS, scan, where=("1", ()), wanted=rules
    )
    wanted = [(None, *issue_values(i)) for i in issues]
    where = ("source_id IS NULL", ())
    return settle(connection, "issue", ISSUE_COLUMNS, scan, where=where, wanted=wanted) or changed


def _write_findings(
    connection: sqlite3.Connection, scan: int, pairs: list[tuple[Finding, Waiver | None]]
) -> bool:
    before = {
        fingerprint: (status, waiver)
        for fingerprint, status, waiver in connection.execute(
            "SELECT fingerprint, status, waiver FROM finding"
        )
    }
    rows = {finding.fingerprint: (finding, waiver) for finding, waiver in pairs}
    events: list[Event] = []
    for fingerprint, (_, waiver) in rows.items():
        status, waiver_before = before.get(fingerprint, ("", ""))
        waiver_now = waiver.id if waiver else ""
        if not status:
            events.append(Event(fingerprint, "opened", ""))
        elif status == "resolved":
            events.append(Event(fingerprint, "reopened", ""))
            waiver_before = ""
        if waiver_now and waiver_now != waiver_before:
            events.append(Event(fingerprint, "waived", waiver_now))
        elif waiver_before and not waiver_now:
            events.append(Event(fingerprint, "unwaived", waiver_before))
    resolved = [f for f, (s, _) in before.items() if s != "resolved" and f not in rows]
    events.extend(Event(f, "resolved", "") for f in resolved)
    total = connection.total_changes
    connection.executemany(_UPSERT, (_row(fp, f, w, scan) for fp, (f, w) in rows.items()))
    connection.executemany(
        "UPDATE finding SET status = 'resolved', waiver = '', waiver_reason = '', "
        "waiver_until = '' WHERE fingerprint = ?",
        ((f,) for f in resolved),
    )
    connection.executemany(
        "INSERT INTO finding_event (fingerprint, scan_id, event, note) VALUES (?, ?, ?, ?)",
        ((e.fingerprint, scan, e.event, e.note) for e in events),
    )
    return connection.total_changes > total


def _row(
    fingerprint: str, finding: Finding, waiver: Waiver | None, scan: int
) -> tuple[str | int, ...]:
    content = FindingContent(finding.key, finding.values, finding.places, finding.place_count)
    return (
        fingerprint,
        "waived" if waiver else "open",
        finding.rule,
        finding.subject_kind,
        storable(finding.subject),
        finding.system,
        finding.verdict,
        finding.severity,
        finding.severity.rank,
        finding.confidence,
        msgspec.json.encode(content).decode(),
        waiver.id if waiver else "",
        f"{waiver.ground}: {waiver.explanation}" if waiver else "",
        waiver.valid_until.isoformat() if waiver else "",
        scan,
    )


FINDING_COLUMNS = (
    "f.rule, f.subject_kind, f.subject, f.system, f.verdict, f.severity, f.confidence, f.content"
)
"""What `read_finding` wants, with `finding f`."""


def read_finding(row: tuple[str, ...]) -> Finding:
    """A finding from a row of `FINDING_COLUMNS`."""
    rule, subject_kind, subject, system, verdict, severity, confidence, content = row
    more = msgspec.json.decode(content, type=FindingContent)
    return Finding(
        rule=rule,
        subject_kind=SubjectKind(subject_kind),
        subject=subject,
        system=system,
        verdict=Verdict(verdict),
        severity=Severity(severity),
        confidence=Confidence(confidence),
        key=more.key,
        values=more.values,
        places=more.places,
        place_count=more.place_count,
    )
