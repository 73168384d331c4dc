"""publiccode.yml."""

import json
from pathlib import Path

import pytest

from sbom.component import ComponentKind, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.issue import IssueKind
from sbom.parsers.project.publiccode import parse
from sbom.source import SourceFile

LONG = "Dit is een lange beschrijving van het loket. " * 5
TEXT = f"""\
publiccodeYmlVersion: "0.4"
name: Loket
url: https://github.com/gemeente-voorbeeld/loket.git
softwareVersion: 1.10
releaseDate: 2026-11-01
platforms: [web]
organisation:
  name: Gemeente Voorbeeld
  uri: https://voorbeeld.example.org
developmentStatus: stable
softwareType: standalone/web
description:
  nl:
    shortDescription: Een loket
    longDescription: {LONG}
    features: [aanvragen]
legal:
  license: EUPL-1.2
  mainCopyrightOwner: Gemeente Voorbeeld
maintenance:
  type: contract
  contractors:
    - name: Bouwer BV
      until: 2027-01-01
  contacts:
    - name: Een Mens
      email: mens@example.org
localisation:
  localisationReady: true
  availableLanguages: [nl, en]
dependsOn:
  open:
    - name: PostgreSQL
      versionMin: "14.0"
      versionMax: "16"
    - name: Redis
      version: "7"
      optional: true
  proprietary:
    - name: Oracle
  hardware:
    - name: NFC-lezer
"""


def read(text: str) -> Inventory:
    return parse(SourceFile(path="publiccode.yml", content=text.encode()))


def test_the_software() -> None:
    root = read(TEXT).components[0]
    assert root.purl == "pkg:github/gemeente-voorbeeld/loket@1.10"
    assert (root.name, root.version, root.supplier) == ("Loket", "1.10", "Gemeente Voorbeeld")
    assert [(c.raw, c.line) for c in root.licenses] == [("EUPL-1.2", 18)]


def test_what_it_depends_on() -> None:
    rows = [
        (c.name, c.version, c.requirement, c.version_kind, c.kind, c.scope, c.line)
        for c in read(TEXT).components[1:]
    ]
    app, hardware = ComponentKind.APPLICATION, ComponentKind.PLATFORM
    assert rows == [
        ("PostgreSQL", "", ">=14.0, <=16", VersionKind.RANGE, app, Scope.RUNTIME, 33),
        ("Redis", "7", "7", VersionKind.EXACT, app, Scope.OPTIONAL, 36),
        ("Oracle", "", "", VersionKind.ABSENT, app, Scope.RUNTIME, 40),
        ("NFC-lezer", "", "", VersionKind.ABSENT, hardware, Scope.RUNTIME, 42),
    ]
    assert {c.roles for c in read(TEXT).components[1:]} == {(Role.DECLARED,)}


def test_the_descriptor_holds_no_persons() -> None:
    found = read(TEXT)
    facts = dict(found.descriptors[0].properties)
    assert facts["valid"] == "true"
    assert facts["contractors"] == "Bouwer BV"
    assert facts["contract-until"] == "2027-01-01"
    assert facts["contacts"] == "1"
    assert facts["languages"] == "nl, en"
    assert "Mens" not in repr(found)
    assert found.issues == ()


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("name: Loket\n", "", "name"),
        ("https://github.com/gemeente-voorbeeld/loket.git", "geen", "url"),
        ("2026-11-01", "gisteren", "releaseDate"),
        ("platforms: [web]", "platforms: web", "platforms"),
        ("stable", "klaar", "developmentStatus"),
        ("  uri: https://voorbeeld.example.org", "  uri: x", "organisation.uri"),
        ("Een loket", "x" * 151, "description.nl.shortDescription"),
        ("features: [aanvragen]", "features: []", "description.nl.features"),
        ("  license: EUPL-1.2", "  license:", "legal.license"),
        ("type: contract", "type: none", "maintenance.contractors"),
        ("      until: 2027-01-01\n", "", "maintenance.contractors[0].until"),
        ("localisationReady: true", "localisationReady: ja", "localisation.localisationReady"),
        ("optional: true", "optional: 1", "dependsOn.open[1].optional"),
        ("    - name: Oracle", "    - Oracle", "dependsOn.proprietary[0]"),
        ('"0.4"', '"3"', "publiccodeYmlVersion"),
        ("releaseDate:", "Uitgave:", "Uitgave"),
    ],
)
def test_a_broken_key_is_named_and_the_rest_is_read(old: str, new: str, key: str) -> None:
    found = read(TEXT.replace(old, new, 1))
    assert key in [i.subject for i in found.issues]
    assert {i.kind for i in found.issues} == {IssueKind.NOTE}
    assert len(found.components) == 5
    assert dict(found.descriptors[0].properties)["valid"] == "false"


def test_errors() -> None:
    for text, error in (("", ParseError), ("- a\n", ParseError), ("a: 1\n", NotThisFormatError)):
        with pytest.raises(error):
            read(text)


@pytest.mark.fixtures
def test_files_of_the_fixture_set(fixtures_dir: Path) -> None:
    """Valid files have no note, invalid ones name the key, but for what only the network shows."""
    folder = fixtures_dir / "G_publiccode"
    unseen = []
    for entry in json.loads((folder / "index.json").read_text())["items"]:
        try:
            found = parse(
                SourceFile(path="publiccode.yml", content=(folder / entry["file"]).read_bytes())
            )
        except ParseError:
            assert entry["expected"] == "invalid"
            continue
        if entry["set"] == "in-the-wild":
            descriptor = found.descriptors[0]
            stated = [c.raw for c in descriptor.licenses] or [None]
            assert stated == [entry["facts"]["licence_declared"]]
        elif entry["expected"] != "invalid":
            assert found.issues == (), entry["file"]
        elif not found.issues:
            unseen.append(entry["check_name"])
    assert len(unseen) <= 8
    assert {n.partition("_")[0] for n in unseen} <= {
        "logo",
        "monochromeLogo",
        "it",
        "organisation",
        "supports",
    }
