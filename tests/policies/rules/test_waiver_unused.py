"""Rule waiver-unused: a hit, a miss, and what is counted."""

from datetime import date
from typing import Any

from policies.finding import Verdict
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


def test_a_waiver_that_covers_nothing_is_a_finding(run) -> None:
    (finding,), _ = run("waiver-unused", applied=apply([], [waiver()], date(2026, 10, 1)))
    assert finding.subject == "w-1"
    assert dict(finding.values)["about"] == "license-denied pkg:npm/voorbeeld"


def test_a_used_waiver_complies_and_an_ended_one_is_left_to_the_other_rule(run, use) -> None:
    denied, _ = run("license-denied", use("BUSL-1.1"))
    ended = waiver(id="w-2", valid_until=date(2026, 2, 1))
    applied = apply(denied, [waiver(), ended], date(2026, 10, 1))
    findings, counted = run("waiver-unused", applied=applied)
    assert findings == []
    assert counted == [Counted(system="", verdict=Verdict.COMPLIES, count=1)]


def test_without_waivers_there_is_nothing_to_say(run) -> None:
    assert run("waiver-unused") == ([], [])
