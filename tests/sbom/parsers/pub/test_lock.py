"""pubspec.lock."""

import pytest

from sbom.component import Role, Scope, VersionKind
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.parsers.pub.lock import parse
from sbom.source import SourceFile

TEXT = b"""\
packages:
  crypto:
    dependency: "direct main"
    description:
      name: crypto
      sha256: 1e445881f28f22d6140f181e07737b22f1e099a5e1ff94b0af2f9e4a463f4855
      url: "https://pub.example.org"
    source: hosted
    version: "3.0.6"
  loket:
    dependency: "direct dev"
    description:
      path: "."
      ref: main
      resolved-ref: e5adce55eea0b74d3680e66a2c5252edf17b07e1
      url: "https://git.example.org/loket"
    source: git
    version: "1.32.0"
  kern:
    dependency: "direct overridden"
    description:
      path: "../kern"
      relative: true
    source: path
    version: "0.1.0"
  flutter:
    dependency: transitive
    description: flutter
    source: sdk
    version: "0.0.0"
  stuk: kapot
sdks:
  dart: ">=3.0.0 <4.0.0"
"""


@pytest.fixture(scope="module")
def read() -> Inventory:
    return parse(SourceFile(path="pubspec.lock", content=TEXT))


def test_sources_scopes_and_lines(read: Inventory) -> None:
    assert [(c.name, c.version, c.scope, c.roles, c.direct, c.line) for c in read.components] == [
        ("crypto", "3.0.6", Scope.RUNTIME, (), True, 2),
        ("loket", "1.32.0", Scope.DEV, (Role.GIT,), True, 10),
        ("kern", "0.1.0", Scope.UNKNOWN, (Role.LOCAL,), True, 19),
        ("flutter", "0.0.0", Scope.UNKNOWN, (Role.STDLIB,), False, 26),
        ("dart", "", Scope.RUNTIME, (Role.STDLIB,), True, 33),
    ]
    assert read.components[0].hashes[0][0] == "SHA-256"
    assert read.components[0].purl == "pkg:pub/crypto@3.0.6"
    assert dict(read.components[1].properties)["commit"].startswith("e5adce")
    assert read.components[4].version_kind is VersionKind.RANGE


def test_a_broken_entry_is_an_issue(read: Inventory) -> None:
    assert [(i.subject, i.line) for i in read.issues] == [("stuk", 31)]


def test_no_packages_is_a_right_answer() -> None:
    assert not parse(SourceFile(path="pubspec.lock", content=b"packages: {}\n")).expects_components


@pytest.mark.parametrize("content", [b"", b"[geen yaml]", b"dit is niets\n", b"a: 1\n"])
def test_what_is_no_lock_is_refused(content: bytes) -> None:
    with pytest.raises(ParseError):
        parse(SourceFile(path="pubspec.lock", content=content))
