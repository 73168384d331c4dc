"""packrat.lock."""

from sbom.component import Role
from sbom.parsers.cran.packrat_lock import parse
from sbom.source import SourceFile

TEXT = b"""\
PackratFormat: 1.4
RVersion: 3.5.1

Package: shiny
Source: CRAN
Version: 1.2.0
Requires: R6, mime

Package: mime
Source: github
Version: 0.6
GithubUsername: gemeente
GithubRepo: mime
GithubSha1: 0123456789abcdef0123456789abcdef01234567

Package: R6
Source: CRAN
Version: 2.3.0
"""


def test_packages_and_edges() -> None:
    read = parse(SourceFile(path="packrat/packrat.lock", content=TEXT))
    assert [(c.name, c.version, c.roles, c.line) for c in read.components] == [
        ("R", "3.5.1", (Role.STDLIB,), 2),
        ("shiny", "1.2.0", (), 4),
        ("mime", "0.6", (Role.GIT,), 9),
        ("R6", "2.3.0", (), 16),
    ]
    assert [(d.ref, d.targets) for d in read.dependencies] == [("shiny", ("R6", "mime"))]
    assert read.format_version == "1.4"
