"""Package.swift."""

import pytest

from sbom.component import Component
from sbom.errors import NotThisFormatError
from sbom.parsers.swift.package_swift import parse
from sbom.source import SourceFile

TEXT = """\
// swift-tools-version:5.5
import PackageDescription
let package = Package(
    name: "Mine",
    dependencies: [
        .package(url: "https://github.com/vapor/vapor.git", from: "4.0.0"),
        .package(url: "https://github.com/a/b", .upToNextMinor(from: "1.2.0")),
        .package(url: "https://github.com/a/c", exact: "1.2.0"),
        .package(url: "https://github.com/a/d", "1.0.0"..<"2.0.0"),
        .package(name: "E", url: "git@github.com:a/e.git", .branch("main")),
        .package(url: "https://github.com/a/f", branch: "main"),
        .package(path: "../local"),
        .package(id: "mona.LinkedList", .exact("1.1")),
        .package(url: base, from: "1.0"),
    ],
    targets: [.target(name: "Mine", dependencies: [.product(name: "Vapor", package: "vapor")])]
)
"""


def told(found: Component) -> str:
    """What a line of the file came to."""
    stated = found.version or found.requirement or "-"
    roles = "+".join(r.value for r in found.roles) or "-"
    return f"{found.line} {found.purl} {found.version_kind.value} {stated} {found.scope.value} {roles} {found.direct}"


def test_what_is_asked_for() -> None:
    read = parse(SourceFile(path="Package.swift", content=TEXT.encode()))
    assert [told(c) for c in read.components] == [
        "4 pkg:generic/Mine absent - runtime root None",
        "6 pkg:swift/github.com/vapor/vapor range ^4.0.0 runtime - True",
        "7 pkg:swift/github.com/a/b range ~1.2.0 runtime - True",
        "8 pkg:swift/github.com/a/c@1.2.0 exact 1.2.0 runtime - True",
        "9 pkg:swift/github.com/a/d range 1.0.0..<2.0.0 runtime - True",
        "10 pkg:swift/github.com/a/e?vcs_url=git%40github.com:a%2Fe.git absent - runtime git True",
        "11 pkg:swift/github.com/a/f?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fa%2Ff absent - runtime git True",
        "12 pkg:generic/local absent - runtime local True",
        "13 pkg:swift/mona/LinkedList@1.1 exact 1.1 runtime - True",
    ]
    assert [(i.kind.value, i.subject, i.line) for i in read.issues] == [("note", ".package", 14)]


def test_the_project_needs_what_it_asks_for() -> None:
    read = parse(SourceFile(path="Package.swift", content=TEXT.encode()))
    [edges] = read.dependencies
    assert edges.ref == "."
    assert set(edges.targets) == {c.ref for c in read.components} - {"."}


def test_something_else_is_refused() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="Package.swift", content=b"print(1)\n"))
