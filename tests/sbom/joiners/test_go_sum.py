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


def test_a_direct_requirement_without_checksum_is_told() -> None:
    text = (
        b"module a\ngo 1.21\nrequire (\n\texample.org/een v1.0.0\n\texample.org/weg v1.2.0\n"
        b"\texample.org/ver v1.0.0 // indirect\n\texample.org/om v1.0.0\n)\n"
        b"replace example.org/om => example.org/fork v1.1.0\n"
    )
    files = {
        "go.mod": go_mod.parse(SourceFile(path="go.mod", content=text)),
        "go.sum": go_sum.parse(SourceFile(path="go.sum", content=SUMS)),
    }
    compared, wrong, fork = join(files)["go.mod"].descriptors
    assert (compared.kind, compared.name, dict(compared.properties)) == (
        "lock",
        "go.sum",
        {"asked": "3"},
    )
    assert (wrong.kind, wrong.name, wrong.version) == ("lock-step", "example.org/weg", "")
    assert fork.name == "example.org/fork"  # the replacement is what needs a checksum
    first = {**files, **join(files)}
    assert join(first)["go.mod"].descriptors == first["go.mod"].descriptors


def test_a_go_sum_that_is_met_tells_only_that_it_was_compared() -> None:
    (compared,) = joined(b"1.21")["go.mod"].descriptors
    assert compared.kind == "lock"
