"""What a report shows of a scan."""

import pytest

from collectors.collector import State
from policies.facts import UseMode
from policies.finding import Severity, Verdict
from sbom.component import Component, Role, Scope
from sbom.errors import StoreError
from sbom.issue import Issue, IssueKind
from sbom.license import LicenseClaim, LicenseKind
from scanner.store.queries import issues, report_data
from scanner.store.scans import latest, scan_of
from scanner.store.scans import scans as all_scans


@pytest.fixture
def estate(scans, make):
    """Two scans: a small estate with one of most things, then one file lost and one new licence."""
    lock = [
        make.component("a", "1.0.0", "MIT", line=3),
        make.component("b", "2.0.0", "MIT", "?weird", line=9),
        make.component("c", "", scope=Scope.DEV),
    ]
    broken = Issue(kind=IssueKind.UNREADABLE, message="cut off", path="pom.xml", line=4)
    results = (
        make.result(
            make.file(components=lock),
            make.file("pom.xml", format_name="maven/pom", state="failed", issues=[broken]),
            make.file("bun.lock", format_name="bun.lock", state="unsupported"),
            make.file("old/package-lock.json", state="skipped"),
            state=State.PARTIAL,
        ),
        make.result(make.file(components=lock[:1]), name="zaken", system=""),
    )
    findings = [
        make.finding("b", severity=Severity.MEDIUM, verdict=Verdict.UNKNOWN),
        make.finding("c", severity=Severity.HIGH),
    ]
    waived = [(make.finding("w", severity=Severity.CRITICAL), make.waiver())]
    systems = [make.system("balie", use_mode=UseMode.HOSTED), make.system("leeg")]
    scans(*results, findings=findings, waived=waived, systems=systems, state=State.PARTIAL)
    return scans


def test_a_report_counts_what_there_is(estate, make) -> None:
    data = report_data(estate.store, make.wording)
    assert (data.organisation, data.scan_id, data.complete, data.previous_scan_id) == (
        "Voorbeeld", 1, False, None,
    )  # fmt: skip
    assert (data.component_count, data.occurrence_count) == (3, 4)
    counted = [(s.id, s.sources, s.components, s.with_license) for s in data.systems]
    assert counted == [("", 1, 1, 1), ("balie", 1, 3, 2), ("leeg", 0, 0, 0)]
    balie = data.systems[1]
    assert (balie.deviates, balie.unknown, balie.waived, balie.worst) == (1, 1, 1, Severity.HIGH)
    licenses = [(r.expression, r.license_class, r.components, r.systems) for r in data.licenses]
    assert licenses == [("MIT", "permissive", 2, 2), ("", "", 1, 1)]
    assert [f.subject for f in data.findings] == ["w", "c", "b"]


def test_coverage_says_what_was_not_read(estate, make) -> None:
    data = report_data(estate.store, make.wording)
    source = data.sources[0]
    assert (source.uri, source.state, source.unchanged) == ("afspraken", "partial", False)
    assert (source.files_seen, source.files_read, source.files_failed, source.files_skipped) == (
        10,
        1,
        1,
        1,
    )
    assert source.unsupported == ("bun.lock",)
    assert (source.components, source.issues) == (3, 1)
    formats = [
        (f.format, f.files, f.failed, f.components, f.with_version, f.with_license)
        for f in data.formats
    ]
    assert formats == [("maven/pom", 1, 1, 0, 0, 0), ("npm/package-lock", 3, 0, 4, 3, 3)]
    (row,) = issues(estate.store)
    assert (row.source, row.issue.path, row.issue.line) == ("afspraken", "pom.xml", 4)


def test_components_stream_in_order_with_licence_and_verdict(estate, make) -> None:
    asked = []

    def judge(key):
        asked.append(key)
        return f"{len(key.claims)}-{key.use_mode}-{key.scope}"

    rows = list(report_data(estate.store, make.wording, judge=judge).components())
    shown = [
        (r.system, r.component.purl, r.source, r.line, r.license, r.license_raw, r.verdict)
        for r in rows
    ]
    assert shown == [
        ("", "pkg:npm/a@1.0.0", "zaken", 3, "MIT", "MIT", "1-None-runtime"),
        ("balie", "pkg:npm/a@1.0.0", "afspraken", 3, "MIT", "MIT", "1-hosted-runtime"),
        ("balie", "pkg:npm/b@2.0.0", "afspraken", 9, "MIT", "?weird | MIT", "2-hosted-runtime"),
        ("balie", "pkg:npm/c", "afspraken", 0, "", "", "0-hosted-dev"),
    ]
    assert len(asked) == len(set(asked)), "a key is judged once"


def test_a_component_comes_back_whole(scans, make) -> None:
    whole = Component(
        purl="pkg:pypi/django@5.0?repository_url=example.org#sub",
        name="Django",
        version="5.0",
        scope=Scope.OPTIONAL,
        roles=(Role.GIT, Role.PLATFORM),
        direct=True,
        ref="django",
        module="apps/a",
        licenses=(
            LicenseClaim(raw="BSD", kind=LicenseKind.CONCLUDED, line=5, source="x"),
            LicenseClaim(raw="BSD-3-Clause", line=5, source="classifier"),
        ),
        supplier="DSF",
        hashes=(("SHA-256", "00ff"),),
        download="https://example.org/django.tar.gz",
        line=4,
        purl_raw="pkg:PyPI/Django@5.0",
        properties=(("marker", "python_version > '3'"),),
    )
    scans(make.result(make.file("poetry.lock", [whole])))
    (row,) = report_data(scans.store, make.wording).components()
    assert row.component == whole


def test_an_older_scan_is_shown_as_it_was(estate, make) -> None:
    before = report_data(estate.store, make.wording, scan=1)
    rows = list(before.components())
    estate(make.result(make.file(components=[make.component("a", "9.0.0", "ISC")])), systems=[])
    after = report_data(estate.store, make.wording, scan=1)
    assert list(after.components()) == rows
    for field in ("systems", "sources", "formats", "issues", "licenses", "component_count"):
        assert getattr(after, field) == getattr(before, field)
    assert report_data(estate.store, make.wording).previous_scan_id == 1


def test_the_strongest_kind_that_can_be_read_counts(scans, make) -> None:
    def claimed(name, *pairs):
        claims = tuple(LicenseClaim(raw=r, kind=LicenseKind(k)) for k, r in pairs)
        return make.component(name, "1.0.0", licenses=claims)

    scans(
        make.result(
            make.file(
                components=[
                    claimed("a", ("detected", "GPL"), ("declared", "MIT"), ("concluded", "ISC")),
                    claimed("b", ("detected", "GPL"), ("declared", "MIT")),
                    claimed("c", ("inferred", "X"), ("detected", "GPL"), ("declared", "?")),
                    claimed("d", ("declared", "MIT OR ISC"), ("declared", "BSD")),
                    claimed("e", ("declared", "?")),
                ]
            )
        )
    )
    rows = scans.store.rows("SELECT purl, kind, expression FROM effective_license ORDER BY 1")
    assert [r[1:] for r in rows] == [
        ("concluded", "ISC"),
        ("declared", "MIT"),
        ("detected", "GPL"),
        ("declared", "BSD AND (MIT OR ISC)"),
        (None, None),
    ]


def test_a_licence_is_normalised_once_per_text_and_again_with_a_new_pack(scans, make) -> None:
    asked: list[str] = []

    def normalise(raw):
        asked.append(raw)
        return raw.upper()

    entries = [make.component(f"p{i}", "1.0.0", "mit") for i in range(50)]
    scans.writer.begin_scan(make.meta)
    scans.writer.write_source(1, make.result(make.file(components=entries)))
    for digest in ("n1", "n1", "n2"):
        scans.writer.settle_licenses(digest, normalise, lambda e, d=digest: f"{d}-{e}")
    assert asked == ["mit", "mit"]
    assert scans.store.rows("SELECT expression, class FROM license_text") == [("MIT", "n2-MIT")]
    assert scans.store.rows("SELECT class FROM license_set") == [("n2-MIT",)]


def test_the_latest_scan_in_numbers(estate, make) -> None:
    found = latest(estate.store)
    assert (found.scan.id, found.scan.state, found.summary.components) == (1, "partial", 3)
    assert found.findings == (("open", "high", 1), ("open", "medium", 1), ("waived", "critical", 1))
    assert found.sources == (("complete", 1), ("partial", 1))


def test_only_finished_scans_are_shown(estate, make) -> None:
    estate.writer.begin_scan(make.meta)
    assert scan_of(estate.store).id == 1
    assert [(s.id, s.state) for s in all_scans(estate.store)] == [(2, "running"), (1, "partial")]
    with pytest.raises(StoreError, match="no finished scan 2"):
        report_data(estate.store, make.wording, scan=2)


def test_without_a_scan_there_is_advice(scans, make) -> None:
    with pytest.raises(StoreError, match=r"no finished scan yet\. `sluis scan` makes one"):
        report_data(scans.store, make.wording)
