"""Rule license-unknown: a hit, a miss, and what is counted."""

from policies.facts import UseMode
from policies.finding import Severity, Verdict
from policies.rule import Counted


def test_a_component_without_a_licence_is_unknown(run, use) -> None:
    (finding,), _ = run("license-unknown", use(""))
    assert (finding.verdict, finding.severity) == (Verdict.UNKNOWN, Severity.MEDIUM)


def test_claims_that_say_nothing_are_no_licence(run, use) -> None:
    findings, _ = run("license-unknown", use("NOASSERTION"))
    assert len(findings) == 1


def test_where_the_use_asks_for_review_only_it_weighs_less(run, use) -> None:
    (finding,), _ = run("license-unknown", use("", mode=UseMode.INTERNAL))
    assert finding.severity is Severity.LOW


def test_a_stated_licence_complies(run, use) -> None:
    findings, counted = run("license-unknown", use("MIT"), use("BSD", name="twee"))
    assert findings == []
    assert counted == [Counted(system="afspraken", verdict=Verdict.COMPLIES, count=2)]


def test_entries_that_are_not_in_use_are_left_out(run, use) -> None:
    roles = ("root", "workspace", "declared", "constraint", "replaced", "hash-only")
    findings, counted = run("license-unknown", *(use("", roles=(r,), name=r) for r in roles))
    assert findings == counted == []
