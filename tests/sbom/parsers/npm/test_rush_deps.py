"""What Rush locks for one project."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.parsers.npm import package_lock
from sbom.parsers.npm.rush_deps import parse
from sbom.source import SourceFile

SHA = "sha512-" + "A" * 86 + "=="
LIST = {
    "@voorbeeld/kern@1.2.0": SHA,
    "loket@2.0.0_react@18.2.0": "",
    "venster@3.0.0(react@18.2.0)": SHA,
    "/oud/0.1.0": SHA,
    "deel@file:projects/deel.tgz": SHA,
    "/niets": SHA,
}


def read(document: object, name: str = "shrinkwrap-deps.json") -> Inventory:
    content = json.dumps(document, indent=1).encode()
    module = package_lock if name == "npm-shrinkwrap.json" else None
    return (module.parse if module else parse)(SourceFile(path=name, content=content))


@pytest.mark.parametrize("name", ["shrinkwrap-deps.json", "npm-shrinkwrap.json"])
def test_versions_with_hashes(name: str) -> None:
    found = read(LIST, name)
    assert [(c.name, c.version, c.roles, c.line) for c in found.components] == [
        ("@voorbeeld/kern", "1.2.0", (), 2),
        ("loket", "2.0.0", (), 3),
        ("venster", "3.0.0", (), 4),
        ("oud", "0.1.0", (), 5),
        ("deel", "", (Role.LOCAL,), 6),
    ]
    assert {c.scope for c in found.components} == {Scope.UNKNOWN}
    assert found.components[4].version_kind is VersionKind.ABSENT
    assert found.components[0].hashes == (("SHA-512", "00" * 64),)
    assert [i.subject for i in found.issues] == ["/niets"]


@pytest.mark.parametrize("document", [{}, [], {"a@1": 3}, {"naam": SHA}, {"a@1.0.0": "tekst"}])
def test_anything_else_is_refused(document: object) -> None:
    with pytest.raises(NotThisFormatError):
        read(document)


@given(keys=st.lists(st.text(max_size=12), max_size=4))
def test_any_keys(keys: list[str]) -> None:
    try:
        assert isinstance(read({f"a@{k}": SHA for k in keys}), Inventory)
    except NotThisFormatError:
        assert not keys


@given(content=st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    with suppress(ParseError, NotThisFormatError):
        parse(SourceFile(path="shrinkwrap-deps.json", content=content))
