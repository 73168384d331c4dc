"""Rule license-unparsable: a hit, a miss, and what is counted."""

from policies.finding import Verdict
from policies.rule import Counted


def test_free_text_is_a_finding_that_shows_it(run, use) -> None:
    (finding,), _ = run("license-unparsable", use("Voorbeeld  EULA 3"))
    assert finding.verdict is Verdict.UNKNOWN
    assert dict(finding.values)["stated"] == "Voorbeeld EULA 3"
    assert finding.key == (("stated", "voorbeeld eula 3"),)


def test_a_vague_name_is_a_finding_until_another_claim_settles_it(run, use) -> None:
    findings, _ = run("license-unparsable", use("BSD"))
    assert len(findings) == 1
    settled = (("declared", "BSD"), ("detected", "BSD-3-Clause"))
    findings, counted = run("license-unparsable", use(settled))
    assert findings == []
    assert counted == [Counted(system="afspraken", verdict=Verdict.COMPLIES, count=1)]


def test_a_missing_licence_is_not_applicable(run, use) -> None:
    findings, counted = run("license-unparsable", use(""))
    assert findings == []
    assert counted == [Counted(system="afspraken", verdict=Verdict.NOT_APPLICABLE, count=1)]
