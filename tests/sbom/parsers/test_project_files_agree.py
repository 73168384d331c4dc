"""What other scanners expect of the same files is found, whatever flags we give it."""

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.source import SourceFile

PARSERS = {
    "composer.json": "composer.manifest",
    "Gemfile.lock": "gem.gemfile_lock",
    "go.mod": "golang.go_mod",
    "go.sum": "golang.go_sum",
    "Cargo.lock": "cargo.lock",
    "Cargo.toml": "cargo.manifest",
    "Dockerfile": "container.dockerfile",
    "github workflow": "ci.github_workflow",
}
FOLDED = {"composer.json", "github workflow"}


def names(case: dict[str, Any]) -> set[str]:
    found = {str(e["name"]) for e in case["expected"]}
    return {n.lower() for n in found} if case["format"] in FOLDED else found


def read(case: dict[str, Any], folder: Path) -> Inventory:
    parser = importlib.import_module(f"sbom.parsers.{PARSERS[case['format']]}")
    source = SourceFile(path=case["real_name"], content=(folder / case["file"]).read_bytes())
    found = parser.parse(source)
    assert isinstance(found, Inventory)
    return found


@pytest.mark.fixtures
@pytest.mark.parametrize("kind", PARSERS)
def test_every_expected_name_is_found(kind: str, fixtures_dir: Path) -> None:
    folder = fixtures_dir / "A_lockfiles"
    wanted = missed = 0
    for case in json.loads((folder / "cases.json").read_text())["cases"]:
        if case["format"] != kind or case["is_dir"] or not case["expected"]:
            continue
        found = {c.name for c in read(case, folder).components}
        if kind in FOLDED:
            found = {n.lower() for n in found}
            found |= {"/".join(n.split("/")[:2]) for n in found}
        wanted += len(names(case))
        missed += len(names(case) - found)
    assert wanted
    assert missed == 0


@pytest.mark.fixtures
@pytest.mark.parametrize("kind", PARSERS)
def test_files_that_are_broken_are_told(kind: str, fixtures_dir: Path) -> None:
    folder = fixtures_dir / "A_lockfiles"
    for case in json.loads((folder / "cases.json").read_text())["cases"]:
        if case["format"] != kind or case["is_dir"] or not case["expect_error"] or case["expected"]:
            continue
        with pytest.raises(ParseError):
            read(case, folder)
