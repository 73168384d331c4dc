"""Snaps: what they are and what their source packs into them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import ComponentKind, Role, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.parsers.snap.snap import parse
from sbom.source import SourceFile

TEXT = b"""\
name: loket
version: "1.2"
base: core24
license: EUPL-1.2
summary: Een voorbeeld
grade: stable
parts:
  kern:
    plugin: nil
    stage-packages:
      - libxml2
      - libpq5=16.4-1
      - libssl3:amd64
      - niet goed
      - [x]
  ander: niets
"""


def read(content: bytes) -> Inventory:
    return parse(SourceFile(path="snapcraft.yaml", content=content))


def test_the_snap_its_base_and_what_is_packed() -> None:
    found = read(TEXT)
    assert [(c.purl, c.roles, c.version_kind, c.line) for c in found.components] == [
        ("pkg:snap/loket@1.2", (Role.ROOT,), VersionKind.EXACT, 1),
        ("pkg:snap/core24", (), VersionKind.ABSENT, 3),
        ("pkg:deb/ubuntu/libxml2", (Role.BUNDLED,), VersionKind.ABSENT, 11),
        ("pkg:deb/ubuntu/libpq5@16.4-1", (Role.BUNDLED,), VersionKind.EXACT, 12),
        ("pkg:deb/ubuntu/libssl3?arch=amd64", (Role.BUNDLED,), VersionKind.ABSENT, 13),
    ]
    assert found.components[1].kind is ComponentKind.PLATFORM
    assert [c.raw for c in found.components[0].licenses] == ["EUPL-1.2"]
    assert [(i.subject, i.line) for i in found.issues] == [("niet goed", 14), ("", 15)]


@pytest.mark.parametrize("content", [b"name: loket\n", b"base: core24\n", b"- a\n", b"a: [\n"])
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises((ParseError, NotThisFormatError)):
        read(content)


@given(content=st.binary(max_size=120))
def test_any_bytes(content: bytes) -> None:
    with suppress(ParseError, NotThisFormatError):
        read(content)
    with suppress(ParseError, NotThisFormatError):
        assert isinstance(read(b"name: a\nbase: b\nparts:\n  x: " + content), Inventory)


def test_packages_that_depend_on_the_machine_are_all_listed() -> None:
    content = TEXT.replace(
        b"      - [x]\n",
        b"      - on armhf:\n          - libteec1\n          - try:\n              - diep\n"
        b"      - else fail\n      - else:\n          - libteec2\n      - vreemd: [x]\n",
    )
    found = [c for c in read(content).components if dict(c.properties).get("condition")]
    assert [(c.name, dict(c.properties)["condition"], c.line) for c in found] == [
        ("libteec1", "on armhf", 16),
        ("diep", "on armhf try", 18),
        ("libteec2", "else", 21),
    ]
