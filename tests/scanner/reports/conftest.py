"""An invented estate as `ReportData`, and a hostile one: every text in it attacks its reader."""

from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
import pytest

from policies.finding import Confidence, Place, Severity, SubjectKind, Verdict
from sbom.component import Component, Scope, VersionKind
from sbom.issue import Issue, IssueKind, Stage
from sbom.license import LicenseClaim
from sbom.purl import build
from scanner.reports.data import (
    ComponentRow,
    FindingRow,
    FormatRow,
    IssueRow,
    LicenseRow,
    ReportData,
    RuleCount,
    SourceRow,
    SystemRow,
    Texts,
)

AT = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
EVIL = "<script>alert(1)</script>|`x`\x1b[31m\x00\u202e]]>&\"'\n=1+1 @iedereen https://example.org"


def finding(number: int, **changes: object) -> FindingRow:
    made = FindingRow(
        fingerprint=f"{number:032x}",
        rule="license-denied",
        status="open",
        new=False,
        first_seen=AT,
        subject_kind=SubjectKind.COMPONENT,
        subject="pkg:npm/kaartlaag",
        system="portaal",
        verdict=Verdict.DEVIATES,
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        values=(("license", "BUSL-1.1"), ("name", "kaartlaag")),
        places=(
            Place(source="repositories/portaal", path="web/package-lock.json", line=68),
            Place(source="repositories/portaal", path="web/package.json"),
        ),
        place_count=3,
        title=Texts(
            nl="Licentie niet toegestaan: BUSL-1.1 van kaartlaag",
            en="Licence not allowed: BUSL-1.1 of kaartlaag",
        ),
        message=Texts(
            nl="Onderdeel kaartlaag valt onder BUSL-1.1.", en="kaartlaag is under BUSL-1.1."
        ),
        fix=Texts(nl="Vervang kaartlaag.", en="Replace kaartlaag."),
    )
    return msgspec.structs.replace(made, **changes)


def system(number: str, **changes: object) -> SystemRow:
    made = SystemRow(
        id=number,
        name="Portaal",
        domain="dienstverlening",
        owner="Team Portaal",
        sourcing="own",
        use_mode="public-client",
        criticality="high",
        sources=1,
        components=1204,
        with_license=1100,
        deviates=1,
        unknown=0,
        waived=1,
        worst=Severity.HIGH,
    )
    return msgspec.structs.replace(made, **changes)


def source(uri: str, **changes: object) -> SourceRow:
    made = SourceRow(
        uri=uri,
        kind="git",
        system="portaal",
        revision="0123456789abcdef",
        state="complete",
        unchanged=False,
        files_seen=9,
        files_read=9,
        files_failed=0,
        files_skipped=0,
        unsupported=(),
        components=1204,
        issues=0,
    )
    return msgspec.structs.replace(made, **changes)


def component(name: str, **changes: object) -> ComponentRow:
    made = ComponentRow(
        component=Component(
            purl=build("npm", name, "1.2.3"),
            name=name,
            version="1.2.3",
            direct=True,
            line=68,
            licenses=(LicenseClaim(raw="MIT"),),
        ),
        license="MIT",
        license_raw="MIT",
        license_class="permissive",
        verdict="complies",
        system="portaal",
        source="repositories/portaal",
        path="web/package-lock.json",
        line=68,
    )
    return msgspec.structs.replace(made, **changes)


def rule(number: str, **changes: int) -> RuleCount:
    made = RuleCount(
        rule=number,
        title=Texts(nl="t", en="t"),
        complies=10,
        deviates=1,
        unknown=0,
        not_applicable=2,
        waived=0,
    )
    return msgspec.structs.replace(made, **changes)


def estate(**changes: object) -> ReportData:
    rows = (
        component(
            "kaartlaag", license="BUSL-1.1", license_class="source-available", verdict="deviates"
        ),
        component("lijstje"),
        component(
            "zonder-versie",
            component=Component(
                purl=build("npm", "zonder-versie"),
                name="zonder-versie",
                version_kind=VersionKind.RANGE,
                requirement="^2",
                scope=Scope.DEV,
            ),
            license="",
            license_raw="",
            license_class="",
            verdict="unknown",
            line=0,
        ),
    )
    made = ReportData(
        organisation="Gemeente Voorbeeld",
        scan_id=4,
        started_at=AT,
        finished_at=AT,
        tool_version="0.1.0",
        pack_name="default",
        pack_version="2026.11",
        pack_digest="ab" * 32,
        complete=False,
        previous_scan_id=3,
        systems=(
            system(
                "",
                name="",
                domain="",
                owner="",
                sourcing="",
                use_mode="",
                criticality="",
                worst=None,
                components=12,
                with_license=12,
                deviates=0,
                waived=0,
            ),
            system("portaal"),
            system(
                "schoon",
                name="Agenda",
                deviates=0,
                waived=0,
                worst=None,
                components=40,
                with_license=40,
            ),
            system(
                "zaken",
                name="Zaken",
                domain="bedrijfsvoering",
                owner="",
                sourcing="commercial",
                use_mode="internal",
                criticality="vital",
                deviates=0,
                unknown=1,
                waived=0,
                worst=Severity.MEDIUM,
                components=310,
                with_license=12,
            ),
        ),
        findings=(
            finding(1, new=True),
            finding(
                2,
                status="waived",
                waiver="portaal-kaart",
                waiver_reason="temporary: wordt vervangen",
                waiver_until="2027-03-31",
            ),
            finding(
                3,
                rule="license-unknown",
                system="zaken",
                verdict=Verdict.UNKNOWN,
                severity=Severity.MEDIUM,
                subject="pkg:maven/nl.voorbeeld/kern",
                places=(Place(source="supplied/zaken", path="zaken bom.cdx.json", line=12),),
                place_count=1,
                title=Texts(nl="Geen licentie bekend van kern", en="No licence known of kern"),
            ),
            finding(
                4,
                rule="waiver-expired",
                system="",
                subject_kind=SubjectKind.WAIVER,
                subject="oude-kaart",
                severity=Severity.MEDIUM,
                places=(),
                place_count=0,
                values=(
                    ("decided_by", "CIO-overleg"),
                    ("findings", "1"),
                    ("valid_until", "2026-06-30"),
                ),
                title=Texts(nl="Afwijking verlopen: oude-kaart", en="Waiver ended: oude-kaart"),
            ),
        ),
        rules=(rule("license-denied"), rule("license-unknown", unknown=1), rule("waiver-expired")),
        licenses=(
            LicenseRow(expression="MIT", license_class="permissive", components=1150, systems=3),
            LicenseRow(expression="", license_class="", components=402, systems=2),
            LicenseRow(
                expression="BUSL-1.1", license_class="source-available", components=2, systems=1
            ),
        ),
        sources=(
            source("repositories/agenda", system="schoon", unchanged=True),
            source("repositories/los", system="", unsupported=("Conan", "Hex")),
            source("repositories/portaal"),
            source(
                "supplied/zaken",
                kind="sbom",
                system="zaken",
                state="partial",
                files_read=8,
                files_failed=1,
            ),
        ),
        formats=(
            FormatRow(
                format="npm/package-lock",
                files=3,
                failed=0,
                components=1204,
                with_version=1200,
                with_license=1100,
            ),
        ),
        issues=(
            IssueRow(
                source="supplied/zaken",
                issue=Issue(
                    kind=IssueKind.ENTRY,
                    message="component has no name",
                    path="zaken bom.cdx.json",
                    line=13,
                    subject="stuk",
                ),
            ),
            IssueRow(
                source="repositories/los",
                issue=Issue(kind=IssueKind.NOTE, message="repaired", stage=Stage.PARSE),
            ),
        ),
        component_count=1554,
        occurrence_count=3,
        components=lambda: iter(rows),
    )
    return msgspec.structs.replace(made, **changes)


def hostile() -> ReportData:
    """The estate with an attack in every text."""
    both = Texts(nl=EVIL, en=EVIL)
    base = estate()
    bad = finding(
        9,
        title=both,
        message=both,
        fix=both,
        subject=EVIL,
        system=EVIL,
        rule="license-denied",
        places=(Place(source=EVIL, path=EVIL + "/bestand", line=1),),
        place_count=1,
    )
    row = component(
        "evil",
        component=Component(purl="", name="=HYPERLINK(1)", version="\udc80", ref=EVIL),
        license=EVIL,
        license_raw=EVIL,
        source=EVIL,
        path=EVIL,
        system=EVIL,
    )
    return msgspec.structs.replace(
        base,
        organisation=EVIL,
        systems=(*base.systems, system(EVIL, name=EVIL, domain=EVIL, owner=EVIL, sourcing=EVIL)),
        findings=(
            bad,
            msgspec.structs.replace(
                bad,
                status="waived",
                waiver=EVIL,
                waiver_reason=EVIL,
                waiver_until=EVIL,
                fingerprint="f" * 32,
            ),
        ),
        licenses=(LicenseRow(expression=EVIL, license_class=EVIL, components=1, systems=1),),
        sources=(source(EVIL, system=EVIL, state="failed", unsupported=(EVIL,)),),
        formats=(
            FormatRow(format=EVIL, files=1, failed=0, components=1, with_version=1, with_license=1),
        ),
        issues=(
            IssueRow(
                source=EVIL,
                issue=Issue(
                    kind=IssueKind.UNREADABLE, message=EVIL, path=EVIL, line=2, subject=EVIL
                ),
            ),
        ),
        components=lambda: iter((row,)),
    )


def large() -> ReportData:
    """Two thousand systems, twelve thousand findings."""
    base = estate()
    long = "lange-naam-" * 30
    return msgspec.structs.replace(
        base,
        systems=tuple(system(f"s{i:05}", name=f"Systeem {i} {long}") for i in range(2000)),
        findings=tuple(
            finding(
                i, rule=r.rule, system=f"s{i:05}", title=Texts(nl=f"{i} {long}", en=f"{i} {long}")
            )
            for n, r in enumerate(base.rules)
            for i in range(n * 4000, n * 4000 + 4000)
        ),
        licenses=tuple(
            LicenseRow(
                expression=f"LicenseRef-{i}-{long}",
                license_class="unknown",
                components=1,
                systems=1,
            )
            for i in range(500)
        ),
        sources=tuple(source(f"bron-{i:05}-{long}", system=f"s{i:05}") for i in range(2500)),
        issues=base.issues[:1] * 5000,
    )


@pytest.fixture
def data() -> ReportData:
    return estate()


@pytest.fixture
def changed() -> Callable[..., ReportData]:
    return estate


@pytest.fixture
def hostile_data() -> ReportData:
    return hostile()


@pytest.fixture(scope="session")
def large_data() -> ReportData:
    return large()


@pytest.fixture
def make_finding() -> Callable[..., FindingRow]:
    return finding
