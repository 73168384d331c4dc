"""Rule license-undecided: a hit, a miss, and what is counted."""

from policies.finding import Severity, Verdict


def test_a_licence_that_asks_for_a_decision_is_a_finding(run, use) -> None:
    (finding,), _ = run("license-undecided", use("AGPL-3.0-only"))
    assert (finding.verdict, finding.severity) == (Verdict.DEVIATES, Severity.MEDIUM)
    assert dict(finding.values)["license_class"] == "network-copyleft"


def test_allowed_denied_and_unknown_are_counted(run, use) -> None:
    findings, counted = run(
        "license-undecided",
        use("MIT"),
        use("BUSL-1.1", name="twee"),
        use("", name="drie"),
    )
    assert findings == []
    assert {(c.verdict, c.count) for c in counted} == {
        (Verdict.COMPLIES, 1),
        (Verdict.NOT_APPLICABLE, 1),
        (Verdict.UNKNOWN, 1),
    }


def test_the_identity_does_not_depend_on_the_order_of_an_expression(run, use) -> None:
    (first,), _ = run("license-undecided", use("AGPL-3.0-only AND MIT", version="1.0.0"))
    (second,), _ = run("license-undecided", use("MIT and agpl-3.0", version="2.0.0", line=9))
    assert first.fingerprint == second.fingerprint
