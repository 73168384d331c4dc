"""paket.dependencies."""

from sbom.component import Role, Scope, VersionKind
from sbom.parsers.nuget.paket_dependencies import parse
from sbom.source import SourceFile

TEXT = b"""\
source https://packages.example.org/index.json

nuget NUnit ~> 2.6.3 // opmerking
nuget FSharp.Core >= 4.0.0 # opmerking
nuget Newtonsoft.Json == 12.0.3
nuget Logging
nuget System.Text.Json  8.0.5 lowest_matching: true
github gemeente/hulp:v2.13.5// zonder spatie
git https://git.example.org/bron.git main

group Build
  nuget FAKE
"""


def test_requirements_of_every_kind() -> None:
    read = parse(SourceFile(path="paket.dependencies", content=TEXT))
    assert [(c.name, c.version, c.version_kind, c.scope, c.line) for c in read.components] == [
        ("NUnit", "", VersionKind.RANGE, Scope.RUNTIME, 3),
        ("FSharp.Core", "", VersionKind.RANGE, Scope.RUNTIME, 4),
        ("Newtonsoft.Json", "12.0.3", VersionKind.EXACT, Scope.RUNTIME, 5),
        ("Logging", "", VersionKind.ABSENT, Scope.RUNTIME, 6),
        ("System.Text.Json", "8.0.5", VersionKind.EXACT, Scope.RUNTIME, 7),
        ("gemeente/hulp", "v2.13.5", VersionKind.UNRESOLVED, Scope.RUNTIME, 8),
        ("git.example.org/bron", "main", VersionKind.UNRESOLVED, Scope.RUNTIME, 9),
        ("FAKE", "", VersionKind.ABSENT, Scope.BUILD, 12),
    ]
    assert read.components[5].roles == (Role.GIT,)
    assert read.components[0].requirement == "~> 2.6.3"


def test_an_option_where_a_name_should_stand() -> None:
    read = parse(
        SourceFile(path="paket.dependencies", content=b"nuget Log: >= 1\nnuget Kern 1.0\n")
    )
    assert [c.name for c in read.components] == ["Kern"]
    (issue,) = read.issues
    assert (issue.line, issue.message) == (1, "names no package")
