"""*.cabal."""

import pytest

from sbom.component import Component
from sbom.errors import NotThisFormatError
from sbom.parsers.hackage.cabal import parse
from sbom.source import SourceFile

TEXT = """\
cabal-version: 2.4
name:          foo
version:       0.1.0.0
license:       MIT
common shared
  build-depends: base >=4.7 && <5
library
  import: shared
  exposed-modules: A
                   B
  build-depends:
      aeson ^>=2.1
    , text
    , other:{a, b} == 1.2
executable foo
  build-depends: foo, bytestring == 0.11.*
test-suite t
  type: exitcode-stdio-1.0
  build-depends: hspec >=2
  build-tool-depends: hspec-discover:hspec-discover
"""


def told(found: Component) -> str:
    """What a line of the file came to."""
    stated = found.version or found.requirement or "-"
    roles = "+".join(r.value for r in found.roles) or "-"
    return f"{found.line} {found.purl} {found.version_kind.value} {stated} {found.scope.value} {roles} {found.direct}"


def test_what_is_asked_for() -> None:
    read = parse(SourceFile(path="foo.cabal", content=TEXT.encode()))
    assert [told(c) for c in read.components] == [
        "2 pkg:hackage/foo@0.1.0.0 exact 0.1.0.0 runtime root None",
        "6 pkg:hackage/base range >=4.7 && <5 runtime stdlib True",
        "11 pkg:hackage/aeson range ^>=2.1 runtime - True",
        "11 pkg:hackage/text absent - runtime - True",
        "11 pkg:hackage/other@1.2 exact 1.2 runtime - True",
        "16 pkg:hackage/bytestring range == 0.11.* runtime - True",
        "19 pkg:hackage/hspec range >=2 test - True",
        "20 pkg:hackage/hspec-discover absent - build - True",
    ]
    assert [(i.kind.value, i.subject, i.line) for i in read.issues] == []


def test_the_project_needs_what_it_asks_for() -> None:
    read = parse(SourceFile(path="foo.cabal", content=TEXT.encode()))
    [edges] = read.dependencies
    assert edges.ref == "."
    assert set(edges.targets) == {c.ref for c in read.components} - {"."}


def test_something_else_is_refused() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="foo.cabal", content=b"a\n"))
