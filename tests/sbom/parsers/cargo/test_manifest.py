"""Cargo.toml."""

import pytest

from sbom.component import Component, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.parsers.cargo.manifest import parse
from sbom.source import SourceFile

TEXT = """\
[package]
name = "loket"
version.workspace = true
license = "EUPL-1.2"
edition = "2021"

[workspace]
members = ["kern"]

[workspace.package]
version = "0.4.0"

[workspace.dependencies]
gedeeld = { version = "1.1", features = ["a"] }

[dependencies]
log = "0.4"
vast = "=1.2.3"
kern = { path = "kern", version = "0.1" }
tak = { git = "https://git.example.org/tak", rev = "abc", optional = true }
gedeeld = { workspace = true }
elders.workspace = true
anders = { package = "echt", version = "2" }
fout = 3

[dependencies.groot]
version = "9"

[dev-dependencies]
test-lib = "*"

[build-dependencies]
cc = "1"

[target.'cfg(windows)'.dependencies]
winapi = "0.3"

[patch.crates-io]
log = { git = "https://git.example.org/log" }
"""


@pytest.fixture(scope="module")
def read() -> Inventory:
    return parse(SourceFile(path="Cargo.toml", content=TEXT.encode()))


def by_ref(read: Inventory, ref: str) -> Component:
    return next(c for c in read.components if c.ref == ref)


def test_the_package_inherits_its_version(read: Inventory) -> None:
    root = read.components[0]
    assert (root.name, root.version, root.roles) == ("loket", "0.4.0", (Role.ROOT,))
    assert [(c.raw, c.line) for c in root.licenses] == [("EUPL-1.2", 4)]


@pytest.mark.parametrize(
    ("ref", "version", "kind", "scope", "roles"),
    [
        ("dependencies log", "", VersionKind.RANGE, Scope.RUNTIME, ()),
        ("dependencies vast", "1.2.3", VersionKind.EXACT, Scope.RUNTIME, ()),
        ("dependencies kern", "", VersionKind.RANGE, Scope.RUNTIME, (Role.LOCAL,)),
        ("dependencies tak", "", VersionKind.ABSENT, Scope.OPTIONAL, (Role.GIT,)),
        ("dependencies gedeeld", "", VersionKind.RANGE, Scope.RUNTIME, ()),
        ("dependencies elders", "workspace", VersionKind.UNRESOLVED, Scope.RUNTIME, ()),
        ("dependencies anders", "", VersionKind.RANGE, Scope.RUNTIME, (Role.ALIAS,)),
        ("dev-dependencies test-lib", "", VersionKind.RANGE, Scope.DEV, ()),
        ("build-dependencies cc", "", VersionKind.RANGE, Scope.BUILD, ()),
        ("target.cfg(windows).dependencies winapi", "", VersionKind.RANGE, Scope.RUNTIME, ()),
        (
            "workspace.dependencies gedeeld",
            "",
            VersionKind.RANGE,
            Scope.UNKNOWN,
            (Role.CONSTRAINT,),
        ),
        ("patch.crates-io log", "", VersionKind.ABSENT, Scope.UNKNOWN, (Role.CONSTRAINT, Role.GIT)),
    ],
)
def test_dependencies(
    read: Inventory,
    ref: str,
    version: str,
    kind: VersionKind,
    scope: Scope,
    roles: tuple[Role, ...],
) -> None:
    found = by_ref(read, ref)
    assert (found.version, found.version_kind, found.scope, found.roles) == (
        version,
        kind,
        scope,
        roles,
    )


def test_facts(read: Inventory) -> None:
    alias = by_ref(read, "dependencies anders")
    assert (alias.name, dict(alias.properties)["alias"]) == ("echt", "anders")
    assert by_ref(read, "dependencies gedeeld").requirement == "1.1"
    windows = by_ref(read, "target.cfg(windows).dependencies winapi")
    assert dict(windows.properties)["target"] == "cfg(windows)"
    assert by_ref(read, "dependencies log").line == 17
    assert by_ref(read, "dependencies groot").line == 26
    assert [(i.subject, i.line) for i in read.issues] == [("fout", 24)]


def test_a_member_without_the_workspace_has_an_open_version() -> None:
    text = b'[package]\nname = "kern"\nversion.workspace = true\nlicense.workspace = true\n'
    root = parse(SourceFile(path="kern/Cargo.toml", content=text)).components[0]
    assert (root.version, root.version_kind) == ("workspace", VersionKind.UNRESOLVED)
    assert root.licenses == ()
    assert dict(root.properties)["license-inherited"] == "workspace"


def test_errors() -> None:
    with pytest.raises(ParseError):
        parse(SourceFile(path="Cargo.toml", content=b"[package\n"))
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="Cargo.toml", content=b"[tool]\na = 1\n"))
