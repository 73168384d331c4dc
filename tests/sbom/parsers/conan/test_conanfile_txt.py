"""conanfile.txt."""

from sbom.component import Scope, VersionKind
from sbom.parsers.conan.conanfile_txt import parse
from sbom.source import SourceFile

TEXT = b"""\
# uitleg
[requires]
# een opmerking
catch2/2.13.8
zlib/[>=1.2.11 <2]
spdlog/1.9.2@gemeente/stable#1234567%%987654
kapot

[tool_requires]
cmake/3.22.6 # hulpmiddel
[test_requires]
gtest/1.14.0
[generators]
cmake
"""


def test_sections_give_the_scope() -> None:
    read = parse(SourceFile(path="conanfile.txt", content=TEXT))
    assert [(c.name, c.version, c.scope, c.direct, c.line) for c in read.components] == [
        ("catch2", "2.13.8", Scope.RUNTIME, True, 4),
        ("zlib", "", Scope.RUNTIME, True, 5),
        ("spdlog", "1.9.2", Scope.RUNTIME, True, 6),
        ("cmake", "3.22.6", Scope.BUILD, True, 10),
        ("gtest", "1.14.0", Scope.TEST, True, 12),
    ]
    assert read.components[1].version_kind is VersionKind.RANGE
    assert read.components[1].requirement == "[>=1.2.11 <2]"
    assert [(i.subject, i.line) for i in read.issues] == [("kapot", 7)]
