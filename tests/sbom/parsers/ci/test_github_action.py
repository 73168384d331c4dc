"""GitHub actions."""

import pytest

from sbom.component import Role
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.parsers.ci.github_action import parse
from sbom.source import SourceFile


def read(text: str) -> Inventory:
    return parse(SourceFile(path="action.yml", content=text.encode()))


def test_composite() -> None:
    text = "name: x\nruns:\n  using: composite\n  steps:\n    - uses: actions/cache@v4 # v4.1.0\n    - run: ls\n"
    found = read(text).components
    assert [(c.purl, dict(c.properties)["version-comment"]) for c in found] == [
        ("pkg:github/actions/cache@v4", "v4.1.0")
    ]


def test_container() -> None:
    found = read("runs:\n  using: docker\n  image: docker://alpine:3.20\n").components
    assert [c.purl for c in found] == ["pkg:docker/alpine@3.20"]
    found = read("runs:\n  using: docker\n  image: Dockerfile\n").components
    assert [(c.name, c.roles) for c in found] == [("./Dockerfile", (Role.LOCAL,))]


def test_javascript_names_its_node() -> None:
    found = read("runs:\n  using: 'node20'\n  main: index.js\n").components
    assert [(c.name, c.version, c.roles) for c in found] == [("node", "20", (Role.STDLIB,))]


def test_other_yaml_is_not_this_format() -> None:
    with pytest.raises(NotThisFormatError):
        read("name: x\n")
