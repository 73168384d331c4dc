"""composer.lock."""

import json

import pytest

from sbom.component import Component, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.issue import IssueKind
from sbom.parsers.composer.lock import parse
from sbom.source import SourceFile

LOCK = {
    "content-hash": "0",
    "packages": [
        {
            "name": "voorbeeld/Kern",
            "version": "v2.0.4",
            "source": {
                "type": "git",
                "url": "https://u:p@git.example.org/kern.git",
                "reference": "a" * 40,
            },
            "dist": {
                "type": "zip",
                "url": "https://dist.example.org/k.zip?token=x",
                "shasum": "B" * 40,
            },
            "require": {"php": ">=8.1", "voorbeeld/log-implementatie": "^1"},
            "license": ["MIT", "GPL-2.0-only WITH Classpath-exception-2.0"],
            "notification-url": "https://example.org/",
            "type": "library",
        },
        {
            "name": "voorbeeld/log",
            "version": "dev-main",
            "source": {
                "type": "git",
                "url": "https://git.example.org/log.git",
                "reference": "c" * 40,
            },
            "provide": {"voorbeeld/log-implementatie": "1.0"},
            "license": "EUPL-1.2",
            "type": "metapackage",
            "abandoned": "voorbeeld/log2",
        },
        {"version": "1.0"},
        7,
    ],
    "packages-dev": [
        {
            "name": "voorbeeld/lokaal",
            "version": "1.0",
            "dist": {"type": "path", "url": "../lokaal"},
        },
        {"name": "voorbeeld/tak", "version": "dev-x"},
    ],
    "platform": {"php": ">=8.1", "ext-json": "*"},
    "platform-dev": [],
    "plugin-api-version": "2.6.0",
}


@pytest.fixture(scope="module")
def read() -> Inventory:
    return parse(SourceFile(path="composer.lock", content=json.dumps(LOCK, indent=4).encode()))


def by_name(read: Inventory, name: str) -> Component:
    return next(c for c in read.components if c.name == name)


def test_a_package(read: Inventory) -> None:
    kern = by_name(read, "voorbeeld/Kern")
    assert kern.purl == "pkg:composer/voorbeeld/kern@v2.0.4"
    assert kern.scope is Scope.RUNTIME
    assert kern.direct is True
    assert kern.hashes == (("SHA-1", "b" * 40),)
    assert kern.download == "https://dist.example.org/k.zip?token="
    assert kern.line == 5


def test_a_list_of_licences_is_a_choice(read: Inventory) -> None:
    raw = [c.raw for c in by_name(read, "voorbeeld/Kern").licenses]
    assert raw == ["MIT OR (GPL-2.0-only WITH Classpath-exception-2.0)"]


def test_an_edge_to_what_another_package_provides(read: Inventory) -> None:
    assert [(d.ref, d.targets) for d in read.dependencies] == [
        ("voorbeeld/Kern@v2.0.4", ("voorbeeld/log@dev-main",))
    ]
    assert by_name(read, "voorbeeld/log").direct is None


def test_a_branch_is_exact_by_its_commit(read: Inventory) -> None:
    log = by_name(read, "voorbeeld/log")
    assert log.version_kind is VersionKind.EXACT
    assert log.roles == (Role.GIT,)
    facts = dict(log.properties)
    assert facts["commit"] == "c" * 40
    assert facts["type"] == "metapackage"
    assert facts["deprecated"] == "voorbeeld/log2"
    assert by_name(read, "voorbeeld/tak").version_kind is VersionKind.UNRESOLVED


def test_development_and_local(read: Inventory) -> None:
    lokaal = by_name(read, "voorbeeld/lokaal")
    assert lokaal.scope is Scope.DEV
    assert lokaal.roles == (Role.LOCAL,)


def test_platform_requirements(read: Inventory) -> None:
    php = by_name(read, "php")
    assert php.roles == (Role.PLATFORM,)
    assert php.requirement == ">=8.1"
    assert php.version_kind is VersionKind.RANGE
    assert by_name(read, "ext-json").requirement == "*"


def test_a_bad_entry_loses_only_itself(read: Inventory) -> None:
    assert [(i.kind, i.subject) for i in read.issues] == [
        (IssueKind.ENTRY, "packages[2]"),
        (IssueKind.ENTRY, "packages[3]"),
    ]
    assert read.format_version == "2.6.0"


def test_not_json_is_an_error() -> None:
    with pytest.raises(ParseError, match="not valid JSON"):
        parse(SourceFile(path="composer.lock", content=b"{"))


def test_other_json_is_not_this_format() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="composer.lock", content=b'{"packages": 1}'))


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        (
            [{"name": "Team Loket", "email": "x@example.org"}, {"name": "Balie"}],
            "Team Loket, Balie",
        ),
        ([{"email": "x@example.org"}, "Balie", None], None),
        ("Balie", None),
    ],
)
def test_authors_are_named_without_their_addresses(authors: object, expected: str | None) -> None:
    lock = {"packages": [{"name": "gemeente/loket", "version": "1.0.0", "authors": authors}]}
    source = SourceFile(path="composer.lock", content=json.dumps(lock).encode())
    (component,) = parse(source).components
    assert dict(component.properties).get("author") == expected
