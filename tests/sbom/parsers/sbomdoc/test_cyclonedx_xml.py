"""CycloneDX XML in, by way of its JSON form."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Role, Scope
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.issue import IssueKind
from sbom.parsers.sbomdoc.cyclonedx_xml import parse
from sbom.source import SourceFile

DOCUMENT = b"""<?xml version="1.0" encoding="utf-8"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" serialNumber="urn:uuid:0" version="2">
  <metadata>
    <timestamp>2026-11-23T00:00:00Z</timestamp>
    <lifecycles><lifecycle><phase>build</phase></lifecycle></lifecycles>
    <tools><components><component type="application"><name>maker</name><version>1</version></component></components></tools>
    <component type="application" bom-ref="root"><name>zaaksysteem</name><version>2</version></component>
    <supplier><name>Lev</name></supplier>
  </metadata>
  <components>
    <component type="library" bom-ref="a">
      <supplier><name>Voorbeeld</name></supplier>
      <authors><author><name>Maker</name></author></authors>
      <group>@v</group>
      <name>kern</name>
      <version>1</version>
      <scope>optional</scope>
      <hashes><hash alg="SHA-1">AA</hash></hashes>
      <licenses><license acknowledgement="concluded"><id>MIT</id></license><license><text encoding="base64">TUlU</text></license></licenses>
      <purl>pkg:npm/%40v/kern@1</purl>
      <modified>true</modified>
      <pedigree><notes>x</notes></pedigree>
      <externalReferences><reference type="website"><url>https://example.org</url></reference></externalReferences>
      <properties><property name="sluis:role">git</property></properties>
      <components><component type="library"><name>binnen</name></component></components>
      <evidence>
        <licenses><expression>MIT OR ISC</expression></licenses>
        <occurrences><occurrence><location>a.js</location><line>3</line></occurrence></occurrences>
      </evidence>
    </component>
  </components>
  <services><service bom-ref="s"><name>dienst</name></service></services>
  <dependencies><dependency ref="root"><dependency ref="a"/></dependency></dependencies>
  <compositions><composition><aggregate>complete</aggregate></composition></compositions>
</bom>"""


def read(content: bytes) -> Inventory:
    return parse(SourceFile(path="bom.xml", content=content))


def test_everything_of_a_document() -> None:
    inventory = read(DOCUMENT)
    root, kern, inner = inventory.components
    assert (root.name, root.roles, root.line) == ("zaaksysteem", (Role.ROOT,), 7)
    assert (kern.name, kern.scope, kern.direct, kern.line) == ("@v/kern", Scope.OPTIONAL, True, 11)
    assert [c.raw for c in kern.licenses] == ["MIT", "MIT", "MIT OR ISC"]
    assert kern.roles == (Role.GIT,)
    assert dict(kern.properties) == {
        "author": "Maker",
        "homepage": "https://example.org",
        "location": "a.js:3",
        "modified": "true",
        "pedigree": "notes",
    }
    assert (inner.name, inner.roles, inner.line) == ("binnen", (Role.BUNDLED,), 25)
    facts = dict(inventory.descriptors[0].properties)
    assert facts["services"] == "dienst"
    assert facts["compositions"] == "complete"
    assert facts["tool"] == "maker 1"
    assert facts["lifecycle"] == "build"
    assert inventory.issues == ()


@pytest.mark.parametrize("content", [b"<project/>", b"<bom/>"])
def test_other_xml_is_not_this_format(content: bytes) -> None:
    with pytest.raises(NotThisFormatError):
        read(content)


@given(st.binary(max_size=100))
def test_any_bytes_give_an_inventory_or_an_error(content: bytes) -> None:
    for body in (
        content,
        DOCUMENT[:300] + content,
        DOCUMENT.replace(b"<name>kern</name>", content),
    ):
        try:
            read(body)
        except ParseError:
            continue


@pytest.mark.fixtures
def test_every_xml_document_gives_what_the_index_counts(fixtures_dir: Path) -> None:
    folder = fixtures_dir / "C_sbom_vex"
    different, seen = [], 0
    for case in json.loads((folder / "index.json").read_bytes())["items"]:
        if case.get("kind") != "CycloneDX" or case.get("serialisation") != "xml":
            continue
        inventory = read((folder / case["file"]).read_bytes())
        seen += 1
        lost = sum(i.kind is IssueKind.ENTRY for i in inventory.issues)
        listed = sum({Role.ROOT, Role.WORKSPACE}.isdisjoint(c.roles) for c in inventory.components)
        if "components" in case and listed + lost != case["components"]:
            different.append((case["file"], case["components"], listed, lost))
    assert different == []
    assert seen > 80
