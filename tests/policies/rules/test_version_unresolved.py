"""Rule version-unresolved: a hit, a miss, and what is counted."""

from policies.finding import Verdict
from policies.rule import Counted


def test_a_range_without_a_lock_is_a_finding(run, use) -> None:
    (finding,), counted = run(
        "version-unresolved", use(version_kind="range", requirement="^1.2"), use(name="twee")
    )
    assert finding.verdict is Verdict.UNKNOWN
    assert dict(finding.values)["versions"] == "^1.2"
    assert counted == [Counted(system="afspraken", verdict=Verdict.COMPLIES, count=1)]


def test_a_lock_in_the_same_source_resolves_it(run, use) -> None:
    findings, _ = run("version-unresolved", use(version_kind="range", requirement="^1.2"), use())
    assert findings == []


def test_a_lock_in_another_source_does_not(run, use) -> None:
    findings, _ = run("version-unresolved", use(version_kind="absent"), use(source="git/andere"))
    assert [f.subject for f in findings] == ["pkg:npm/voorbeeld"]
