"""Waivers: when they hold, what they cover, and which are left over."""

import time
from datetime import date
from typing import Any

import pytest

from policies.finding import Finding, Severity, SubjectKind, Verdict
from policies.waiver import Waiver, apply, covers


def finding(subject: str = "pkg:npm/voorbeeld", **changes: Any) -> Finding:
    values: dict[str, Any] = {
        "rule": "license-denied",
        "subject_kind": SubjectKind.COMPONENT,
        "subject": subject,
        "system": "afspraken",
        "verdict": Verdict.DEVIATES,
        "severity": Severity.HIGH,
    }
    return Finding(**{**values, **changes})


def waiver(**changes: Any) -> Waiver:
    values: dict[str, Any] = {
        "id": "w-1",
        "ground": "temporary",
        "explanation": "Vervanging is gepland.",
        "decided_by": "CIO-beraad",
        "decided_on": date(2026, 1, 1),
        "valid_until": date(2026, 12, 31),
        "rule": "license-denied",
        "subject": "pkg:npm/voorbeeld",
    }
    return Waiver(**{**values, **changes})


@pytest.mark.parametrize(
    ("today", "waived"),
    [
        (date(2025, 12, 31), 0),
        (date(2026, 1, 1), 1),
        (date(2026, 12, 31), 1),
        (date(2027, 1, 1), 0),
    ],
)
def test_a_waiver_holds_from_its_decision_through_its_last_day(today: date, waived: int) -> None:
    found = apply([finding()], [waiver()], today)
    assert len(found.waived) == waived
    assert len(found.open) == 1 - waived


def test_an_expired_waiver_tells_what_is_open_again() -> None:
    other = finding("pkg:npm/anders")
    found = apply([finding(), other], [waiver()], date(2027, 1, 1))
    assert found.expired == ((waiver(), 1),)
    assert found.open == (finding(), other)
    assert found.unused == ()


def test_a_waiver_by_fingerprint_covers_one_finding() -> None:
    one = waiver(rule="", subject="", fingerprint=finding().fingerprint)
    found = apply([finding(), finding("pkg:npm/anders")], [one], date(2026, 6, 1))
    assert [f.subject for f, _ in found.waived] == ["pkg:npm/voorbeeld"]
    ended = apply([finding(), finding("pkg:npm/anders")], [one], date(2027, 6, 1))
    assert ended.expired == ((one, 1),)


def test_a_glob_covers_what_it_names() -> None:
    assert covers(waiver(subject="pkg:npm/*"), finding("pkg:npm/@a/b"))
    assert covers(waiver(subject="pkg:*/voorbeeld"), finding())
    assert not covers(waiver(subject="pkg:npm/voor"), finding())
    assert not covers(waiver(subject="pkg.npm/voorbeeld"), finding())
    assert not covers(waiver(rule="license-unknown"), finding())
    assert not covers(waiver(subject="npm/*"), finding())
    assert not covers(waiver(subject="pkg:npm/*z*"), finding())
    assert covers(waiver(subject="pkg:*oor*eeld"), finding())
    assert not covers(waiver(subject="pkg:npm/voorbeeld*voorbeeld"), finding())


def test_a_waiver_can_be_limited_to_a_system() -> None:
    assert covers(waiver(system="afspraken"), finding())
    assert not covers(waiver(system="meldingen"), finding())


def test_of_several_the_one_that_ends_last_is_used_and_none_is_unused() -> None:
    longer = waiver(id="w-2", valid_until=date(2027, 6, 1))
    found = apply([finding()], [waiver(), longer], date(2026, 6, 1))
    assert found.waived == ((finding(), longer),)
    assert found.unused == ()


def test_unused_and_expiring_waivers_are_told() -> None:
    unused = waiver(id="w-0", subject="pkg:npm/weg")
    found = apply([finding()], [waiver(), unused], date(2026, 12, 1))
    assert found.unused == (unused,)
    assert [w.id for w in found.expiring] == ["w-0", "w-1"]
    assert apply([], [waiver()], date(2026, 11, 30)).expiring == ()
    assert apply([], [waiver()], date(2026, 11, 30), warning_days=31).expiring == (waiver(),)


def test_a_waiver_that_does_not_hold_yet_is_not_unused() -> None:
    early = waiver(decided_on=date(2026, 7, 1))
    found = apply([finding()], [early], date(2026, 6, 1))
    assert (found.unused, found.expired, found.waived) == ((), (), ())


def test_a_hostile_glob_is_quick() -> None:
    start = time.perf_counter()
    covers(waiver(subject="*a" * 12 + "b"), finding("a" * 200))
    assert time.perf_counter() - start < 0.1
