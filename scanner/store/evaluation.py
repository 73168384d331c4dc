"""Findings and their lives, verdict counts and issues of the evaluation."""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

import sqlite3
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from policies.finding import Confidence, Finding, Place, Severity, SubjectKind, Verdict
from policies.waiver import Waiver
from sbom.issue import Issue
from scanner.store.intervals import settle
from scanner.store.source_rows import ISSUE_COLUMNS, issue_values
from scanner.store.text import storable

if TYPE_CHECKING:
    from policies.engine import RuleCount

_VALUES = (
    "status, rule, subject_kind, subject, system, verdict, severity, severity_rank, confidence, "
    "content, waiver, waiver_reason, waiver_until"
)
_UPSERT = f"""
INSERT INTO finding (fingerprint, {_VALUES}, first_scan)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (fingerprint) DO UPDATE SET status = excluded.status, verdict = excluded.verdict,
  severity = excluded.severity, severity_rank = excluded.severity_rank,
  confidence = excluded.confidence, content = excluded.content, waiver = excluded.waiver,
  waiver_reason = excluded.waiver_reason, waiver_until = excluded.waiver_until
"""
_COUNT_COLUMNS = (
    "rule", "system", "complies", "deviates", "unknown", "not_applicable", "waived",
)  # fmt: skip


class FindingContent(msgspec.Struct, frozen=True, omit_defaults=True):
    """The parts of a finding that `finding.content` holds."""

    key: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    places: tuple[Place, ...] = ()
    place_count: int = 0


class Outcome(NamedTuple):
    """What an evaluation found."""

    findings: Iterable[Finding]
    """Those without a waiver."""
    waived: Iterable[tuple[Finding, Waiver]]
    counts: "Iterable[RuleCount]"
    issues: Iterable[Issue]
    failed_rules: Collection[str]
    """Rules that did not run to their end: what is known of them stays as it was."""
    left_alone: Collection[str] = ()
    """Rules of which what is known of components stays as it was, but for those in `touched`."""
    touched: str = "[]"
    """Purl bases as a JSON array."""


_Before = dict[str, tuple[str, str, str, int]]
"""By fingerprint: status, waiver, rule, and a digest of all values."""


class Event(NamedTuple):
    """One step in a finding's life, ready to write."""

    fingerprint: str
    event: str
    note: str


def write(connection: sqlite3.Connection, scan: int, outcome: Outcome) -> None:
    """Write the outcome of an evaluation; the caller holds the transaction.

    Findings that are gone become `resolved`, issues of the evaluation before are replaced.
    """
    pairs: list[tuple[Finding, Waiver | None]] = [(f, None) for f in outcome.findings]
    pairs.extend(outcome.waived)
    before = _before(connection, outcome)
    _write_findings(connection, scan, pairs, before, outcome.failed_rules)
    counts = [
        (c.rule, c.system, c.complies, c.deviates, c.unknown, c.not_applicable, c.waived)
        for c in outcome.counts
        if c.rule not in outcome.failed_rules
    ]
    failed = msgspec.json.encode(sorted(outcome.failed_rules)).decode()
    where = ("rule NOT IN (SELECT value FROM json_each(?))", (failed,))
    settle(connection, "verdict_count", _COUNT_COLUMNS, scan, where=where, wanted=counts)
    issues = [(None, *issue_values(i)) for i in outcome.issues]
    estate = ("source_id IS NULL", ())
    settle(connection, "issue", ISSUE_COLUMNS, scan, where=estate, wanted=issues)


def _before(connection: sqlite3.Connection, outcome: Outcome) -> _Before:
    """Findings as the database holds them, but for those that are left alone."""
    values = {
        "rules": msgspec.json.encode(sorted(outcome.left_alone)).decode(),
        "touched": outcome.touched,
    }
    left = (
        "WHERE NOT (subject_kind = 'component' AND rule IN (SELECT value FROM json_each(:rules)) "
        "AND subject NOT IN (SELECT value FROM json_each(:touched)))"
    )
    where = left if outcome.left_alone else ""
    return {
        row[0]: (row[1], row[11], row[2], hash(row))
        for row in connection.execute(f"SELECT fingerprint, {_VALUES} FROM finding {where}", values)
    }


def _write_findings(
    connection: sqlite3.Connection,
    scan: int,
    pairs: list[tuple[Finding, Waiver | None]],
    before: _Before,
    failed_rules: Collection[str],
) -> None:
    rows: list[tuple[str | int, ...]] = []
    seen: set[str] = set()
    events: list[Event] = []
    for finding, waiver in pairs:
        row = _row(finding, waiver)
        fingerprint = str(row[0])
        seen.add(fingerprint)
        status, waiver_before, _, digest = before.get(fingerprint, ("", "", "", 0))
        if status and digest == hash(row):
            continue
        rows.append((*row, scan))
        waiver_now = waiver.id if waiver else ""
        if not status:
            events.append(Event(fingerprint, "opened", ""))
        elif status == "resolved":
            events.append(Event(fingerprint, "reopened", ""))
        if waiver_now and waiver_now != waiver_before:
            events.append(Event(fingerprint, "waived", waiver_now))
        elif waiver_before and not waiver_now:
            events.append(Event(fingerprint, "unwaived", waiver_before))
    resolved = [
        fingerprint
        for fingerprint, (status, _, rule, _) in before.items()
        if status != "resolved" and fingerprint not in seen and rule not in failed_rules
    ]
    events.extend(Event(f, "resolved", "") for f in resolved)
    rows.sort()
    connection.executemany(_UPSERT, rows)
    connection.executemany(
        "UPDATE finding SET status = 'resolved', waiver = '', waiver_reason = '', "
        "waiver_until = '' WHERE fingerprint = ?",
        ((f,) for f in resolved),
    )
    connection.executemany(
        "INSERT INTO finding_event (fingerprint, scan_id, event, note) VALUES (?, ?, ?, ?)",
        ((e.fingerprint, scan, e.event, e.note) for e in events),
    )


def _row(finding: Finding, waiver: Waiver | None) -> tuple[str | int, ...]:
    """Fingerprint and `_VALUES`, as plain values that compare equal to what SQLite gives back."""
    content = FindingContent(finding.key, finding.values, finding.places, finding.place_count)
    return (
        finding.fingerprint,
        "waived" if waiver else "open",
        finding.rule,
        finding.subject_kind.value,
        storable(finding.subject),
        finding.system,
        finding.verdict.value,
        finding.severity.value,
        finding.severity.rank,
        finding.confidence.value,
        msgspec.json.encode(content).decode(),
        waiver.id if waiver else "",
        f"{waiver.ground}: {waiver.explanation}" if waiver else "",
        waiver.valid_until.isoformat() if waiver else "",
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
