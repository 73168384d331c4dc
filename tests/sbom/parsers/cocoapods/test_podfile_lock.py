"""Podfile.lock."""

import pytest

from sbom.component import Role
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.parsers.cocoapods.podfile_lock import parse
from sbom.source import SourceFile

TEXT = b"""\
PODS:
  - AFNetworking/Reachability (2.7.0)
  - AFNetworking/Session (2.7.0):
    - AFNetworking/Reachability
  - Loket (1.0.0)
  - Kern (0.2)
  - geen versie

DEPENDENCIES:
  - AFNetworking/Session (~> 2.0)
  - Kern (from `../kern`)
  - Loket (from `https://git.example.org/loket.git`, branch `main`)
  - Elders (= 3.0)

EXTERNAL SOURCES:
  Kern:
    :path: "../kern"
  Loket:
    :git: https://git.example.org/loket.git
    :branch: main

CHECKOUT OPTIONS:
  Loket:
    :commit: 0123456789abcdef0123456789abcdef01234567
    :git: https://git.example.org/loket.git

SPEC CHECKSUMS:
  AFNetworking: cb604b1c2bded0871f5f61f5d53653739e841d6b

COCOAPODS: 1.15.2
"""


@pytest.fixture(scope="module")
def read() -> Inventory:
    return parse(SourceFile(path="Podfile.lock", content=TEXT))


def test_pods_and_subspecs(read: Inventory) -> None:
    assert [(c.name, c.version, c.roles, c.direct, c.line) for c in read.components] == [
        ("AFNetworking/Reachability", "2.7.0", (), False, 2),
        ("AFNetworking/Session", "2.7.0", (), True, 3),
        ("Loket", "1.0.0", (Role.GIT,), True, 5),
        ("Kern", "0.2", (Role.LOCAL,), True, 6),
        ("Elders", "", (Role.DECLARED,), True, None),
    ]
    assert read.components[0].purl == "pkg:cocoapods/AFNetworking@2.7.0#Reachability"
    assert read.components[1].requirement == "~> 2.0"
    assert dict(read.components[2].properties)["commit"].startswith("01234567")
    assert read.format_version == "1.15.2"


def test_edges_and_issues(read: Inventory) -> None:
    assert [(d.ref, d.targets) for d in read.dependencies] == [
        ("AFNetworking/Session", ("AFNetworking/Reachability",))
    ]
    assert [(i.subject, i.line) for i in read.issues] == [("geen versie", 7)]


@pytest.mark.parametrize("content", [b"", b"invalid\nfile\n", b"a: 1\n"])
def test_what_is_no_lock_is_refused(content: bytes) -> None:
    with pytest.raises(ParseError):
        parse(SourceFile(path="Podfile.lock", content=content))
