"""Rule license-unclassified: a hit, a miss, and what is counted."""

from policies.finding import Verdict
from policies.rule import Counted


def test_an_own_reference_without_a_class_is_a_finding(run, use) -> None:
    (finding,), _ = run("license-unclassified", use("MIT AND LicenseRef-voorbeeld"))
    assert finding.verdict is Verdict.UNKNOWN
    assert dict(finding.values)["unclassified"] == "LicenseRef-voorbeeld"


def test_a_classified_branch_is_enough(run, use) -> None:
    findings, counted = run("license-unclassified", use("LicenseRef-voorbeeld OR MIT"))
    assert findings == []
    assert counted == [Counted(system="afspraken", verdict=Verdict.COMPLIES, count=1)]


def test_keys_of_scancode_have_a_class(run, use) -> None:
    findings, _ = run("license-unclassified", use("LicenseRef-scancode-public-domain"))
    assert findings == []


def test_a_missing_licence_is_not_applicable(run, use) -> None:
    _, counted = run("license-unclassified", use(""))
    assert counted == [Counted(system="afspraken", verdict=Verdict.NOT_APPLICABLE, count=1)]
