"""Real documents against the counts of an independent reader."""

import json
from pathlib import Path
from typing import Any

import pytest

from sbom.component import Role
from sbom.documents.reading import read_json
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.issue import IssueKind

pytestmark = pytest.mark.fixtures
TOP = {Role.ROOT, Role.WORKSPACE}


def cases(folder: Path, kind: str) -> list[dict[str, Any]]:
    items = json.loads((folder / "index.json").read_bytes())["items"]
    return [i for i in items if i.get("kind") == kind and i.get("serialisation") == "json"]


def lost(inventory: Inventory) -> int:
    return sum(i.kind is IssueKind.ENTRY for i in inventory.issues)


def test_every_cyclonedx_document_gives_what_the_index_counts(fixtures_dir: Path) -> None:
    """The index leaves out `metadata.component` and what is nested in it, and counts nameless ones."""
    folder = fixtures_dir / "C_sbom_vex"
    different, refused, seen = [], [], 0
    for case in cases(folder, "CycloneDX"):
        content = (folder / case["file"]).read_bytes()
        try:
            inventory = read_json(content, expected="CycloneDX")
        except NotThisFormatError:
            refused.append(case["file"])
            continue
        seen += 1
        listed = sum(TOP.isdisjoint(c.roles) for c in inventory.components)
        if listed + lost(inventory) != case["components"]:
            different.append((case["file"], case["components"], listed, lost(inventory)))
        services = dict(inventory.descriptors[0].properties).get("services", "")
        assert bool(case["services"]) == bool(services), case["file"]
    assert different == []
    assert all("invalid-bomformat" in name for name in refused)
    assert seen > 400


def test_every_spdx_2_document_gives_what_the_index_counts(fixtures_dir: Path) -> None:
    """The index counts packages without a name too: they are ENTRY issues here. SPDX 3 is refused."""
    folder = fixtures_dir / "C_sbom_vex"
    different, seen = [], 0
    for case in cases(folder, "SPDX"):
        content = (folder / case["file"]).read_bytes()
        if str(case["spec_version"]).startswith("3"):
            with pytest.raises(ParseError, match="SPDX 3"):
                read_json(content, expected="SPDX")
            continue
        inventory = read_json(content, expected="SPDX")
        seen += 1
        if len(inventory.components) + lost(inventory) != case["components"]:
            different.append((case["file"], case["components"], len(inventory.components)))
        files = dict(inventory.descriptors[0].properties).get("files", "0")
        assert int(files) == (case["files"] or 0), case["file"]
    assert different == []
    assert seen > 120


def test_other_json_is_refused_with_a_reason(fixtures_dir: Path) -> None:
    folder = fixtures_dir / "C_sbom_vex"
    for case in cases(folder, "other json"):
        with pytest.raises(ParseError) as caught:
            read_json((folder / case["file"]).read_bytes(), expected="CycloneDX")
        assert caught.value.reason
