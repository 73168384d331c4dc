"""Pipfile.lock."""

import json

import pytest

from sbom.component import Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.parsers.pypi.pipfile_lock import parse
from sbom.source import SourceFile

A, C = "a" * 64, "c" * 40
LOCK = {
    "_meta": {"hash": {"sha256": A}, "pipfile-spec": 6, "requires": {"python_version": "3.11"}},
    "default": {
        "django": {
            "extras": ["argon2"],
            "hashes": [f"sha256:{A}"],
            "index": "pypi",
            "markers": "python_version >= '3.8'",
            "version": "==4.2.1",
        },
        "takje": {"git": "https://u:geheim@example.org/takje.git", "ref": C},
        "e1839a8": {"editable": True, "path": "."},
        "boogje": {"file": "https://example.org/boogje-1.2.zip"},
        "ster": {"version": "*"},
    },
    "develop": {"django": {"version": "==4.2.1"}, "pytest": {"version": ">=8"}},
    "docs": {"sphinx": "==7.0"},
}


def read(value: object) -> Inventory:
    return parse(SourceFile(path="Pipfile.lock", content=json.dumps(value, indent=4).encode()))


def test_every_category_and_source() -> None:
    inventory = read(LOCK)
    assert [(c.ref, c.scope, c.version_kind, c.roles) for c in inventory.components] == [
        ("django@4.2.1", Scope.RUNTIME, VersionKind.EXACT, ()),
        (f"takje@{C}", Scope.RUNTIME, VersionKind.UNRESOLVED, (Role.GIT,)),
        (".", Scope.RUNTIME, VersionKind.ABSENT, (Role.ROOT,)),
        ("boogje@1.2", Scope.RUNTIME, VersionKind.EXACT, (Role.URL,)),
        ("ster", Scope.RUNTIME, VersionKind.ABSENT, ()),
        ("django@4.2.1+develop", Scope.DEV, VersionKind.EXACT, ()),
        ("pytest", Scope.DEV, VersionKind.RANGE, ()),
        ("sphinx@7.0", Scope.DEV, VersionKind.EXACT, ()),
    ]
    first = inventory.components[0]
    assert first.hashes == (("SHA-256", A),)
    assert first.line == 12
    assert "geheim" not in str(inventory)
    assert inventory.format_version == "6"


def test_minified_files_are_read_too() -> None:
    content = json.dumps(LOCK, separators=(",", ":")).encode()
    inventory = parse(SourceFile(path="Pipfile.lock", content=content))
    assert {c.line for c in inventory.components if c.name != "sphinx"} == {1}


def test_wrong_types_lose_only_the_entry() -> None:
    inventory = read(
        {
            "default": {
                "a": 3,
                "b": {"version": 4},
                "c": {"version": "==1"},
                "d": {"version": "?"},
            },
            "x": [],
        }
    )
    assert [(c.name, c.version) for c in inventory.components] == [("b", ""), ("c", "1")]
    assert [i.subject for i in inventory.issues] == ["a", "d", "x"]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"{}", NotThisFormatError),
        (b"[]", NotThisFormatError),
        (b"x", ParseError),
        (b"", ParseError),
    ],
)
def test_what_is_no_lock_is_refused(content: bytes, error: type[ParseError]) -> None:
    with pytest.raises(error):
        parse(SourceFile(path="Pipfile.lock", content=content))


def test_hostile_quotes_take_linear_time() -> None:
    content = b'{"default": {"a": {"version": "==1", "x": "' + b'\\"' * 200_000 + b'"}}}'
    assert parse(SourceFile(path="Pipfile.lock", content=content)).components[0].line == 1
