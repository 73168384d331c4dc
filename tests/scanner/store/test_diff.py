"""What changed between two scans."""

import pytest

from collectors.collector import State
from sbom.errors import StoreError
from scanner.store.diff import diff


@pytest.fixture
def estate(scans, make):
    rest = make.component("same", "1.0.0", "MIT")
    scans(
        make.result(
            make.file(
                components=[
                    rest,
                    make.component("up", "1.9.0", "MIT"),
                    make.component("gone", "1.0.0"),
                ]
            )
        ),
        make.result(make.file(components=[rest]), name="weg"),
        findings=[make.finding("stays"), make.finding("solved")],
    )
    scan = scans.writer.begin_scan(make.meta)
    scans.writer.write_source(
        scan,
        make.result(
            make.file(
                components=[
                    rest,
                    make.component("up", "1.10.0", "BUSL-1.1"),
                    make.component("up", "1.9.0", "MIT", module="b"),
                    make.component("new", "1.0.0"),
                ],
                blob="2",
            ),
            make.file("pom.xml", state="failed", format_name="maven/pom"),
            state=State.PARTIAL,
        ),
    )
    scans.writer.retire_sources(scan, ["weg"])
    scans.writer.write_evaluation(scan, [make.finding("stays"), make.finding("fresh")], [], [])
    scans.writer.finish_scan(scan, State.PARTIAL, make.now)
    return scans


def test_components_licences_findings_and_coverage(estate) -> None:
    found = diff(estate.store, 1, 2)
    assert [(c.source, c.change, c.name, c.before, c.after) for c in found.components] == [
        ("afspraken", "removed", "gone", ("1.0.0",), ()),
        ("afspraken", "added", "new", (), ("1.0.0",)),
        ("afspraken", "changed", "up", ("1.9.0",), ("1.9.0", "1.10.0")),
        ("weg", "removed", "same", ("1.0.0",), ()),
    ]
    assert [(c.name, c.before, c.after) for c in found.licenses] == [
        ("up", (("declared", "MIT"),), (("declared", "BUSL-1.1"), ("declared", "MIT")))
    ]
    assert {(c.subject, c.before, c.after) for c in found.findings} == {
        ("solved", "open", "resolved"),
        ("fresh", "", "open"),
    }
    assert [
        (c.source, c.before, c.after, c.failed_before, c.failed_after) for c in found.coverage
    ] == [
        ("afspraken", "complete", "partial", 0, 1),
        ("weg", "complete", "", 0, 0),
    ]


def test_nothing_changed_is_an_empty_diff(scans, make) -> None:
    result = make.result(make.file(components=[make.component("a", "1.0.0", "MIT")]))
    scans(result)
    scans(result)
    found = diff(scans.store, 1, 2)
    assert (found.components, found.licenses, found.findings, found.coverage) == ((), (), (), ())


@pytest.mark.parametrize(
    ("first", "second", "why"), [(2, 1, "older one first"), (1, 9, "no finished scan 9")]
)
def test_wrong_scans_are_refused(estate, first, second, why) -> None:
    with pytest.raises(StoreError, match=why):
        diff(estate.store, first, second)
