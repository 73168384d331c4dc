"""composer.json."""

import pytest

from sbom.component import Role, Scope, VersionKind
from sbom.errors import ParseError
from sbom.parsers.composer.manifest import parse
from sbom.source import SourceFile

TEXT = b"""{
  "name": "gemeente-voorbeeld/loket", "type": "project", "license": "EUPL-1.2",
  "repositories": [{"type": "path", "url": "packages/kern"}, {"packagist": false}],
  "require": {
    "php": "^8.2",
    "voorbeeld/log": "^1.0 || ^2.0",
    "voorbeeld/kern": "*",
    "voorbeeld/vast": "1.2.3",
    "voorbeeld/tak": "dev-main#abc",
    "voorbeeld/fout": 3
  },
  "require-dev": {"voorbeeld/test": "~3.1"},
  "replace": {"voorbeeld/oud": "*"}
}"""


def test_requirements_and_root() -> None:
    read = parse(SourceFile(path="composer.json", content=TEXT))
    root, *found = read.components
    assert root.roles == (Role.ROOT,)
    assert root.purl == "pkg:composer/gemeente-voorbeeld/loket"
    assert [c.raw for c in root.licenses] == ["EUPL-1.2"]
    assert dict(root.properties)["repositories"] == "path packages/kern"
    assert dict(root.properties)["replace"] == "voorbeeld/oud"
    assert [(c.name, c.version, c.version_kind, c.scope, c.roles) for c in found] == [
        ("php", "", VersionKind.RANGE, Scope.RUNTIME, (Role.PLATFORM,)),
        ("voorbeeld/log", "", VersionKind.RANGE, Scope.RUNTIME, ()),
        ("voorbeeld/kern", "", VersionKind.RANGE, Scope.RUNTIME, (Role.LOCAL,)),
        ("voorbeeld/vast", "1.2.3", VersionKind.EXACT, Scope.RUNTIME, ()),
        ("voorbeeld/tak", "dev-main", VersionKind.UNRESOLVED, Scope.RUNTIME, ()),
        ("voorbeeld/test", "", VersionKind.RANGE, Scope.DEV, ()),
    ]
    assert [c.line for c in found] == [5, 6, 7, 8, 9, 12]
    assert [i.subject for i in read.issues] == ["voorbeeld/fout"]
    assert all(c.direct for c in found)


def test_requirements_of_the_wrong_type_are_told() -> None:
    read = parse(SourceFile(path="composer.json", content=b'{"require": ["a"]}'))
    assert [i.subject for i in read.issues] == ["require"]


def test_a_list_is_no_manifest() -> None:
    with pytest.raises(ParseError):
        parse(SourceFile(path="composer.json", content=b"[]"))
