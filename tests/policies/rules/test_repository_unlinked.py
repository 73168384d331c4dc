"""Rule repository-unlinked: a hit, a miss, and what is counted."""

from policies.finding import Confidence, Verdict
from policies.rule import Counted


def test_a_source_without_a_system_is_a_finding_even_when_it_failed(run, source) -> None:
    (finding,), _ = run("repository-unlinked", sources=(source(system="", state="failed"),))
    assert finding.system == ""
    assert (finding.verdict, finding.confidence) == (Verdict.DEVIATES, Confidence.HIGH)


def test_a_linked_source_complies(run, source) -> None:
    findings, counted = run("repository-unlinked", sources=(source(),))
    assert findings == []
    assert counted == [Counted(system="afspraken", verdict=Verdict.COMPLIES, count=1)]
