"""Real documents against the counts of an independent reader."""

import json
from pathlib import Path
from typing import Any

import pytest

from sbom.component import Component, Role
from sbom.documents import cyclonedx_read
from sbom.documents.reading import read_any, read_json
from sbom.documents.wording import DERIVED
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.issue import IssueKind
from sbom.read import parse_file
from sbom.sniff import sniff
from sbom.source import SourceFile

pytestmark = pytest.mark.fixtures
TOP = {Role.ROOT, Role.WORKSPACE}
DIFFERENT = {
    # AI and dataset packages are kinds of package in SPDX 3; the index counts software_Package only.
    "spdx-examples/ai/example02/spdx3.0/sbom.spdx3.json": 2,
}
"""Components that we see where the index counts another number, one by one."""
UNLIKE_TWINS = (
    # Pairs of files that differ themselves: one of the two states no purl, publisher, hashes or licence.
    "valid-license-expression-1.",
    "valid-license-id-1.",
    "valid-license-name-1.",
    "valid-license-choice-1.7.xml",
    "valid-service-1.",
    "valid-external-reference-1.",
    "dropwizard-1.3.15/bom.xml",
)
NO_DOCUMENTS = {
    # Ontologies of SPDX itself, which the index lists as SPDX: they state no component.
    "spdx-tools-java/testResources/spdx-2-2-revision-8-ontology.owl.xml",
    "spdx-tools-python/src/spdx_tools/spdx3/writer/json_ld/SPDX_OWL.json",
}


def cases(folder: Path, kind: str, *serialisations: str) -> list[dict[str, Any]]:
    items = json.loads((folder / "index.json").read_bytes())["items"]
    found = [i for i in items if i.get("kind") == kind]
    return [i for i in found if not serialisations or i.get("serialisation") in serialisations]


def lost(inventory: Inventory) -> int:
    return sum(i.kind is IssueKind.ENTRY for i in inventory.issues)


def test_every_cyclonedx_document_gives_what_the_index_counts(fixtures_dir: Path) -> None:
    """The index leaves out `metadata.component` and what is nested in it, and counts nameless ones."""
    folder = fixtures_dir / "C_sbom_vex"
    different, refused, seen = [], [], 0
    for case in cases(folder, "CycloneDX", "json"):
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
        vulnerabilities = dict(inventory.descriptors[0].properties).get("vulnerabilities", "0")
        assert int(vulnerabilities) == (case["vulnerabilities"] or 0), case["file"]
    assert different == []
    assert all("invalid-bomformat" in name for name in refused)
    assert seen > 400


def test_every_cyclonedx_xml_document_gives_what_the_index_counts(fixtures_dir: Path) -> None:
    """The index counts every `component` element, tools and the subject included."""
    folder = fixtures_dir / "C_sbom_vex"
    seen = 0
    for case in cases(folder, "CycloneDX", "xml"):
        inventory = read_any((folder / case["file"]).read_bytes(), expected="CycloneDX")
        assert len(inventory.components) + lost(inventory) <= case["components"] + 1, case["file"]
        assert bool(inventory.components) or case["components"] < 2 or lost(inventory), case["file"]
        seen += 1
    assert seen > 200


def essence(component: Component) -> tuple[Any, ...]:
    """What every form of one document states alike."""
    c = component
    claims = tuple((k.raw, k.kind) for k in c.licenses)
    return (c.purl, c.name, c.version, c.scope, c.kind, c.hashes, claims, c.supplier, c.roles)


@pytest.mark.parametrize("ending", ["xml", "textproto"])
def test_twins_in_json_and_another_form_say_the_same(fixtures_dir: Path, ending: str) -> None:
    folder = fixtures_dir / "C_sbom_vex"
    different, seen = [], 0
    for case in cases(folder, "CycloneDX", ending):
        twin = folder / case["file"].replace(f".{ending}", ".json")
        if case["expected"] != "valid" or not twin.exists():
            continue
        here = read_any((folder / case["file"]).read_bytes(), expected="CycloneDX")
        there = cyclonedx_read.read(twin.read_bytes())
        seen += 1
        assert [c.version for c in here.components] == [c.version for c in there.components]
        if list(map(essence, here.components)) != list(map(essence, there.components)):
            different.append(case["file"])
    different = [d for d in different if ending != "xml" or not any(u in d for u in UNLIKE_TWINS)]
    assert different == []
    assert seen > 90


def test_every_spdx_document_gives_what_the_index_counts(fixtures_dir: Path) -> None:
    """JSON, tag-value, YAML, XML, RDF/XML and JSON-LD; packages without a name are ENTRY issues."""
    folder = fixtures_dir / "C_sbom_vex"
    different, refused, seen = {}, set(), 0
    for case in cases(folder, "SPDX"):
        content = (folder / case["file"]).read_bytes()
        try:
            inventory = read_any(content, expected="SPDX")
        except NotThisFormatError:
            refused.add(case["file"])
            continue
        seen += 1
        if len(inventory.components) + lost(inventory) != case["components"]:
            different[case["file"]] = len(inventory.components)
        if "files" in case:
            files = dict(inventory.descriptors[0].properties).get("files", "0")
            assert int(files) == (case["files"] or 0), case["file"]
        if case["components"]:
            assert all(c.line for c in inventory.components), case["file"]
    assert different == DIFFERENT
    assert refused == NO_DOCUMENTS
    assert seen > 250


def test_every_document_is_known_by_its_content_and_never_crashes(fixtures_dir: Path) -> None:
    folder = fixtures_dir / "C_sbom_vex"
    for case in [*cases(folder, "CycloneDX"), *cases(folder, "SPDX"), *cases(folder, "unparsable")]:
        if case["file"] in NO_DOCUMENTS or case.get("spec_version") == 2:
            continue
        content = (folder / case["file"]).read_bytes()
        entry = sniff(content)
        assert entry is not None, case["file"]
        inventory = parse_file(SourceFile(path=case["file"], content=content), entry)
        failed = [i for i in inventory.issues if i.message.startswith("parser ")]
        assert failed == [], case["file"]
        assert inventory.components or inventory.issues or case.get("components", 0) < 2


def test_a_lone_document_is_read_the_same_whatever_its_name_promised(fixtures_dir: Path) -> None:
    folder = fixtures_dir / "C_sbom_vex"
    (case, *_) = cases(folder, "SPDX", "tag-value")
    content = (folder / case["file"]).read_bytes()
    here = read_any(content, expected="CycloneDX")
    assert here.components == read_any(content, expected="SPDX").components
    assert here.issues[0].message == "is named as CycloneDX but holds SPDX"


def test_other_json_is_refused_with_a_reason(fixtures_dir: Path) -> None:
    folder = fixtures_dir / "C_sbom_vex"
    for case in cases(folder, "other json"):
        with pytest.raises(ParseError) as caught:
            read_json((folder / case["file"]).read_bytes(), expected="CycloneDX")
        assert caught.value.reason


def test_purls_of_all_components_are_of_their_packages(fixtures_dir: Path) -> None:
    """A component with a stated purl never gets one that was made of its name."""
    folder = fixtures_dir / "C_sbom_vex"
    for case in cases(folder, "SPDX", "tag-value", "rdf", "yaml"):
        if case["file"] not in NO_DOCUMENTS:
            for component in read_any(
                (folder / case["file"]).read_bytes(), expected="SPDX"
            ).components:
                assert component.purl.startswith("pkg:")
                assert DERIVED not in component.properties or "generic" in component.purl
