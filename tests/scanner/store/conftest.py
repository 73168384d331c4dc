"""Databases and values for the tests of the store."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from collectors.collector import State, Target
from policies.facts import SystemFact
from policies.finding import Finding, Place, Severity, SubjectKind, Verdict
from policies.waiver import Waiver
from sbom.component import Component, Dependency, Role, Scope, VersionKind
from sbom.inventory import Descriptor, Inventory
from sbom.issue import Issue
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.source import OriginKind
from scanner.reports.data import Texts
from scanner.result import ReadFile, SourceResult
from scanner.store.findings import Wording
from scanner.store.store import Store, open_store
from scanner.store.writer import ScanMeta, Writer

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


class Make:
    """Short ways to make values."""

    now = NOW
    meta = ScanMeta(
        started_at=NOW,
        organisation="Voorbeeld",
        tool_version="1.0",
        pack_name="standaard",
        pack_version="2026.1",
        pack_digest="d1",
        judged_digest="j1",
    )

    @staticmethod
    def component(name: str, version: str = "1.0.0", *licenses: str, **more: object) -> Component:
        kind = more.pop("kind", "npm")
        requirement = more.get("requirement", "")
        values: dict[str, object] = {
            "purl": build(str(kind), name, version),
            "name": name,
            "version": version,
            "version_kind": VersionKind.EXACT if version else VersionKind.RANGE,
            "licenses": tuple(LicenseClaim(raw=r, source="license") for r in licenses),
            "requirement": requirement or ("" if version else "^1.0"),
        }
        values.update(more)
        return Component(**values)  # type: ignore[arg-type]  # names are those of the struct

    @staticmethod
    def file(
        path: str = "package-lock.json",
        components: Iterable[Component] = (),
        *,
        state: str = "read",
        edges: Iterable[Dependency] = (),
        issues: Iterable[Issue] = (),
        descriptors: Iterable[Descriptor] = (),
        format_name: str = "npm/package-lock",
        blob: str = "b1",
    ) -> ReadFile:
        inventory = Inventory(
            components=tuple(components),
            dependencies=tuple(edges),
            issues=tuple(issues),
            descriptors=tuple(descriptors),
        )
        return ReadFile(path=path, format=format_name, blob=blob, state=state, inventory=inventory)

    @staticmethod
    def target(name: str = "afspraken", system: str = "balie", **more: object) -> Target:
        values: dict[str, object] = {"kind": OriginKind.GIT, "location": f"/repos/{name}"}
        values.update(more)
        return Target(id=name, system=system, **values)  # type: ignore[arg-type]  # as above

    @staticmethod
    def result(
        *files: ReadFile,
        name: str = "afspraken",
        system: str = "balie",
        state: State = State.COMPLETE,
        revision: str = "r1",
        issues: Iterable[Issue] = (),
        **more: object,
    ) -> SourceResult:
        return SourceResult(
            target=Make.target(name, system, **more),
            revision=revision,
            state=state,
            files_seen=10,
            files=tuple(sorted(files, key=lambda f: f.path)),
            issues=tuple(issues),
            collected_at=NOW,
        )

    @staticmethod
    def system(name: str = "balie", **more: object) -> SystemFact:
        return SystemFact(id=name, name=name.capitalize(), **more)  # type: ignore[arg-type]

    @staticmethod
    def finding(subject: str = "pkg:npm/voorbeeld", **more: object) -> Finding:
        values: dict[str, object] = {
            "rule": "license-denied",
            "subject_kind": SubjectKind.COMPONENT,
            "subject": subject,
            "system": "balie",
            "verdict": Verdict.DEVIATES,
            "severity": Severity.HIGH,
            "places": (Place(source="afspraken", path="package-lock.json", line=3),),
            "place_count": 1,
        }
        values.update(more)
        return Finding(**values)  # type: ignore[arg-type]  # names are those of the struct

    @staticmethod
    def waiver(name: str = "w1") -> Waiver:
        return Waiver(
            id=name,
            ground="no-alternative",
            explanation="vervanging loopt",
            decided_by="CIO",
            decided_on=date(2026, 1, 1),
            valid_until=date(2027, 1, 1),
            rule="license-denied",
            subject="*",
        )

    wording = Wording(
        lambda f: (
            Texts(nl=f"nl {f.rule}", en=f"en {f.rule}"),
            Texts(nl=f.subject, en=f.subject),
            Texts(nl="doe iets", en="do something"),
        ),
        lambda rule: Texts(nl=f"regel {rule}", en=f"rule {rule}"),
    )
    roles = Role
    scopes = Scope


class Scans:
    """A store with a writer, and whole scans in one call."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.writer = Writer(store)

    def __call__(
        self,
        *results: SourceResult,
        findings: Iterable[Finding] = (),
        waived: Iterable[tuple[Finding, Waiver]] = (),
        systems: Iterable[SystemFact] = (SystemFact(id="balie", name="Balie"),),
        state: State = State.COMPLETE,
    ) -> int:
        writer = self.writer
        scan = writer.begin_scan(Make.meta)
        writer.write_systems(scan, systems)
        for result in results:
            writer.write_source(scan, result, "reader-1")
        writer.settle_licenses(
            "n1", lambda raw: None if raw.startswith("?") else raw, lambda _: "permissive"
        )
        writer.write_evaluation(scan, findings, waived, ())
        writer.finish_scan(scan, state, NOW)
        return scan


@pytest.fixture
def make() -> type[Make]:
    return Make


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A freshly made database, to copy."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    open_store(path).close()
    return path


@pytest.fixture
def database(tmp_path: Path, empty_database: Path) -> Path:
    """A database of this test's own."""
    return Path(shutil.copy(empty_database, tmp_path / "estate.db"))


@pytest.fixture
def scans(database: Path) -> Iterator[Scans]:
    with open_store(database) as store:
        yield Scans(store)


@pytest.fixture
def counted(scans: Scans) -> Callable[[], dict[str, int]]:
    """Rows by table."""

    def count() -> dict[str, int]:
        tables = scans.store.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%STRICT%'"
        )
        return {t: scans.store.rows(f"SELECT count(*) FROM {t}")[0][0] for (t,) in tables}

    return count
