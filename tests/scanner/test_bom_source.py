"""A bill of materials of anything on disk."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from collectors.collector import Limits
from policies.sbom_profiles.document import sheet_of
from policies.sbom_profiles.profiles import load_norms
from policies.sbom_score import Verdict, score
from sbom.component import Role
from sbom.errors import CollectError
from sbom.source import OriginKind
from scanner import bom_source
from scanner.bom_source import Parties, bom_of, kind_of, made_at
from scanner.sbom_rendering import rendered

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "balie"
    made.mkdir()
    (made / "requirements.txt").write_text("flask==3.0.0\n")
    return made


def test_name_is_given_stated_or_that_of_the_folder(folder: Path) -> None:
    assert bom_of(folder, name="x", now=NOW).bom.root.component.name == "x"
    assert bom_of(folder, now=NOW).bom.root.component.name == "balie"
    (folder / "package.json").write_text('{"name": "loket", "version": "2.0.0"}')
    root = bom_of(folder, now=NOW).bom.root.component
    assert (root.name, root.version, root.roles) == ("loket", "2.0.0", (Role.ROOT,))
    (folder / "map").mkdir()
    (folder / "map" / "package.json").write_text('{"name": "ander", "version": "1.0.0"}')
    assert bom_of(folder, now=NOW).bom.root.component.name == "balie"


def test_single_file_under_any_name(tmp_path: Path) -> None:
    document = tmp_path / "levering.dat"
    document.write_text('{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": []}')
    assert bom_of(document, now=NOW).complete
    spdx = tmp_path / "x.cdx.json"
    spdx.write_text('{"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "packages": []}')
    assert bom_of(spdx, now=NOW).complete


def test_file_that_holds_nothing_of_use_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CollectError, match="is not there"):
        bom_of(tmp_path / "weg")
    for name, content in (("brief.txt", "Geachte heer,"), ("iets.yaml", "a: 1\n")):
        (tmp_path / name).write_text(content)
        with pytest.raises(CollectError, match="that this version reads"):
            bom_of(tmp_path / name)
    monkeypatch.setattr(bom_source, "Limits", lambda: Limits(file_bytes=10))
    (tmp_path / "go.mod").write_text("module voorbeeld\n")
    with pytest.raises(CollectError, match="has 17 bytes, more than 10"):
        bom_of(tmp_path / "go.mod")


def test_broken_file_is_incomplete_not_refused(tmp_path: Path) -> None:
    (tmp_path / "yarn.lock").write_bytes(b"\x00")
    made = bom_of(tmp_path / "yarn.lock", now=NOW)
    assert not made.complete
    assert [(i.path, i.message) for i in made.issues] == [("yarn.lock", "is binary, not text")]


def test_kind_of_a_place(tmp_path: Path, folder: Path) -> None:
    assert kind_of(folder) is OriginKind.FOLDER
    (folder / ".git").mkdir()
    assert kind_of(folder) is OriginKind.GIT
    bare = tmp_path / "x.git"
    for part in ("objects", "refs"):
        (bare / part).mkdir(parents=True)
    (bare / "HEAD").write_text("ref: refs/heads/main\n")
    assert kind_of(bare) is OriginKind.GIT


@pytest.mark.parametrize("value", ["", "x", "-1", "1e3", "9" * 30])
def test_odd_epoch_is_passed_over(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    assert made_at().year >= 2024


def test_epoch_is_the_time_of_making(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert made_at() == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("place", "content", "purl"),
    [
        ("packages/vuur/vuur.1.2.3/opam", 'opam-version: "2.0"\n', "pkg:opam/vuur@1.2.3"),
        (
            "node_modules/@gemeente/loket/package.json",
            '{"version": "2.0.0"}',
            "pkg:npm/%40gemeente/loket@2.0.0",
        ),
    ],
)
def test_a_single_file_keeps_what_its_folder_says(
    tmp_path: Path, place: str, content: str, purl: str
) -> None:
    file = tmp_path / place
    file.parent.mkdir(parents=True)
    file.write_text(content)
    made = bom_of(file, now=NOW).bom
    assert purl in {c.component.purl for c in (made.root, *made.components)}
    assert str(tmp_path.name) not in repr(made)


def test_issues_of_a_single_file_call_it_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module voorbeeld\nrequire (\n  kapot\n)\n")
    made = bom_of(tmp_path / "go.mod", now=NOW)
    assert {i.path for i in made.issues} == {"go.mod"}


def test_the_supplier_is_that_of_the_own_parts_alone(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text(
        '{"name": "loket", "version": "2.0.0", "dependencies": {"voorbeeld": "1.0.0"}}'
    )
    parties = Parties(author="Gemeente Voorbeeld", supplier="Voorbeeld BV")
    bom = bom_of(tmp_path, parties=parties, now=NOW).bom
    assert (bom.author, bom.supplier) == ("Gemeente Voorbeeld", "Voorbeeld BV")
    assert bom.root.component.supplier == "Voorbeeld BV"
    assert [c.component.supplier for c in bom.components] == [""]
    assert bom_of(tmp_path, now=NOW).bom.root.component.supplier == ""


def test_a_document_with_its_parties_meets_the_municipal_profile(tmp_path: Path) -> None:
    package = {"version": "3.1.0", "license": ["MIT"], "authors": [{"name": "Team Voorbeeld"}]}
    packages = [{"name": f"gemeente/deel-{n}", **package} for n in range(30)]
    needs = {p["name"]: "^3.0" for p in packages}
    manifest = {
        "name": "gemeente/loket",
        "version": "2.0.0",
        "license": "EUPL-1.2",
        "require": needs,
    }
    (tmp_path / "composer.json").write_text(json.dumps(manifest))
    (tmp_path / "composer.lock").write_text(json.dumps({"packages": packages}))
    parties = Parties(author="Gemeente Voorbeeld", supplier="Gemeente Voorbeeld")
    for given, expected in ((parties, Verdict.PASS), (Parties(), Verdict.FAIL)):
        made = bom_of(tmp_path, parties=given, now=NOW)
        sheet = sheet_of(rendered(made.bom, "cyclonedx", "1.6"))
        (municipal,) = score(sheet, load_norms(), now=NOW, only=["municipal-default"])
        assert municipal.verdict is expected, municipal
