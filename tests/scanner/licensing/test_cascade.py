"""The cascade over whole scans of small estates."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from policies.default_pack import load_default
from scanner.judgement import Judgement
from scanner.packs import load_curations
from scanner.pipeline import scan
from scanner.progress import Progress
from scanner.settings import load_settings
from scanner.store import license_evidence
from scanner.store.store import open_store

PACK = load_default()
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ESTATE = """\
organisation: {name: Voorbeeld}
curations: curations.yaml
systems:
  - {id: balie, name: Balie, targets: [{folder: balie}]}
  - {id: archief, name: Archief, use_mode: distributed, outbound_license: EUPL-1.2,
     targets: [{folder: archief}]}
"""
CURATION = """\
curations:
  - id: {id}
    purl: pkg:npm/{name}
    {what}
    reason: De tekst is gelezen.
    decided_by: licentiebalie
    decided_on: 2026-11-20
    source: https://example.org/LICENSE
"""


def lock(*packages: tuple[str, str, str]) -> bytes:
    """A package-lock.json; an empty licence is left out. The first package needs the others."""
    listed: dict[str, object] = {"": {"name": "project", "dependencies": {packages[0][0]: "*"}}}
    for number, (name, version, licence) in enumerate(packages):
        entry: dict[str, object] = {"version": version}
        if licence:
            entry["license"] = licence
        if not number:
            entry["dependencies"] = {n: "*" for n, _, _ in packages[1:]}
        listed[f"node_modules/{name}"] = entry
    return msgspec.json.encode({"name": "project", "lockfileVersion": 3, "packages": listed})


class Estate:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "estate.yaml").write_text(ESTATE)
        (folder / "curations.yaml").write_text("curations: []\n")

    def write(self, system: str, *packages: tuple[str, str, str]) -> None:
        (self.folder / system).mkdir(exist_ok=True)
        (self.folder / system / "package-lock.json").write_bytes(lock(*packages))

    def decide(self, name: str, what: str, decision: str = "besluit") -> None:
        text = CURATION.format(id=decision, name=name, what=what)
        (self.folder / "curations.yaml").write_text(text)

    def scan(self, *, borrow: bool = True) -> None:
        settings = load_settings(self.folder / "estate.yaml", {"SLUIS_DB": str(self.database)})
        judgement = Judgement(
            pack=PACK,
            waivers=(),
            curations=load_curations(settings.curations),
            borrow=borrow,
            now=NOW,
        )
        with open_store(self.database) as store:
            outcome = scan(settings, store, judgement, progress=Progress(0, enabled=False))
        assert not outcome.issues

    @property
    def database(self) -> Path:
        return self.folder / "estate.db"

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        with open_store(self.database, readonly=True) as store:
            return store.rows(sql)

    def licences(self) -> dict[tuple[str, str], tuple[str, str]]:
        return {
            (str(source), str(purl)[8:]): (str(expression), str(step))
            for source, purl, expression, step in self.ask(
                "SELECT source, purl, expression, step FROM effective_license"
            )
        }

    def open(self, rule: str) -> list[str]:
        rows = self.ask(f"SELECT subject FROM finding WHERE rule = '{rule}' AND status = 'open'")
        return sorted(str(s) for (s,) in rows)


@pytest.fixture
def estate(tmp_path: Path) -> Estate:
    made = Estate(tmp_path)
    made.write("balie", ("a", "1.0.0", "MIT"), ("b", "1.0.0", ""))
    made.write("archief", ("a", "1.0.0", ""), ("b", "2.0.0", "ISC"), ("c", "1.0.0", ""))
    return made


def test_a_licence_is_borrowed_and_nothing_is_overwritten(estate: Estate) -> None:
    estate.scan()
    assert estate.licences() == {
        ("balie", "a@1.0.0"): ("MIT", "stated"),
        ("archief", "a@1.0.0"): ("MIT", "same-version"),
        ("archief", "b@2.0.0"): ("ISC", "stated"),
        ("balie", "b@1.0.0"): ("ISC", "other-version"),
    }
    assert estate.ask("SELECT count(*) FROM license_claim") == [(2,)]
    assert estate.open("license-unknown") == ["pkg:npm/c"]


def test_reports_show_the_licence_that_counts(estate: Estate) -> None:
    from scanner.store.component_rows import component_rows

    estate.scan()
    with open_store(estate.database, readonly=True) as store:
        shown = {(r.system, r.component.name): r.license for r in component_rows(store, 1, None)}
    assert shown["archief", "a"] == "MIT"
    assert shown["balie", "b"] == "ISC"


def test_without_borrowing_it_stays_unknown(estate: Estate) -> None:
    estate.scan(borrow=False)
    assert len(estate.licences()) == 2
    assert len(estate.open("license-unknown")) == 3


def test_what_was_borrowed_goes_with_its_lender_and_comes_back(estate: Estate) -> None:
    estate.scan()
    estate.write("balie", ("a", "1.0.0", ""), ("b", "1.0.0", ""))
    estate.scan()
    assert ("archief", "a@1.0.0") not in estate.licences()
    assert "pkg:npm/a" in estate.open("license-unknown")
    estate.write("balie", ("a", "1.0.0", "MIT"), ("b", "1.0.0", ""))
    estate.scan()
    assert estate.licences()["archief", "a@1.0.0"] == ("MIT", "same-version")
    assert estate.open("license-unknown") == ["pkg:npm/c"]


def test_an_unchanged_estate_writes_no_evidence(estate: Estate) -> None:
    estate.scan()
    before = estate.ask("SELECT count(*), max(from_scan) FROM license_evidence")
    estate.write("archief", ("a", "1.0.0", ""), ("b", "2.0.0", "ISC"), ("d", "1.0.0", ""))
    estate.scan()
    assert estate.ask("SELECT count(*), max(from_scan) FROM license_evidence") == before


def test_lenders_that_disagree_are_a_conflict(estate: Estate) -> None:
    estate.write("balie", ("a", "1.0.0", "MIT"), ("c", "2.0.0", "MIT"))
    estate.write("archief", ("a", "1.0.0", ""), ("c", "3.0.0", "ISC"), ("b", "2.0.0", ""))
    estate.write("balie", ("a", "1.0.0", "MIT"), ("c", "2.0.0", "MIT"), ("b", "1.0.0", ""))
    (estate.folder / "archief" / "sub").mkdir()
    (estate.folder / "archief" / "sub" / "package-lock.json").write_bytes(lock(("c", "1.0.0", "")))
    estate.scan()
    assert estate.open("license-conflict") == ["pkg:npm/c"]


def test_a_decision_goes_before_everything_and_ends_with_the_file(estate: Estate) -> None:
    estate.decide("c", "concluded: MPL-2.0")
    estate.scan()
    assert estate.licences()["archief", "c@1.0.0"] == ("MPL-2.0", "curation")
    assert estate.open("license-unknown") == []
    assert estate.open("curation-unused") == []
    estate.decide("weg", "concluded: MPL-2.0")
    estate.scan()
    assert estate.open("license-unknown") == ["pkg:npm/c"]
    assert estate.open("curation-unused") == ["besluit"]


def test_a_choice_settles_an_or_and_is_refused_elsewhere(estate: Estate) -> None:
    estate.write("balie", ("a", "1.0.0", "MIT OR GPL-3.0-only"), ("b", "1.0.0", ""))
    estate.decide("a", "choice: GPL-3.0-only")
    estate.scan()
    assert estate.licences()["balie", "a@1.0.0"] == ("GPL-3.0-only", "curation")
    assert estate.licences()["archief", "a@1.0.0"] == ("GPL-3.0-only", "curation")
    estate.decide("a", "choice: Apache-2.0")
    estate.scan()
    assert estate.licences()["balie", "a@1.0.0"] == ("MIT OR GPL-3.0-only", "stated")
    assert estate.open("curation-unused") == ["besluit"]


def test_an_incompatible_licence_shows_the_way_it_comes_in(estate: Estate) -> None:
    estate.write("archief", ("a", "1.0.0", "MIT"), ("b", "2.0.0", "BUSL-1.1"))
    estate.scan()
    assert estate.open("license-incompatible") == ["pkg:npm/b"]
    ((content,),) = estate.ask("SELECT content FROM finding WHERE rule = 'license-incompatible'")
    values = dict(msgspec.json.decode(str(content))["values"])
    assert values["way"].endswith("a@1.0.0 > b@2.0.0")


def test_a_later_version_under_stricter_terms_is_told(estate: Estate) -> None:
    estate.write("balie", ("a", "1.0.0", "MIT"))
    estate.write("archief", ("a", "2.0.0", "BUSL-1.1"))
    estate.scan()
    rows = estate.ask("SELECT system, severity FROM finding WHERE rule = 'license-relicensed'")
    assert sorted(rows) == [("archief", "medium"), ("balie", "info")]


def test_answers_of_a_look_up_count_where_the_source_is_silent(estate: Estate) -> None:
    estate.scan()
    with open_store(estate.database) as store, store.transaction() as connection:
        connection.execute(
            "INSERT INTO license_lookup VALUES ('deps.dev', 'pkg:npm/c@1.0.0', 'found', "
            "'[\"Apache-2.0\"]', '{}', '', '2026-11-23T09:00:00+00:00')"
        )
    estate.scan()
    assert estate.licences()["archief", "c@1.0.0"] == ("Apache-2.0", "look-up")
    assert estate.open("license-unknown") == []


def test_the_view_ranks_as_the_code_does(tmp_path: Path) -> None:
    with open_store(tmp_path / "leeg.db") as store:
        ((sql,),) = store.rows("SELECT sql FROM sqlite_master WHERE name = 'license_step'")
    places = [sql.index(f"'{step}'") for step in license_evidence.STEPS[:-1]]
    assert places == sorted(places)


def test_step_by_step_ends_where_a_fresh_start_does(estate: Estate, tmp_path: Path) -> None:
    steps = [
        ("balie", [("a", "1.0.0", ""), ("b", "1.0.0", "MIT"), ("c", "1.0.0", "ISC")]),
        ("archief", [("a", "1.1.0", "BUSL-1.1"), ("b", "2.0.0", "")]),
        ("balie", [("a", "1.0.0", "MIT"), ("b", "1.0.0", "")]),
        ("archief", [("a", "1.1.0", "MIT"), ("b", "1.0.0", "GPL-3.0-only"), ("c", "3.0.0", "")]),
        ("balie", [("c", "1.0.0", "MIT")]),
    ]
    estate.decide("c", "concluded: MPL-2.0")
    for system, packages in steps:
        estate.scan()
        estate.write(system, *packages)
    estate.scan()
    findings = "SELECT rule, subject, system, verdict, severity FROM finding WHERE status = 'open'"
    licences = "SELECT source, purl, kind, expression, class, step FROM effective_license"
    counts = (
        "SELECT rule, system, complies, deviates, unknown FROM verdict_count WHERE to_scan IS NULL"
    )
    asked = [f"{sql} ORDER BY 1, 2, 3, 4, 5" for sql in (findings, licences, counts)]
    grown = [estate.ask(sql) for sql in asked]
    estate.database.rename(tmp_path / "oud.db")
    estate.scan()
    fresh = [estate.ask(sql) for sql in asked]
    history = {"license-changed"}  # needs an earlier scan
    for before, after in zip(grown, fresh, strict=True):
        assert [r for r in before if r[0] not in history] == [
            r for r in after if r[0] not in history
        ]
