"""Rule malicious-package: a hit, a miss, and nothing counted besides."""

from security_cases import exposed, run

from policies.finding import Severity, Verdict

RULE = "malicious-package"


def test_a_malicious_package_is_critical() -> None:
    (finding,), counted = run(RULE, exposed(malicious=True, id="MAL-2026-1"))
    assert (finding.verdict, finding.severity) == (Verdict.DEVIATES, Severity.CRITICAL)
    assert dict(finding.values)["deadline"] == "2026-11-27"
    assert counted == []


def test_others_are_not_told_here() -> None:
    assert run(RULE, exposed(), exposed(kev=True)) == ([], [])
