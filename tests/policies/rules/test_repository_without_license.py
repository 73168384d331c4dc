"""Rule repository-without-license: a hit, a miss, and what is counted."""

from policies.finding import Confidence, Severity, SubjectKind, Verdict
from policies.rule import Counted


def test_a_repository_without_a_licence_file_is_a_finding(run, source) -> None:
    bare = source(license_files=(), declared_licenses=("EUPL-1.2",))
    (finding,), _ = run("repository-without-license", sources=(bare,))
    assert finding.subject_kind is SubjectKind.SOURCE
    assert finding.subject == "git/afspraken"
    assert (finding.verdict, finding.severity) == (Verdict.DEVIATES, Severity.MEDIUM)
    assert dict(finding.values)["declared"] == "EUPL-1.2"


def test_a_licence_file_complies_and_a_delivered_sbom_is_not_applicable(run, source) -> None:
    findings, counted = run(
        "repository-without-license",
        sources=(source(), source("sbom/x", supplied=True, license_files=())),
    )
    assert findings == []
    assert {c.verdict for c in counted} == {Verdict.COMPLIES, Verdict.NOT_APPLICABLE}


def test_a_source_that_failed_is_unknown_and_a_partial_one_less_sure(run, source) -> None:
    (finding,), counted = run(
        "repository-without-license",
        sources=(
            source("git/a", state="failed", license_files=()),
            source("git/b", state="partial", license_files=()),
        ),
    )
    assert (finding.subject, finding.confidence) == ("git/b", Confidence.MEDIUM)
    assert counted == [Counted(system="afspraken", verdict=Verdict.UNKNOWN, count=1)]
