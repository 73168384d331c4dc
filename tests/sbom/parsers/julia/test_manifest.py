"""Manifest.toml of Julia."""

from sbom.component import Role, VersionKind
from sbom.parsers.julia.manifest import parse
from sbom.source import SourceFile

TEXT = b"""\
julia_version = "1.9.0"
manifest_format = "2.0"

[[deps.JSON]]
deps = ["Dates"]
git-tree-sha1 = "31e996f0a15c7b280ba9f76636b3ff9e2ae58c9a"
uuid = "682c06a0-de6a-54ab-a142-c8b1cf79cde6"
version = "0.21.4"

[[deps.Dates]]
uuid = "ade2ca70-3891-5945-98fb-dc099432e06a"

[[deps.Loket]]
path = "../loket"
uuid = "11111111-3891-5945-98fb-dc099432e06a"

    [deps.Loket.deps]
    Kern = "22222222-3891-5945-98fb-dc099432e06a"

[[deps.Kern]]
git-tree-sha1 = "41e996f0a15c7b280ba9f76636b3ff9e2ae58c9a"
repo-rev = "main"
repo-url = "https://git.example.org/Kern.jl"
uuid = "22222222-3891-5945-98fb-dc099432e06a"
version = "0.1.0"
"""


def test_packages_by_uuid() -> None:
    read = parse(SourceFile(path="Manifest.toml", content=TEXT))
    assert [(c.name, c.version, c.roles, c.line) for c in read.components] == [
        ("JSON", "0.21.4", (), 4),
        ("Dates", "1.9.0", (Role.STDLIB,), 10),
        ("Loket", "", (Role.LOCAL,), 13),
        ("Kern", "0.1.0", (Role.GIT,), 20),
    ]
    assert read.components[0].purl == (
        "pkg:julia/JSON@0.21.4?uuid=682c06a0-de6a-54ab-a142-c8b1cf79cde6"
    )
    assert len(read.dependencies) == 2


def test_format_1_and_a_name_that_is_not_unique() -> None:
    content = b"""\
[[Dates]]
deps = ["Printf"]
uuid = "a"

[[Printf]]
uuid = "b"

[[Printf]]
uuid = "c"
"""
    read = parse(SourceFile(path="Manifest.toml", content=content))
    assert [(c.ref, c.version_kind) for c in read.components] == [
        ("a", VersionKind.ABSENT),
        ("b", VersionKind.ABSENT),
        ("c", VersionKind.ABSENT),
    ]
    assert [c.line for c in read.components] == [1, 5, 8]
    assert "several packages" in read.issues[0].message
