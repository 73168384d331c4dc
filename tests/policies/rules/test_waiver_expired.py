"""Rule waiver-expired: a hit, a miss, and what is counted."""

from datetime import date
from typing import Any

from policies.finding import SubjectKind, Verdict
from policies.rule import Counted
from policies.waiver import Waiver, apply


def waiver(**changes: Any) -> Waiver:
    values: dict[str, Any] = {
        "id": "w-1",
        "ground": "temporary",
        "explanation": "Vervanging is gepland.",
        "decided_by": "CIO-beraad",
        "decided_on": date(2026, 1, 1),
        "valid_until": date(2026, 10, 31),
        "rule": "license-denied",
        "subject": "pkg:npm/voorbeeld",
        "system": "afspraken",
    }
    return Waiver(**{**values, **changes})


def test_an_ended_waiver_is_a_finding(run, use) -> None:
    denied, _ = run("license-denied", use("BUSL-1.1"))
    applied = apply(denied, [waiver()], date(2026, 11, 1))
    (finding,), _ = run("waiver-expired", applied=applied)
    assert (finding.subject_kind, finding.subject) == (SubjectKind.WAIVER, "w-1")
    assert dict(finding.values)["findings"] == "1"
    assert finding.verdict is Verdict.DEVIATES


def test_a_valid_waiver_complies(run, use) -> None:
    denied, _ = run("license-denied", use("BUSL-1.1"))
    applied = apply(denied, [waiver()], date(2026, 10, 31))
    findings, counted = run("waiver-expired", applied=applied)
    assert findings == []
    assert counted == [Counted(system="", verdict=Verdict.COMPLIES, count=1)]


def test_without_waivers_there_is_nothing_to_say(run) -> None:
    assert run("waiver-expired") == ([], [])
