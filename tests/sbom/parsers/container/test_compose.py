"""Compose files."""

import pytest

from sbom.component import Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.parsers.container.compose import parse
from sbom.source import SourceFile

TEXT = """\
version: '3.8'
x-basis: &basis
  image: registry.example.org/loket:1.2.0
services:
  loket:
    <<: *basis
    restart: always
  db:
    image: "postgres:${PG:-16}-alpine"
  open:
    image: app:${TAG}
  bouw:
    build:
      context: ./bouw
      dockerfile: Containerfile
      additional_contexts:
        basis: docker-image://alpine:3.20
  samen:
    image: gemeente/samen:dev
    build: .
  mail:
    image: mailpit
    profiles: [dev]
  leeg:
  fout: 3
  fout2:
    image: [x]
"""


def read(text: str) -> Inventory:
    return parse(SourceFile(path="compose.yaml", content=text.encode()))


def test_services() -> None:
    found = read(TEXT)
    assert [(c.name, c.version, c.scope, c.roles, c.line) for c in found.components] == [
        ("registry.example.org/loket", "1.2.0", Scope.RUNTIME, (), 3),
        ("postgres", "16-alpine", Scope.RUNTIME, (), 9),
        ("app", "${TAG}", Scope.RUNTIME, (), 11),
        ("bouw", "", Scope.RUNTIME, (Role.LOCAL,), 13),
        ("alpine", "3.20", Scope.BUILD, (), 17),
        ("gemeente/samen", "dev", Scope.RUNTIME, (Role.LOCAL,), 19),
        ("mailpit", "", Scope.DEV, (), 22),
    ]
    assert found.components[2].version_kind is VersionKind.UNRESOLVED
    assert dict(found.components[3].properties) == {
        "build": "./bouw dockerfile=Containerfile",
        "service": "bouw",
    }
    assert [i.subject for i in found.issues] == ["fout", "fout2"]
    assert found.format_version == "3.8"


def test_version_1_has_services_at_the_top() -> None:
    found = read("web:\n  build: .\ndb:\n  image: mariadb:11\n")
    assert [c.name for c in found.components] == ["web", "mariadb"]


def test_an_override_without_services_is_right() -> None:
    assert not read("networks:\n  x:\n").expects_components


def test_other_yaml_is_not_this_format() -> None:
    with pytest.raises(NotThisFormatError):
        read("kind: Deployment\nspec: {}\n")
    with pytest.raises(ParseError):
        read("a: [\n")
