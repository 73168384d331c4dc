"""Rule license-denied: a hit, a miss, and what is counted."""

from policies.finding import Confidence, Severity, SubjectKind, Verdict
from policies.rule import Counted


def test_a_denied_licence_is_a_finding(run, use) -> None:
    (finding,), counted = run("license-denied", use("CC-BY-NC-4.0"))
    assert finding.verdict is Verdict.DEVIATES
    assert finding.severity is Severity.HIGH
    assert finding.subject_kind is SubjectKind.COMPONENT
    assert (finding.subject, finding.system) == ("pkg:npm/voorbeeld", "afspraken")
    assert finding.key == (("license", "CC-BY-NC-4.0"),)
    assert dict(finding.values)["system_name"] == "Afspraken"
    assert counted == []


def test_an_allowed_licence_and_one_to_decide_on_are_counted(run, use) -> None:
    findings, counted = run("license-denied", use("MIT"), use("AGPL-3.0-only", name="twee"))
    assert findings == []
    assert counted == [Counted(system="afspraken", verdict=Verdict.COMPLIES, count=2)]


def test_unknown_is_counted_as_unknown(run, use) -> None:
    findings, counted = run("license-denied", use(""), use("BSD", name="twee"))
    assert findings == []
    assert counted == [Counted(system="afspraken", verdict=Verdict.UNKNOWN, count=2)]


def test_versions_and_places_are_gathered(run, use) -> None:
    uses = [use("BUSL-1.1", version=f"1.{n}.0", line=n) for n in range(30)]
    (finding,), _ = run("license-denied", *uses)
    assert finding.place_count == 30
    assert [p.line for p in finding.places] == list(range(20))
    assert dict(finding.values)["versions"].startswith("1.0.0, 1.1.0, 1.2.0")
    assert dict(finding.values)["versions"].endswith(", 1.9.0, ...")
    assert dict(finding.values)["version_count"] == "30"


def test_development_dependencies_are_judged_as_tools(run, use) -> None:
    findings, _ = run("license-denied", use("BUSL-1.1", scope="dev"))
    assert findings == []


def test_systems_and_licences_are_apart(run, use) -> None:
    findings, _ = run(
        "license-denied",
        use("BUSL-1.1"),
        use("SSPL-1.0"),
        use("BUSL-1.1", system="", mode=None, source="git/los"),
    )
    assert [(f.system, dict(f.key)["license"]) for f in findings] == [
        ("", "BUSL-1.1"),
        ("afspraken", "BUSL-1.1"),
        ("afspraken", "SSPL-1.0"),
    ]
    assert [f.confidence for f in findings] == [
        Confidence.MEDIUM,
        Confidence.HIGH,
        Confidence.HIGH,
    ]
    assert len({f.fingerprint for f in findings}) == 3


def test_a_thousand_places_are_counted_and_the_first_shown(run, use) -> None:
    uses = [use("BUSL-1.1", line=n, direct=n > 500 or None) for n in range(1000)]
    (finding,), _ = run("license-denied", *uses)
    assert finding.place_count == 1000
    assert [p.line for p in finding.places] == list(range(20))
    assert dict(finding.values)["direct"] == "yes"
