"""Rule license-conflict: a hit, a miss, and what is counted."""

from policies.finding import Severity, Verdict


def test_claims_that_contradict_each_other_are_a_finding(run, use) -> None:
    claims = (("declared", "MIT"), ("detected", "AGPL-3.0-only"))
    (finding,), _ = run("license-conflict", use(claims))
    assert (finding.verdict, finding.severity) == (Verdict.UNKNOWN, Severity.MEDIUM)
    assert dict(finding.values)["readings"] == "MIT | AGPL-3.0-only"


def test_a_conflict_without_consequence_weighs_less(run, use) -> None:
    claims = (("declared", "MIT"), ("detected", "ISC"))
    (finding,), _ = run("license-conflict", use(claims))
    assert finding.severity is Severity.LOW


def test_claims_that_agree_comply(run, use) -> None:
    claims = (("declared", "GPL-2.0-or-later"), ("detected", "GPL-2.0-only"))
    findings, counted = run("license-conflict", use(claims), use("", name="twee"))
    assert findings == []
    assert {(c.verdict, c.count) for c in counted} == {
        (Verdict.COMPLIES, 1),
        (Verdict.NOT_APPLICABLE, 1),
    }
