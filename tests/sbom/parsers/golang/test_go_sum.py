"""go.sum."""

import pytest

from sbom.component import Role
from sbom.errors import NotThisFormatError
from sbom.parsers.golang.go_sum import parse
from sbom.source import SourceFile

TEXT = b"""\
example.org/een v1.0.0 h1:AAA=
example.org/een v1.0.0/go.mod h1:BBB=
example.org/twee v2.0.0+incompatible/go.mod h1:CCC=

kapot
"""


def test_one_component_for_each_version() -> None:
    read = parse(SourceFile(path="go.sum", content=TEXT))
    assert [(c.name, c.version, c.line) for c in read.components] == [
        ("example.org/een", "v1.0.0", 1),
        ("example.org/twee", "v2.0.0+incompatible", 3),
    ]
    assert all(c.roles == (Role.INDIRECT_HASH,) for c in read.components)
    assert [dict(c.properties) for c in read.components] == [
        {"h1": "h1:AAA=", "h1-go-mod": "h1:BBB="},
        {"h1-go-mod": "h1:CCC="},
    ]
    assert [(i.subject, i.line) for i in read.issues] == [("kapot", 5)]


def test_an_empty_file_is_right() -> None:
    assert not parse(SourceFile(path="go.sum", content=b"\n")).expects_components


def test_other_text_is_not_this_format() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="go.sum", content=b"een twee\n"))
