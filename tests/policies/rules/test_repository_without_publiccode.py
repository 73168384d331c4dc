"""Rule repository-without-publiccode: a hit, a miss, and what is counted."""

from policies.finding import Severity, Verdict


def test_a_repository_without_publiccode_is_a_finding(run, source) -> None:
    (finding,), _ = run("repository-without-publiccode", sources=(source(publiccode=()),))
    assert (finding.verdict, finding.severity) == (Verdict.DEVIATES, Severity.LOW)


def test_publiccode_complies_and_a_delivered_sbom_is_not_applicable(run, source) -> None:
    findings, counted = run(
        "repository-without-publiccode",
        sources=(source(), source("sbom/x", supplied=True, publiccode=())),
    )
    assert findings == []
    assert {c.verdict for c in counted} == {Verdict.COMPLIES, Verdict.NOT_APPLICABLE}
