"""paket.lock."""

import pytest

from sbom.component import Role, Scope
from sbom.errors import ParseError
from sbom.parsers.nuget.paket_lock import parse
from sbom.source import SourceFile

TEXT = b"""\
STORAGE: NONE
NUGET
  remote: https://packages.example.org/index.json
    FSharp.Core (4.7.2)
    Argu (6.0) - restriction: >= netstandard2.0
      FSharp.Core (>= 4.3.2)
    kapot
GITHUB
  remote: gemeente/hulp
    src/hulp.fs (0123456789abcdef0123456789abcdef01234567)
      FSharp.Core

GROUP Build
NUGET
  remote: https://packages.example.org/index.json
    FAKE (5.16)
"""


def test_sections_groups_and_edges() -> None:
    read = parse(SourceFile(path="paket.lock", content=TEXT))
    assert [(c.name, c.version, c.scope, c.roles, c.line) for c in read.components] == [
        ("FSharp.Core", "4.7.2", Scope.RUNTIME, (), 4),
        ("Argu", "6.0", Scope.RUNTIME, (), 5),
        (
            "gemeente/hulp",
            "0123456789abcdef0123456789abcdef01234567",
            Scope.RUNTIME,
            (Role.GIT,),
            10,
        ),
        ("FAKE", "5.16", Scope.BUILD, (), 16),
    ]
    assert dict(read.components[1].properties)["restriction"] == "restriction: >= netstandard2.0"
    assert read.components[2].purl.startswith("pkg:github/gemeente/hulp@0123")
    assert {d.ref: d.targets for d in read.dependencies}["Argu@6.0"] == ("FSharp.Core@4.7.2",)
    assert [i.subject for i in read.issues] == ["kapot"]


def test_what_is_no_lock_is_refused() -> None:
    with pytest.raises(ParseError):
        parse(SourceFile(path="paket.lock", content=b"This is not a lock\n"))
