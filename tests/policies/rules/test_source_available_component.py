"""Rule source-available-component: a hit, a miss, and what is counted."""

from policies.facts import UseMode
from policies.finding import Severity, Verdict
from policies.rule import Counted


def test_a_source_available_licence_is_a_finding_in_any_use(run, use) -> None:
    (finding,), _ = run("source-available-component", use("BUSL-1.1", mode=UseMode.DEV_TOOL))
    assert (finding.verdict, finding.severity) == (Verdict.DEVIATES, Severity.LOW)


def test_an_open_branch_is_enough(run, use) -> None:
    findings, counted = run("source-available-component", use("SSPL-1.0 OR AGPL-3.0-only"))
    assert findings == []
    assert counted == [Counted(system="afspraken", verdict=Verdict.COMPLIES, count=1)]


def test_what_is_not_known_is_counted_as_unknown(run, use) -> None:
    _, counted = run("source-available-component", use(""), use("LicenseRef-x", name="twee"))
    assert counted == [Counted(system="afspraken", verdict=Verdict.UNKNOWN, count=2)]
