"""go.mod and go.sum together."""

from sbom.component import Role
from sbom.inventory import Inventory
from sbom.joiners.go_sum import join
from sbom.parsers.golang import go_mod, go_sum
from sbom.source import SourceFile

SUMS = b"""\
example.org/een v1.0.0 h1:AAA=
example.org/een v1.0.0/go.mod h1:BBB=
example.org/een v0.9.0/go.mod h1:CCC=
example.org/diep v1.9.0 h1:DDD=
example.org/diep v1.10.0 h1:EEE=
example.org/diep v1.11.0/go.mod h1:FFF=
"""


def joined(go: bytes, folder: str = "") -> dict[str, Inventory]:
    text = b"module a\ngo " + go + b"\nrequire example.org/een v1.0.0\n"
    files = {
        f"{folder}go.mod": go_mod.parse(SourceFile(path=f"{folder}go.mod", content=text)),
        f"{folder}go.sum": go_sum.parse(SourceFile(path=f"{folder}go.sum", content=SUMS)),
    }
    return dict(join(files))


def flags(read: Inventory) -> dict[str, tuple[Role, ...]]:
    return {f"{c.name} {c.version}": c.roles for c in read.components}


def test_checksums_reach_the_module() -> None:
    changed = joined(b"1.21", "app/")
    een = next(c for c in changed["app/go.mod"].components if c.name == "example.org/een")
    assert dict(een.properties) == {"h1": "h1:AAA=", "h1-go-mod": "h1:BBB="}


def test_since_go_1_17_only_listed_versions_are_used() -> None:
    assert flags(joined(b"1.17")["go.sum"]) == {
        "example.org/een v1.0.0": (Role.DECLARED,),
        "example.org/een v0.9.0": (Role.INDIRECT_HASH,),
        "example.org/diep v1.9.0": (Role.INDIRECT_HASH,),
        "example.org/diep v1.10.0": (Role.INDIRECT_HASH,),
        "example.org/diep v1.11.0": (Role.INDIRECT_HASH,),
    }


def test_before_that_the_highest_downloaded_version_is_used() -> None:
    sums = joined(b"1.16")["go.sum"]
    assert flags(sums)["example.org/diep v1.10.0"] == ()
    assert flags(sums)["example.org/diep v1.9.0"] == (Role.INDIRECT_HASH,)
    assert flags(sums)["example.org/diep v1.11.0"] == (Role.INDIRECT_HASH,)
    used = next(c for c in sums.components if c.version == "v1.10.0")
    assert dict(used.properties)["inferred"] == "minimal version selection"
    assert used.direct is False


def test_a_lone_file_stays_as_it_is() -> None:
    read = go_sum.parse(SourceFile(path="go.sum", content=SUMS))
    assert join({"go.sum": read, "b/go.mod": Inventory()}) == {}
