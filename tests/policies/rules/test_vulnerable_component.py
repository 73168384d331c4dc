"""Rule vulnerable-component: a hit, a miss, doubt, and what is counted."""

import pytest
from security_cases import exposed, run

from policies.default_pack import load_default
from policies.finding import Severity, Verdict
from policies.rule import Counted
from policies.texts import render
from sbom.advisories.matching import Status

RULE = "vulnerable-component"


def test_a_vulnerability_is_a_finding_with_its_fix() -> None:
    (finding,), counted = run(RULE, exposed(), unasked=3)
    assert (finding.verdict, finding.severity) == (Verdict.DEVIATES, Severity.HIGH)
    assert finding.key == (("advisory", "GHSA-1"),)
    assert dict(finding.values)["fixed"] == "2.0.0"
    assert counted == [Counted(system="", verdict=Verdict.UNKNOWN, count=3)]


def test_what_is_only_possible_is_unknown() -> None:
    (finding,), _ = run(RULE, exposed(status=Status.POSSIBLY, why="version-range"))
    assert finding.verdict is Verdict.UNKNOWN


def test_exploited_malicious_and_answered_are_not_told_here() -> None:
    findings, counted = run(
        RULE, exposed(kev=True), exposed(malicious=True), exposed(answered="not_affected")
    )
    assert findings == []
    assert counted == [Counted(system="afspraken", verdict=Verdict.NOT_APPLICABLE, count=1)]


def test_without_advisories_nothing_is_said() -> None:
    assert run(RULE, exposed(), without=True) == ([], [])


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("rule", [RULE, "known-exploited", "malicious-package"])
def test_the_texts_fill_in(rule: str, lang: str) -> None:
    (finding,), _ = run(
        rule, exposed(kev=rule == "known-exploited", malicious=rule == "malicious-package")
    )
    text = render(finding, load_default(), lang)
    assert "GHSA-1" in text.message
    assert "{" not in text.title + text.message + text.fix
