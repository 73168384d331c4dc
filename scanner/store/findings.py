"""Findings as they stood after a scan, and their lives."""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import msgspec

from policies.finding import Finding
from sbom.errors import StoreError
from scanner.reports.data import FindingRow, Texts
from scanner.store.evaluation import FINDING_COLUMNS, read_finding
from scanner.store.store import Store

_PREFIX = 6
_STATUS = {
    "opened": "open",
    "reopened": "open",
    "unwaived": "open",
    "waived": "waived",
    "resolved": "resolved",
}


class Wording(msgspec.Struct, frozen=True):
    """The texts of the policy pack, as functions."""

    finding: Callable[[Finding], tuple[Texts, Texts, Texts]]
    """Title, message and fix of a finding."""
    rule: Callable[[str], Texts]
    """Title of a rule."""


class EventRow(msgspec.Struct, frozen=True, kw_only=True):
    """One step in a finding's life."""

    scan_id: int
    at: datetime
    """Start of the scan that saw it."""
    event: str
    """`opened`, `resolved`, `reopened`, `waived` or `unwaived`."""
    note: str
    """Id of the waiver, for `waived` and `unwaived`."""


class Standing(NamedTuple):
    """How a finding stood after a scan."""

    status: str
    new: bool
    first_scan: int
    waiver: str


def standings(store: Store, scan: int) -> dict[str, Standing]:
    """By fingerprint: how each finding known by then stood after a scan, resolved ones included."""
    found: dict[str, Standing] = {}
    for fingerprint, number, event, note in store.stream(
        "SELECT fingerprint, scan_id, event, note FROM finding_event WHERE scan_id <= ? ORDER BY id",
        (scan,),
    ):
        before = found.get(fingerprint)
        new = event in {"opened", "reopened"} or (before is not None and before.new)
        found[fingerprint] = Standing(
            _STATUS[event],
            new and number == scan,
            before.first_scan if before else number,
            note if event == "waived" else "",
        )
    return found


def finding_rows(store: Store, scan: int, wording: Wording) -> tuple[FindingRow, ...]:
    """Open and waived findings after a scan, most severe first, then rule, system, subject.

    Severity, values and places are those of the latest evaluation; only the status is of that scan.
    """
    stood = {f: s for f, s in standings(store, scan).items() if s.status != "resolved"}
    times = _times(store)
    rows = store.stream(
        f"SELECT f.fingerprint, f.waiver_reason, f.waiver_until, {FINDING_COLUMNS} FROM finding f "
        "ORDER BY f.severity_rank DESC, f.rule, f.system, f.subject, f.fingerprint"
    )
    return tuple(
        _row(
            fingerprint,
            stood[fingerprint],
            read_finding(tuple(rest)),
            (reason, until),
            times,
            wording,
        )
        for fingerprint, reason, until, *rest in rows
        if fingerprint in stood
    )


def find_finding(
    store: Store, prefix: str, wording: Wording
) -> tuple[FindingRow, tuple[EventRow, ...]]:
    """A finding by the start of its fingerprint, with its life, oldest step first.

    Raises:
        StoreError: too short, unknown, or fits more than one.
    """
    prefix = prefix.strip().lower()
    if len(prefix) < _PREFIX or not all(c in "0123456789abcdef" for c in prefix):
        raise StoreError(
            f"{prefix!r}: give at least {_PREFIX} of the 32 hex digits of a fingerprint."
        )
    rows = store.rows(
        f"SELECT f.fingerprint, f.waiver_reason, f.waiver_until, {FINDING_COLUMNS} FROM finding f "
        "WHERE f.fingerprint >= ? AND f.fingerprint < ? ORDER BY f.fingerprint LIMIT 5",
        (prefix, prefix + "g"),
    )
    if not rows:
        raise StoreError(f"{prefix!r}: no finding has this fingerprint.")
    if len(rows) > 1:
        listed = ", ".join(r[0][:12] for r in rows)
        raise StoreError(f"{prefix!r}: fits more than one finding: {listed}. Give more digits.")
    fingerprint, reason, until, *rest = rows[0]
    times = _times(store)
    events = tuple(
        EventRow(scan_id=number, at=times[number], event=event, note=note)
        for number, event, note in store.rows(
            "SELECT scan_id, event, note FROM finding_event WHERE fingerprint = ? ORDER BY id",
            (fingerprint,),
        )
    )
    last = max(times)
    standing = Standing(
        _STATUS[events[-1].event],
        any(e.scan_id == last and e.event in {"opened", "reopened"} for e in events),
        events[0].scan_id,
        events[-1].note if events[-1].event == "waived" else "",
    )
    finding = read_finding(tuple(rest))
    return _row(fingerprint, standing, finding, (reason, until), times, wording), events


def _times(store: Store) -> dict[int, datetime]:
    rows = store.rows("SELECT id, started_at FROM scan")
    return {number: datetime.fromisoformat(at) for number, at in rows}


def _row(
    fingerprint: str,
    standing: Standing,
    finding: Finding,
    waiver: tuple[str, str],
    times: dict[int, datetime],
    wording: Wording,
) -> FindingRow:
    title, message, fix = wording.finding(finding)
    waived = standing.status == "waived"
    return FindingRow(
        fingerprint=fingerprint,
        rule=finding.rule,
        status=standing.status,
        new=standing.new,
        first_seen=times[standing.first_scan],
        subject_kind=finding.subject_kind,
        subject=finding.subject,
        system=finding.system,
        verdict=finding.verdict,
        severity=finding.severity,
        confidence=finding.confidence,
        values=finding.values,
        places=finding.places,
        place_count=finding.place_count,
        title=title,
        message=message,
        fix=fix,
        waiver=standing.waiver if waived else "",
        waiver_reason=waiver[0] if waived else "",
        waiver_until=waiver[1] if waived else "",
    )
