"""What reports make of a scan: order, wording, and whose turn it is."""

from collections.abc import Callable

import msgspec
import pytest

from policies.finding import Severity, Verdict
from sbom.issue import Issue, IssueKind
from scanner.reports import view, waiver_view
from scanner.reports.data import FindingRow, IssueRow, ReportData
from scanner.reports.formats.html import render
from scanner.words import words


def test_what_deviates_comes_before_what_is_not_known(
    changed: Callable[..., ReportData], make_finding: Callable[..., FindingRow]
) -> None:
    many = [
        make_finding(n, rule="license-unknown", verdict=Verdict.UNKNOWN, severity=Severity.MEDIUM)
        for n in range(10, 20)
    ]
    one = make_finding(1, rule="license-undecided", severity=Severity.MEDIUM)
    low = make_finding(2, rule="version-unresolved", severity=Severity.LOW)
    found = view.groups(changed(findings=(*many, one, low)))
    assert [(g.rule, g.unknown) for g in found] == [
        ("license-undecided", False),
        ("license-unknown", True),
        ("version-unresolved", False),
    ]


def test_systems_that_deviate_come_first_and_one_without_components_is_unknown(
    data: ReportData,
) -> None:
    systems = {s.id: s for s in data.systems}
    slight = msgspec.structs.replace(systems["schoon"], deviates=1, worst=Severity.LOW)
    order = sorted([systems["zaken"], slight, systems["portaal"]], key=view.gravity)
    assert [s.id for s in order] == ["portaal", "schoon", "zaken"]
    empty = msgspec.structs.replace(systems["schoon"], components=0)
    assert view.status_of(systems["schoon"], data.sources) == "clean"
    assert view.status_of(empty, data.sources) == "unknown"


@pytest.mark.parametrize(
    ("source", "path", "line", "expected"),
    [
        ("git/balie", "go.mod", 3, "git/balie: go.mod:3"),
        ("levering/x.cdx.json", "x.cdx.json", 3, "levering/x.cdx.json:3"),
        ("x.cdx.json", "x.cdx.json", None, "x.cdx.json"),
        ("git/balie", "", None, "git/balie"),
        ("", "go.mod", None, "go.mod"),
        ("", "", None, "-"),
    ],
)
def test_a_place_is_named_once(source: str, path: str, line: int | None, expected: str) -> None:
    issue = Issue(kind=IssueKind.ENTRY, message="m", path=path, line=line)
    assert view.issue_place(IssueRow(source=source, issue=issue)) == expected


def test_the_page_says_what_to_begin_with_and_whose_turn_it_is(data: ReportData) -> None:
    page = render(data, lang="nl")
    first = page[page.index("Begin hier") : page.index('id="systems"')]
    assert '<a href="#rule-license-denied">Licentie niet toegestaan</a>' in first
    assert "Team Portaal" in first
    assert page.count('id="rule-license-denied"') == 1
    assert "Begin hier" not in render(msgspec.structs.replace(data, findings=()), lang="nl")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_kind_of_issue_is_explained_where_it_is_shown(
    changed: Callable[..., ReportData], lang: str
) -> None:
    kinds = (IssueKind.UNREADABLE, IssueKind.ENTRY, IssueKind.LIMIT)
    rows = [
        IssueRow(source="git/x", issue=Issue(kind=k, message="is binary", path="a.json"))
        for k in kinds
    ]
    page = render(changed(issues=tuple(rows)), lang=lang)
    word = words(lang)
    for kind in kinds:
        assert word.of("issue-help", kind.value) in page
    assert "is binary" in page


def test_the_ground_of_a_waiver_is_in_the_language_of_the_reader(data: ReportData) -> None:
    (held,) = [w for w in waiver_view.waivers(data) if w.state == "valid"]
    assert waiver_view.reason_in(held, words("nl")) == "tijdelijk: wordt vervangen"
    own = msgspec.structs.replace(held, reason="eigen-grond: om een reden")
    assert waiver_view.reason_in(own, words("nl")) == "eigen-grond: om een reden"
    assert waiver_view.reason_in(msgspec.structs.replace(held, reason=""), words("en")) == ""
