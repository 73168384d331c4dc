"""Rule license-incompatible: outbound licence, way of use, and the way it comes in."""

import msgspec
import pytest

from policies.facts import SystemFact, UseMode
from policies.finding import Severity, Verdict
from policies.rule import Counted

PUBLISHED = SystemFact(
    id="afspraken", name="Afspraken", use_mode=UseMode.DISTRIBUTED, outbound_license="EUPL-1.2"
)


def judged(run, *uses, system=PUBLISHED):
    return run("license-incompatible", *uses, systems=(system,))


def test_without_an_outbound_licence_nothing_is_judged(run, use) -> None:
    plain = msgspec.structs.replace(PUBLISHED, outbound_license="")
    assert judged(run, use("GPL-3.0-only"), system=plain) == ([], [])


@pytest.mark.parametrize(
    ("licence", "severity", "reason"),
    [
        ("BUSL-1.1", Severity.HIGH, "not-open"),
        ("GPL-3.0-only", Severity.LOW, "eupl-appendix"),
        ("MIT AND SSPL-1.0", Severity.HIGH, "not-open"),
    ],
)
def test_what_does_not_fit_is_a_finding(run, use, licence, severity, reason) -> None:
    (finding,), counted = judged(run, use(licence, mode=UseMode.DISTRIBUTED))
    assert (finding.verdict, finding.severity) == (Verdict.DEVIATES, severity)
    assert dict(finding.values)["fit_reason"] == reason
    assert dict(finding.key)["outbound"] == "EUPL-1.2"
    assert counted == []


@pytest.mark.parametrize("licence", ["MIT", "LGPL-3.0-only", "GPL-3.0-only OR MIT", "EUPL-1.2"])
def test_what_fits_is_counted(run, use, licence) -> None:
    found, counted = judged(run, use(licence, mode=UseMode.DISTRIBUTED))
    assert found == []
    assert counted == [Counted(system="afspraken", verdict=Verdict.COMPLIES, count=1)]


def test_tools_for_development_are_not_handed_on(run, use) -> None:
    found, _ = judged(run, use("GPL-3.0-only", mode=UseMode.DISTRIBUTED, scope="dev"))
    assert found == []


def test_what_is_unknown_is_counted_as_unknown(run, use) -> None:
    found, counted = judged(run, use("", mode=UseMode.DISTRIBUTED))
    assert found == []
    assert counted == [Counted(system="afspraken", verdict=Verdict.UNKNOWN, count=1)]


def test_the_same_licence_asks_nothing_inside_the_house(run, use) -> None:
    inside = msgspec.structs.replace(PUBLISHED, use_mode=UseMode.INTERNAL)
    found, _ = judged(run, use("GPL-3.0-only", mode=UseMode.INTERNAL), system=inside)
    assert found == []
