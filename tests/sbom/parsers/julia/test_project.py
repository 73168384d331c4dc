"""Project.toml of Julia."""

import pytest

from sbom.component import Role, Scope, VersionKind
from sbom.errors import ParseError
from sbom.parsers.julia.project import parse
from sbom.source import SourceFile

TEXT = b"""\
name = "Loket"
uuid = "1e83bf80-4336-4d27-bf5d-d5a4f845583c"
version = "1.4.3"

[deps]
JSON = "682c06a0-de6a-54ab-a142-c8b1cf79cde6"
Kern = "22222222-3891-5945-98fb-dc099432e06a"

[extras]
Test = "8dfed614-e22c-5e08-85e1-65c5234f0b40"
JSON = "682c06a0-de6a-54ab-a142-c8b1cf79cde6"

[sources]
Kern = {url = "https://git.example.org/Kern.jl", rev = "main"}

[compat]
JSON = "=0.21.4"
julia = "1.6"
"""


def test_project_and_dependencies() -> None:
    read = parse(SourceFile(path="Project.toml", content=TEXT))
    assert [(c.name, c.version, c.scope, c.roles, c.line) for c in read.components] == [
        ("Loket", "1.4.3", Scope.RUNTIME, (Role.ROOT,), 1),
        ("JSON", "0.21.4", Scope.RUNTIME, (), 6),
        ("Kern", "", Scope.RUNTIME, (Role.GIT,), 7),
        ("Test", "", Scope.TEST, (), 10),
        ("julia", "", Scope.RUNTIME, (Role.STDLIB,), 18),
    ]
    assert read.components[4].version_kind is VersionKind.RANGE


def test_what_is_no_toml_is_refused() -> None:
    with pytest.raises(ParseError):
        parse(SourceFile(path="Project.toml", content=b"Dit is geen TOML.\n"))
