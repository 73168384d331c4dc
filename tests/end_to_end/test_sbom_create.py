"""Bills of materials of anything: valid by the official validators, and the same bytes every time."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from command_line import ROOT, Ran, Sluis, apart, environment
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

EPOCH = "1700000000"
VERSIONS = {"1.5": SchemaVersion.V1_5, "1.6": SchemaVersion.V1_6, "1.7": SchemaVersion.V1_7}


@pytest.fixture
def places(tmp_path: Path, sluis: Sluis) -> dict[str, Path]:
    """A folder, working, bare, bundled and single-file form of one repository, and a database."""
    folder = tmp_path / "subsidie"
    shutil.copytree(ROOT / "examples" / "repositories" / "mijn-voorbeeld", folder)
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    working = tmp_path / "werk" / "subsidie"
    shutil.copytree(folder, working)
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *arguments], cwd=working, check=True, capture_output=True)
    bare, bundle = tmp_path / "subsidie.git", tmp_path / "subsidie.bundle"
    subprocess.run([*git, "clone", "-q", "--bare", working, bare], check=True, capture_output=True)
    subprocess.run(
        [*git, "bundle", "create", bundle, "HEAD", "--all"],
        cwd=working,
        check=True,
        capture_output=True,
    )
    return {
        "folder": folder,
        "working": working,
        "bare": bare,
        "bundle": bundle,
        "file": folder / "frontend" / "package-lock.json",
    }


def valid(text: str, version: str = "1.6") -> dict[str, Any]:
    """The document, which the official validator accepts."""
    mistakes = JsonStrictValidator(VERSIONS[version]).validate_str(text)
    assert mistakes is None, mistakes
    data: dict[str, Any] = json.loads(text)
    assert data["specVersion"] == version
    refs = [c["bom-ref"] for c in data.get("components", [])]
    assert len(refs) == len(set(refs))
    known = {*refs, data["metadata"]["component"]["bom-ref"]}
    for entry in data.get("dependencies", []):
        assert entry["ref"] in known
        assert set(entry.get("dependsOn", [])) <= known
    return data


@pytest.mark.parametrize("kind", ["folder", "working", "bare", "bundle", "file"])
def test_of_any_place_valid_and_the_same_twice(
    sluis: Sluis, places: dict[str, Path], kind: str
) -> None:
    def make() -> Ran:
        return sluis("sbom", "create", places[kind], SOURCE_DATE_EPOCH=EPOCH)

    first = make()
    assert (first.code, first.err) == (0, "")
    data = valid(first.out)
    assert data["metadata"]["timestamp"].startswith("2023-11-14T22:13:20")
    assert len(data["components"]) > 30
    assert make() == first


def test_folder_working_bare_and_bundle_tell_the_same(
    sluis: Sluis, places: dict[str, Path]
) -> None:
    told = {
        kind: sluis("sbom", "create", places[kind], "--name", "x", SOURCE_DATE_EPOCH=EPOCH).out
        for kind in ("folder", "working", "bare", "bundle")
    }
    purls = {
        k: sorted(c.get("purl", "") for c in json.loads(t)["components"]) for k, t in told.items()
    }
    assert purls["folder"] == purls["working"] == purls["bare"] == purls["bundle"]


@pytest.mark.parametrize("version", list(VERSIONS))
def test_each_version_of_cyclonedx(sluis: Sluis, places: dict[str, Path], version: str) -> None:
    ran = sluis("sbom", "create", places["folder"], "--spec", version)
    valid(ran.out, version)


@pytest.mark.slow
def test_spdx_is_valid(sluis: Sluis, places: dict[str, Path]) -> None:
    from spdx_tools.spdx.parser.jsonlikedict.json_like_dict_parser import JsonLikeDictParser
    from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

    ran = sluis("sbom", "create", places["folder"], "--format", "spdx", SOURCE_DATE_EPOCH=EPOCH)
    document = JsonLikeDictParser().parse(json.loads(ran.out))
    assert validate_full_spdx_document(document) == []


@pytest.mark.slow
def test_same_bytes_under_any_hash_seed(places: dict[str, Path], tmp_path: Path) -> None:
    for form in ("cyclonedx", "spdx"):
        told = {
            apart(
                "sbom",
                "create",
                places["bare"],
                "--format",
                form,
                cwd=tmp_path,
                env=environment(tmp_path, SOURCE_DATE_EPOCH=EPOCH, PYTHONHASHSEED=seed),
            ).out
            for seed in ("1", "2")
        }
        assert len(told) == 1


def test_of_a_system_and_of_the_estate(sluis: Sluis, tmp_path: Path) -> None:
    database = tmp_path / "x.db"
    assert sluis("scan", ROOT / "examples" / "estate.yaml", "--db", database, "-q").code == 3
    system = sluis("sbom", "create", "--system", "mijn-voorbeeld", "--db", database)
    assert system.code == 0
    assert len(valid(system.out)["components"]) > 100
    estate = sluis("sbom", "create", "--estate", "--db", database, SOURCE_DATE_EPOCH=EPOCH)
    assert estate.code == 3, "what could not be read is missing"
    data = valid(estate.out)
    assert data["metadata"]["component"]["name"] == "Gemeente Voorbeeld"
    assert "viewer/package-lock.json" in estate.err
    again = sluis("sbom", "create", "--estate", "--db", database, SOURCE_DATE_EPOCH=EPOCH)
    assert again == estate


def test_what_is_missing_is_told_and_exits_3(sluis: Sluis, tmp_path: Path) -> None:
    folder = tmp_path / "bron"
    shutil.copytree(ROOT / "examples" / "repositories" / "geoportaal", folder)
    ran = sluis("sbom", "create", folder)
    assert ran.code == 3
    valid(ran.out)
    assert ran.err.startswith("sluis: viewer/package-lock.json:")
    assert "niet volledig" in ran.err
    told = sluis("sbom", "create", folder, "--lang", "en")
    assert "incomplete" in told.err
    single = sluis("sbom", "create", folder / "viewer" / "package-lock.json")
    assert single.code == 3


def test_own_documents_can_be_read_back(sluis: Sluis, places: dict[str, Path]) -> None:
    for form, name in (("cyclonedx", "uit.cdx.json"), ("spdx", "uit.spdx.json")):
        file = places["folder"].parent / name
        sluis("sbom", "create", places["folder"], "--format", form, "-o", file)
        first = json.loads(sluis("sbom", "create", places["folder"]).out)
        back = valid(sluis("sbom", "create", file).out)
        stated = {c["purl"] for c in first["components"] if c.get("purl")}
        root = back["metadata"]["component"]
        assert stated <= {c.get("purl") for c in [root, *back["components"]]}


def test_output_is_all_or_nothing(sluis: Sluis, places: dict[str, Path], tmp_path: Path) -> None:
    target = tmp_path / "weg" / "x.json"
    ran = sluis("sbom", "create", places["file"], "-o", target)
    assert (ran.code, "cannot be written" in ran.err) == (2, True)
    target = tmp_path / "x.json"
    assert sluis("sbom", "create", places["file"], "-o", target).out == ""
    assert [p.name for p in tmp_path.glob("x.json*")] == ["x.json"]
