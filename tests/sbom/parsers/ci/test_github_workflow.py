"""GitHub workflows."""

import pytest

from sbom.component import Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.parsers.ci.github_workflow import parse
from sbom.source import SourceFile

SHA = "192325c86100d080feab897ff886c34abd4c83a3"
TEXT = f"""\
on: push
jobs:
  bouw:
    runs-on: ubuntu-latest
    container: node:22
    services:
      db:
        image: postgres:16
      kort: redis
    steps:
      - uses: actions/checkout@v4
      - name: scan
        uses: "Voorbeeld/Actie/sub/pad@{SHA}"  # tag=v3.30.3
      - uses: voorbeeld/tak@main
      - uses: ./.github/actions/eigen
      - uses: docker://alpine:3.20
      - run: echo x
      - uses: fout
      - uses:
      - 7
  deel:
    uses: voorbeeld/deel/.github/workflows/deel.yml@v1
  leeg:
"""


def read(text: str) -> Inventory:
    return parse(SourceFile(path=".github/workflows/ci.yml", content=text.encode()))


def test_everything_a_workflow_uses() -> None:
    found = read(TEXT)
    assert [(c.purl, c.roles, c.line) for c in found.components] == [
        ("pkg:github/actions/checkout@v4", (), 11),
        (f"pkg:github/voorbeeld/actie@{SHA}#sub/pad", (), 13),
        ("pkg:github/voorbeeld/tak", (), 14),
        ("pkg:generic/.github/actions/eigen", (Role.LOCAL,), 15),
        ("pkg:docker/alpine@3.20", (), 16),
        ("pkg:docker/node@22", (), 5),
        ("pkg:docker/postgres@16", (), 8),
        ("pkg:docker/redis", (), 9),
        ("pkg:github/voorbeeld/deel@v1#.github/workflows/deel.yml", (), 22),
    ]
    assert {c.scope for c in found.components} == {Scope.BUILD}
    assert [(i.subject, i.line) for i in found.issues] == [
        ("fout", 18),
        ("uses", 19),
        ("steps", 20),
    ]


def test_pins() -> None:
    checkout, scan, tak, *_ = read(TEXT).components
    assert dict(checkout.properties) == {"job": "bouw", "pinned": "tag"}
    assert dict(scan.properties) == {"job": "bouw", "pinned": "sha", "version-comment": "v3.30.3"}
    assert (scan.name, scan.version) == ("Voorbeeld/Actie/sub/pad", SHA)
    assert dict(tak.properties)["pinned"] == "branch"
    assert (tak.version, tak.version_kind) == ("main", VersionKind.UNRESOLVED)


def test_an_expression_is_unresolved() -> None:
    found = read("jobs:\n  a:\n    container: ${{ matrix.image }}:${{ matrix.tag }}\n").components
    assert [c.version_kind for c in found] == [VersionKind.UNRESOLVED]


@pytest.mark.parametrize(
    "written", ["./.github/workflows/deel.yml", "$/.github/workflows/deel.yml"]
)
def test_a_workflow_of_the_repository_itself_is_local(written: str) -> None:
    found = read(f"on: push\njobs:\n  a:\n    uses: {written}\n")
    assert [(c.name, c.roles, c.purl) for c in found.components] == [
        (written, (Role.LOCAL,), "pkg:generic/.github/workflows/deel.yml")
    ]
    assert found.issues == ()


def test_an_action_under_this_name_is_read() -> None:
    found = read("runs:\n  using: composite\n  steps:\n    - uses: a/b@v1\n")
    assert [c.purl for c in found.components] == ["pkg:github/a/b@v1"]


def test_errors() -> None:
    with pytest.raises(NotThisFormatError):
        read("a: 1\n")
    with pytest.raises(ParseError):
        read("jobs: [\n")
