"""DESCRIPTION."""

import time

import pytest

from sbom.component import Role, Scope
from sbom.errors import NotThisFormatError
from sbom.parsers.cran.description import parse
from sbom.source import SourceFile

TEXT = b"""\
Package: voorbeeld
Version: 0.4.2
License: GPL (>= 3) | file LICENSE
Depends: R (>= 3.0.0)
Imports: magic, Rcpp (== 1.0.7),
    methods
Suggests: testthat (>= 3.0)
LinkingTo: Rcpp, 7fout
"""


def test_a_package_and_its_needs() -> None:
    read = parse(SourceFile(path="DESCRIPTION", content=TEXT))
    assert [(c.name, c.version, c.scope, c.roles, c.line) for c in read.components] == [
        ("voorbeeld", "0.4.2", Scope.RUNTIME, (Role.ROOT,), 1),
        ("R", "", Scope.RUNTIME, (Role.STDLIB,), 4),
        ("magic", "", Scope.RUNTIME, (), 5),
        ("Rcpp", "1.0.7", Scope.RUNTIME, (), 5),
        ("methods", "", Scope.RUNTIME, (Role.STDLIB,), 5),
        ("Rcpp", "", Scope.RUNTIME, (), 8),
        ("testthat", "", Scope.OPTIONAL, (), 7),
    ]
    assert [dict(c.properties).get("field") for c in read.components[1:]] == [
        "Depends",
        *["Imports"] * 3,
        "LinkingTo",
        "Suggests",
    ]
    assert [x.raw for x in read.components[0].licenses] == ["GPL (>= 3) | file LICENSE"]
    assert [i.subject for i in read.issues] == ["7fout"]


def test_an_installed_package_is_no_root() -> None:
    content = TEXT + b"Built: R 4.3.1; ; 2024-01-01 00:00:00 UTC; unix\n"
    read = parse(SourceFile(path="lib/voorbeeld/DESCRIPTION", content=content))
    assert read.components[0].roles == ()
    assert all(Role.DECLARED in c.roles for c in read.components[1:])
    assert "testthat" not in {c.name for c in read.components}


def test_other_files_of_that_name_are_left_alone() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="DESCRIPTION", content=b"Een verhaal.\nOver iets: anders\n"))


@pytest.mark.parametrize(
    "field", ["a (" + " " * 100_000 + "x", "a" + " " * 100_000 + "x", "a (" + " x" * 50_000 + "("]
)
def test_long_requirements_end(field: str) -> None:
    content = f"Package: voorbeeld\nVersion: 1.0\nImports: {field}\n".encode()
    started = time.process_time()
    read = parse(SourceFile(path="DESCRIPTION", content=content))
    assert time.process_time() - started < 3
    assert read.components[0].name == "voorbeeld"
