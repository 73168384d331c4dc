"""go.mod."""

import pytest

from sbom.component import Component, Role, VersionKind
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.parsers.golang.go_mod import parse
from sbom.source import SourceFile

TEXT = """\
// Deprecated: gebruik v2.
module "example.org/Gemeente/loket" // Deprecated: gebruik v2

go 1.22.0

toolchain go1.22.5-voorbeeld

require example.org/een v1.0.0 // indirect; een reden
require (
\texample.org/Twee/v2 v2.3.4+incompatible
\t`example.org/drie` v0.0.0-20211224170007-df43bca6b6ff
\texample.org/vier v1.4.0
\texample.org/vijf v1.5.0 // geen indirect
\texample.org/zes
)

replace (
\texample.org/vier v1.4.0 => example.org/vork/vier v1.4.1
\texample.org/vijf => ../vijf
\texample.org/vijf v9.9.9 => ../negen
)
exclude example.org/een v0.9.0
retract [v1.0.0, v1.1.0] // kapot
tool example.org/drie/cmd/gen
godebug default=go1.21
raar iets
"""


@pytest.fixture(scope="module")
def read() -> Inventory:
    return parse(SourceFile(path="go.mod", content=TEXT.encode()))


def by_name(read: Inventory, name: str) -> Component:
    return next(c for c in read.components if c.name == name)


def test_everything_is_listed_with_its_flags(read: Inventory) -> None:
    assert [(c.name, c.version, c.roles, c.direct) for c in read.components] == [
        ("example.org/Gemeente/loket", "", (Role.ROOT,), None),
        ("example.org/een", "v1.0.0", (), False),
        ("example.org/Twee/v2", "v2.3.4+incompatible", (), True),
        ("example.org/drie", "v0.0.0-20211224170007-df43bca6b6ff", (), True),
        ("example.org/vier", "v1.4.0", (Role.REPLACED,), True),
        ("example.org/vork/vier", "v1.4.1", (), True),
        ("example.org/vijf", "v1.5.0", (Role.REPLACED,), True),
        ("../vijf", "", (Role.LOCAL,), True),
        ("../negen", "", (Role.CONSTRAINT, Role.LOCAL), None),
        ("example.org/een", "v0.9.0", (Role.CONSTRAINT,), None),
        ("stdlib", "1.22.5", (Role.STDLIB,), True),
    ]


def test_purls(read: Inventory) -> None:
    assert by_name(read, "example.org/drie").purl.startswith(
        "pkg:golang/example.org/drie@v0.0.0-2021"
    )
    assert by_name(read, "stdlib").purl == "pkg:golang/stdlib@1.22.5"


def test_what_replaces_and_is_replaced(read: Inventory) -> None:
    old = dict(by_name(read, "example.org/vier").properties)
    new = dict(by_name(read, "example.org/vork/vier").properties)
    assert old["replaced-by"] == "example.org/vork/vier v1.4.1"
    assert new["replaces"] == "example.org/vier@v1.4.0"
    assert by_name(read, "../vijf").version_kind is VersionKind.ABSENT


def test_facts(read: Inventory) -> None:
    drie = dict(by_name(read, "example.org/drie").properties)
    assert drie == {"commit": "df43bca6b6ff", "tool": "example.org/drie/cmd/gen"}
    root = dict(read.components[0].properties)
    assert root["retract"] == "[v1.0.0, v1.1.0]"
    assert root["deprecated"] == "gebruik v2"


def test_edges_go_to_what_is_built(read: Inventory) -> None:
    assert [d.targets for d in read.dependencies] == [
        (
            "../vijf@",
            "example.org/Twee/v2@v2.3.4+incompatible",
            "example.org/drie@v0.0.0-20211224170007-df43bca6b6ff",
            "example.org/vork/vier@v1.4.1",
        )
    ]


def test_lines_that_are_not_understood(read: Inventory) -> None:
    assert [(i.subject, i.line, i.kind.value) for i in read.issues] == [
        ("require example.org/zes", 14, "entry"),
        ("raar iets", 26, "note"),
    ]


def test_without_toolchain_the_go_version_is_the_least() -> None:
    read = parse(SourceFile(path="go.mod", content=b"module a\ngo 1.17"))
    stdlib = read.components[-1]
    assert (stdlib.version, dict(stdlib.properties)["minimum"]) == ("1.17", "go")
    assert not read.expects_components


def test_other_text_is_not_this_format() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="go.mod", content=b"hallo wereld\n"))
