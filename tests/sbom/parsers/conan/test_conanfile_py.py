"""conanfile.py."""

import pytest

from sbom.component import Role, Scope
from sbom.errors import ParseError
from sbom.issue import IssueKind
from sbom.parsers.conan.conanfile_py import parse
from sbom.source import SourceFile

TEXT = b"""\
from conan import ConanFile

VERSIE = "1.2.13"

class Loket(ConanFile):
    name = "loket"
    version = "0.1"
    license = ("EUPL-1.2", "MIT")
    requires = "zlib/" + VERSIE, ("boost/1.84.0", "private")
    tool_requires = "cmake/3.22.6"

    def requirements(self):
        self.requires("openssl/3.2.2@gemeente/stable")
        if self.options.met_curl:
            self.requires("libcurl/8.1.2")
        self.requires(f"fmt/{self.versie}")

    def build_requirements(self):
        self.test_requires("gtest/1.14.0")
"""


def test_literals_are_read_and_nothing_is_run() -> None:
    read = parse(SourceFile(path="conanfile.py", content=TEXT))
    assert [(c.name, c.version, c.scope, c.roles, c.line) for c in read.components] == [
        ("loket", "0.1", Scope.RUNTIME, (Role.ROOT,), 5),
        ("zlib", "1.2.13", Scope.RUNTIME, (), 9),
        ("boost", "1.84.0", Scope.RUNTIME, (), 9),
        ("cmake", "3.22.6", Scope.BUILD, (), 10),
        ("openssl", "3.2.2", Scope.RUNTIME, (), 13),
        ("libcurl", "8.1.2", Scope.RUNTIME, (), 15),
        ("gtest", "1.14.0", Scope.TEST, (), 19),
    ]
    assert [x.raw for x in read.components[0].licenses] == ["EUPL-1.2", "MIT"]
    assert dict(read.components[5].properties)["conditional"] == "true"
    assert [(i.kind, i.line) for i in read.issues] == [(IssueKind.NOTE, 16)]
    assert len(read.dependencies[0].targets) == 6


@pytest.mark.parametrize("content", [b"", b"x = (", b"class A: pass", b"(" * 5000])
def test_what_is_no_recipe_is_refused(content: bytes) -> None:
    with pytest.raises(ParseError):
        parse(SourceFile(path="conanfile.py", content=content))
