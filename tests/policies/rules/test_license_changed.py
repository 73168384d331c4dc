"""Rule license-changed: a hit, a miss, and what is counted."""

from policies.finding import Severity, Verdict
from policies.rule import Counted


def test_a_stricter_licence_is_a_finding(run, change) -> None:
    (finding,), _ = run("license-changed", changes=(change("BSD-3-Clause", "SSPL-1.0"),))
    assert (finding.verdict, finding.severity) == (Verdict.DEVIATES, Severity.MEDIUM)
    values = dict(finding.values)
    assert (values["before"], values["after"]) == ("BSD-3-Clause", "SSPL-1.0")
    assert (values["versions_before"], values["versions"]) == ("1.0.0", "2.0.0")


def test_a_milder_licence_is_for_information(run, change) -> None:
    (finding,), _ = run("license-changed", changes=(change("SSPL-1.0", "MIT"),))
    assert finding.severity is Severity.INFO


def test_a_licence_that_can_no_longer_be_read_is_unknown(run, change) -> None:
    (finding,), _ = run("license-changed", changes=(change("MIT", "Voorbeeld EULA"),))
    assert (finding.verdict, finding.severity) == (Verdict.UNKNOWN, Severity.MEDIUM)
    assert dict(finding.values)["after"] == "Voorbeeld EULA"


def test_another_spelling_is_no_change(run, change) -> None:
    changes = (change("Apache 2.0", "Apache-2.0"),)
    findings, counted = run("license-changed", changes=changes)
    assert findings == []
    assert counted == [Counted(system="afspraken", verdict=Verdict.COMPLIES, count=1)]
