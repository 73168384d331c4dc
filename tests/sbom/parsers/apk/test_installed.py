"""The database of apk."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.errors import ParseError
from sbom.parsers.apk.installed import parse
from sbom.source import SourceFile

DATABASE = """\
C:Q1abc=
P:musl
V:1.2.4-r1
A:x86_64
T:de C-bibliotheek
U:https://musl.example.org
L:MIT
o:musl
m:Voorbeeld <voorbeeld@example.org>
c:0123abcd
p:so:libc.musl-x86_64.so.1=1
F:lib
R:ld-musl.so

P:busybox
V:1.36.1-r2
L:GPL-2.0-only
D:so:libc.musl-x86_64.so.1 !conflict musl>=1.2

P:zonderversie

V:1.0
"""


def test_packages_with_licence_source_and_edges() -> None:
    made = parse(SourceFile(path="lib/apk/db/installed", content=DATABASE.encode()))
    assert [c.purl for c in made.components] == [
        "pkg:apk/alpine/musl@1.2.4-r1?arch=x86_64",
        "pkg:apk/alpine/busybox@1.36.1-r2",
    ]
    assert [c.raw for c in made.components[0].licenses] == ["MIT"]
    assert dict(made.components[0].properties)["source"] == "musl"
    assert [(d.ref, d.targets) for d in made.dependencies] == [
        ("busybox@1.36.1-r2", ("musl@1.2.4-r1",))
    ]
    assert [(i.subject, i.message) for i in made.issues] == [
        ("zonderversie", "has no version"),
        ("1.0", "has no name"),
    ]


def test_other_text_is_refused() -> None:
    with pytest.raises(ParseError):
        parse(SourceFile(path="lib/apk/db/installed", content=b"geen databank"))


@given(st.binary(max_size=300))
def test_any_bytes_give_an_inventory_or_a_parse_error(content: bytes) -> None:
    with contextlib.suppress(ParseError):
        parse(SourceFile(path="lib/apk/db/installed", content=content))
