"""SARIF, JUnit and GitLab Code Quality: what build servers make of them."""

import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pytest

from policies.finding import Severity, Verdict
from scanner.reports.data import FindingRow, ReportData
from scanner.reports.formats import gitlab_code_quality, junit, sarif

Changed = Callable[..., ReportData]
Make = Callable[..., FindingRow]


def _run(data: ReportData, lang: str = "nl") -> dict[str, Any]:
    log = json.loads("".join(sarif.render(data, lang=lang)))
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    return run


def _check(run: dict[str, Any]) -> None:
    """What SARIF 2.1.0 (clauses 3.14, 3.27, 3.28, 3.35, 3.49) and code scanning ask for."""
    rules = run["tool"]["driver"]["rules"]
    assert len({r["id"] for r in rules}) == len(rules) <= 25_000
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert len(rule["properties"]["tags"]) <= 10
        assert "security-severity" not in rule["properties"]
    assert len(run["results"]) <= 25_000
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert 0 < len(result["message"]["text"]) <= 2000
        assert 0 < len(result["locations"]) <= 1000
        for location in result["locations"]:
            physical = location["physicalLocation"]
            assert physical["region"]["startLine"] >= 1
            uri = physical["artifactLocation"]["uri"]
            assert uri.isascii()
            assert not set(uri) & set(' <>"{}|\\^`')
            assert (
                physical["artifactLocation"].get("uriBaseId", "SOURCE1")
                in run["originalUriBaseIds"]
            )
        assert list(result["partialFingerprints"]) == ["sluisFingerprint/v1"]


def test_sarif_has_the_shape_of_the_standard(data: ReportData, hostile_data: ReportData) -> None:
    for found in (data, hostile_data):
        for lang in ("nl", "en"):
            _check(_run(found, lang))


def test_sarif_keeps_waived_findings_with_their_reason(data: ReportData) -> None:
    results = _run(data)["results"]
    assert len(results) == len(data.findings)
    assert [len(r["suppressions"]) for r in results] == [0, 1, 0, 0]
    [suppression] = results[1]["suppressions"]
    assert suppression["kind"] == "external"
    assert suppression["status"] == "accepted"
    assert "2027-03-31" in suppression["justification"]


def test_sarif_says_what_is_new_only_when_there_was_a_scan_before(
    data: ReportData, changed: Changed
) -> None:
    assert [r["baselineState"] for r in _run(data)["results"]] == ["new", *["unchanged"] * 3]
    assert all("baselineState" not in r for r in _run(changed(previous_scan_id=None))["results"])


def test_sarif_of_an_unknown_is_at_most_a_warning(changed: Changed, make_finding: Make) -> None:
    rows = tuple(
        make_finding(n, severity=s, verdict=v)
        for n, (s, v) in enumerate(
            (s, v) for s in Severity for v in (Verdict.DEVIATES, Verdict.UNKNOWN)
        )
    )
    levels = [r["level"] for r in _run(changed(findings=rows))["results"]]
    assert levels == [
        "note",
        "note",
        "note",
        "note",
        "warning",
        "warning",
        "error",
        "warning",
        "error",
        "warning",
    ]


def test_sarif_tells_what_was_not_read_and_that_the_run_was_incomplete(data: ReportData) -> None:
    [invocation] = _run(data)["invocations"]
    assert invocation["executionSuccessful"] is False
    [told] = invocation["toolExecutionNotifications"]
    assert told["level"] == "error"
    assert "zaken bom.cdx.json:13" in told["message"]["text"]


def test_sarif_cuts_at_the_limit_and_says_so(
    changed: Changed, make_finding: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sarif, "MAX_RESULTS", 3)
    run = _run(changed(findings=tuple(make_finding(n) for n in range(5))), "en")
    assert len(run["results"]) == 3
    told = [n["message"]["text"] for n in run["invocations"][0]["toolExecutionNotifications"]]
    assert any("2 more findings" in t for t in told)


def test_sarif_fingerprint_does_not_hang_on_words(data: ReportData, changed: Changed) -> None:
    other = tuple(
        msgspec.structs.replace(f, places=(), severity=Severity.LOW) for f in data.findings
    )
    prints = [
        [r["partialFingerprints"] for r in _run(d)["results"]]
        for d in (data, changed(findings=other))
    ]
    assert prints[0] == prints[1]


def _suites(data: ReportData) -> dict[str, ET.Element]:
    root = ET.fromstring("".join(junit.render(data, lang="nl")))  # noqa: S314 - our own text
    cases = root.findall(".//testcase")
    assert int(root.get("tests") or 0) == len(cases)
    assert int(root.get("failures") or 0) == len(root.findall(".//failure"))
    return {s.get("name") or "": s for s in root}


def _failures(suite: ET.Element) -> dict[str, str]:
    return {
        case.get("name") or "": failure.get("type") or ""
        for case in suite
        for failure in case.findall("failure")
    }


def test_junit_unknown_never_passes(data: ReportData) -> None:
    suites = _suites(data)
    assert _failures(suites["Portaal"]) == {"license-denied": "deviates"}
    assert _failures(suites["Zaken"]) == {"license-unknown": "unknown", "coverage": "unknown"}
    assert _failures(suites["Agenda"]) == {}
    assert _failures(suites["Hele organisatie"]) == {"coverage": "unknown"}


def test_junit_a_system_without_a_source_does_not_pass(changed: Changed) -> None:
    suites = _suites(changed(sources=()))
    assert _failures(suites["Agenda"]) == {"coverage": "unknown"}


def test_junit_names_what_was_waived(data: ReportData) -> None:
    out = _suites(data)["Portaal"].find("testcase[@name='license-denied']/system-out")
    assert out is not None
    assert "portaal-kaart" in (out.text or "")


def test_junit_is_xml_whatever_the_text(hostile_data: ReportData) -> None:
    assert _suites(hostile_data)


def test_gitlab_lists_open_findings_with_place_and_severity(data: ReportData) -> None:
    entries = json.loads("".join(gitlab_code_quality.render(data, lang="nl")))
    assert [e["severity"] for e in entries] == ["critical", "major", "major"]
    assert entries[0]["location"] == {"path": "web/package-lock.json", "lines": {"begin": 68}}
    assert entries[2]["location"] == {"path": "oude-kaart", "lines": {"begin": 1}}
    assert len({e["fingerprint"] for e in entries}) == len(entries)
    assert all(
        {"description", "check_name", "fingerprint", "severity", "location"} == set(e)
        for e in entries
    )


def test_gitlab_of_nothing_is_an_empty_list(changed: Changed) -> None:
    assert json.loads("".join(gitlab_code_quality.render(changed(findings=()), lang="nl"))) == []
