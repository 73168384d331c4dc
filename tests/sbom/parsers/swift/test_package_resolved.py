"""Package.resolved."""

import pytest

from sbom.component import Role, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.parsers.swift.package_resolved import parse
from sbom.source import SourceFile

SECOND = b"""{
  "pins" : [
    {
      "identity" : "voorbeeld",
      "kind" : "remoteSourceControl",
      "location" : "https://robot:geheim@git.example.org/Gemeente/Voorbeeld.git",
      "state" : {
        "revision" : "c93f16c25af5770f0d3e6af27c9634640946b068",
        "version" : "9.2.1"
      }
    },
    {
      "identity" : "loket",
      "kind" : "remoteSourceControl",
      "location" : "git@git.example.org:gemeente/loket.git",
      "state" : {
        "branch" : "main",
        "revision" : "80c109b87511041338a4d8d88064088c8dfc079b"
      }
    },
    {
      "identity" : "gemeente.kern",
      "kind" : "registry",
      "location" : "",
      "state" : { "version" : "1.0.0" }
    },
    {
      "identity" : "lokaal",
      "kind" : "localSourceControl",
      "location" : "/srv/lokaal",
      "state" : { "revision" : "80c109b87511041338a4d8d88064088c8dfc079b", "version" : "0.1.0" }
    },
    { "state" : { "version" : "1.0.0" } }
  ],
  "version" : 2
}
"""


def test_pins_are_known_by_their_address() -> None:
    read = parse(SourceFile(path="Package.resolved", content=SECOND))
    assert [(c.name, c.version, c.roles, c.line) for c in read.components] == [
        ("git.example.org/Gemeente/Voorbeeld", "9.2.1", (), 4),
        ("git.example.org/gemeente/loket", "", (Role.GIT,), 13),
        ("gemeente/kern", "1.0.0", (), 22),
        ("lokaal", "0.1.0", (Role.LOCAL,), 28),
    ]
    assert read.components[0].purl == "pkg:swift/git.example.org/Gemeente/Voorbeeld@9.2.1"
    assert read.components[0].download == "https://git.example.org/Gemeente/Voorbeeld.git"
    assert read.format_version == "2"


def test_a_pin_to_a_branch_has_no_version_but_a_commit() -> None:
    loket = parse(SourceFile(path="Package.resolved", content=SECOND)).components[1]
    assert loket.version_kind is VersionKind.ABSENT
    assert dict(loket.properties)["commit"] == "80c109b87511041338a4d8d88064088c8dfc079b"
    assert dict(loket.properties)["branch"] == "main"
    assert "vcs_url=" in loket.purl


def test_a_nameless_pin_is_an_issue() -> None:
    read = parse(SourceFile(path="Package.resolved", content=SECOND))
    assert [i.subject for i in read.issues] == ["pins[4]"]


def test_version_1_nests_its_pins() -> None:
    content = b"""{"object": {"pins": [{"package": "Kern",
      "repositoryURL": "https://git.example.org/gemeente/kern",
      "state": {"branch": null, "revision": "c93f", "version": "1.2.0"}}]}, "version": 1}"""
    read = parse(SourceFile(path="Package.resolved", content=content))
    assert [c.purl for c in read.components] == ["pkg:swift/git.example.org/gemeente/kern@1.2.0"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"pins": 3, "version": 2}'])
def test_what_is_no_lock_is_refused(content: bytes) -> None:
    with pytest.raises((ParseError, NotThisFormatError)):
        parse(SourceFile(path="Package.resolved", content=content))
