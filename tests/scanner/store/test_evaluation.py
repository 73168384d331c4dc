"""The life of a finding: opened, waived, resolved, reopened; never deleted."""

import pytest

from policies.engine import RuleCount
from policies.finding import Severity
from sbom.errors import StoreError
from sbom.issue import Issue, IssueKind, Stage
from scanner.store.findings import find_finding, finding_rows, standings
from scanner.store.queries import issues, report_data


def events(scans, finding):
    _, life = find_finding(scans.store, finding.fingerprint, scans_wording)
    return [(e.scan_id, e.event, e.note) for e in life]


scans_wording = None


@pytest.fixture(autouse=True)
def _wording(make):
    global scans_wording  # noqa: PLW0603 - the texts of the fixture, for the helper above
    scans_wording = make.wording


def test_a_finding_lives_and_is_remembered(scans, make) -> None:
    finding = make.finding()
    scans(findings=[finding])
    scans(waived=[(finding, make.waiver("w1"))])
    scans(waived=[(finding, make.waiver("w2"))])
    scans(findings=[finding])
    scans()
    scans()
    scans(findings=[finding])
    assert events(scans, finding) == [
        (1, "opened", ""),
        (2, "waived", "w1"),
        (3, "waived", "w2"),
        (4, "unwaived", "w2"),
        (5, "resolved", ""),
        (7, "reopened", ""),
    ]


def test_a_finding_that_is_waived_from_the_start_was_opened_too(scans, make) -> None:
    finding = make.finding()
    scans(waived=[(finding, make.waiver())])
    assert events(scans, finding) == [(1, "opened", ""), (1, "waived", "w1")]


def test_findings_of_a_rule_that_failed_are_not_resolved(scans, make) -> None:
    kept, gone = make.finding(rule="license-denied"), make.finding(rule="license-unknown")
    scans(findings=[kept, gone])
    writer = scans.writer
    scan = writer.begin_scan(make.meta)
    writer.write_evaluation(scan, [], [], [], (), ("license-denied",))
    writer.finish_scan(scan, "partial", make.now)
    stood = {f: s.status for f, s in standings(scans.store, scan).items()}
    assert stood == {kept.fingerprint: "open", gone.fingerprint: "resolved"}
    assert writer.last_judged() == "", "the next scan must judge again"


def test_rows_show_each_scan_as_it_stood(scans, make) -> None:
    one, two = (
        make.finding("a", severity=Severity.LOW),
        make.finding("b", severity=Severity.CRITICAL),
    )
    scans(findings=[one])
    scans(findings=[two], waived=[(one, make.waiver())])
    scans(findings=[two])
    shown = {
        scan: [
            (r.subject, r.status, r.new, r.waiver)
            for r in finding_rows(scans.store, scan, make.wording)
        ]
        for scan in (1, 2, 3)
    }
    assert shown == {
        1: [("a", "open", True, "")],
        2: [("b", "open", True, ""), ("a", "waived", False, "w1")],
        3: [("b", "open", False, "")],
    }
    assert finding_rows(scans.store, 2, make.wording)[0].first_seen == make.now


def test_a_finding_is_found_by_the_start_of_its_fingerprint(scans, make) -> None:
    finding = make.finding()
    scans(findings=[finding])
    row, _ = find_finding(scans.store, finding.fingerprint[:8].upper(), make.wording)
    assert (row.subject, row.title.nl, row.places) == (
        finding.subject,
        "nl license-denied",
        finding.places,
    )


@pytest.mark.parametrize(
    ("prefix", "why"), [("abc", "at least 6"), ("zzzzzzz", "hex"), ("0" * 32, "no finding")]
)
def test_a_wrong_fingerprint_is_explained(scans, make, prefix, why) -> None:
    scans(findings=[make.finding()])
    with pytest.raises(StoreError, match=why):
        find_finding(scans.store, prefix, make.wording)


def test_counts_and_issues_of_the_evaluation_hold_until_they_change(scans, make, counted) -> None:
    writer = scans.writer
    broken = Issue(
        kind=IssueKind.UNREADABLE, stage=Stage.EVALUATE, message="rule failed", subject="x"
    )
    counts = [
        RuleCount(rule="license-denied", system="balie", complies=5, deviates=2, waived=1),
        RuleCount(rule="license-denied", system="post", complies=1, unknown=1),
    ]
    for found in ([broken], [broken], []):
        scan = writer.begin_scan(make.meta)
        writer.write_evaluation(scan, [], [], counts, found)
        writer.finish_scan(scan, "complete", make.now)
    assert counted()["verdict_count"] == 2
    assert [i.issue for i in issues(scans.store, 2)] == [broken]
    assert issues(scans.store) == ()
    rules = report_data(scans.store, make.wording).rules
    assert [(r.rule, r.complies, r.deviates, r.unknown, r.waived, r.title.nl) for r in rules] == [
        ("license-denied", 6, 2, 1, 1, "regel license-denied")
    ]


def test_severity_and_evidence_follow_the_latest_evaluation(scans, make) -> None:
    scans(findings=[make.finding(severity=Severity.HIGH)])
    scans(findings=[make.finding(severity=Severity.LOW, values=(("version", "2"),))])
    (row,) = finding_rows(scans.store, 2, make.wording)
    assert (row.severity, row.values, row.new) == (Severity.LOW, (("version", "2"),), False)
    assert scans.store.rows("SELECT severity FROM open_finding") == [("low",)]
