"""conan.lock."""

import pytest

from sbom.component import Role, Scope
from sbom.errors import ParseError
from sbom.parsers.conan.lock import parse
from sbom.source import SourceFile

FIRST = b"""{
 "graph_lock": {
  "nodes": {
   "0": {
    "ref": "loket/1.0",
    "requires": ["1"],
    "build_requires": ["3"],
    "path": "conanfile.py",
    "context": "host"
   },
   "1": {
    "ref": "libcurl/8.1.2@gemeente/stable#25215c550633ef0224152bc2c0556698",
    "requires": ["2"],
    "context": "host"
   },
   "2": {
    "ref": "zlib/1.2.13",
    "context": "host"
   },
   "3": {
    "ref": "cmake/3.22.6",
    "requires": ["2"],
    "context": "build"
   },
   "4": {
    "ref": "1.2.3",
    "context": "host"
   }
  }
 },
 "version": "0.4"
}
"""
SECOND = b"""{
    "version": "0.5",
    "requires": [
        "sound32/1.0#83d4b7bf607b3b60a6546f8b58b5cdd7%1675278904.0791488",
        "fout"
    ],
    "build_requires": ["ninja/1.11.1"],
    "python_requires": ["hulp/0.1"]
}
"""


def test_the_graph_of_conan_1() -> None:
    read = parse(SourceFile(path="conan.lock", content=FIRST))
    assert [(c.name, c.version, c.scope, c.roles, c.direct, c.line) for c in read.components] == [
        ("loket", "1.0", Scope.RUNTIME, (Role.ROOT,), None, 4),
        ("libcurl", "8.1.2", Scope.RUNTIME, (), True, 11),
        ("zlib", "1.2.13", Scope.RUNTIME, (), False, 16),
        ("cmake", "3.22.6", Scope.BUILD, (), True, 20),
    ]
    curl = read.components[1]
    assert curl.purl == "pkg:conan/libcurl@8.1.2?channel=stable&user=gemeente"
    assert dict(curl.properties)["recipe-revision"] == "25215c550633ef0224152bc2c0556698"
    assert [(d.ref, d.targets) for d in read.dependencies] == [
        ("0", ("1", "3")),
        ("1", ("2",)),
        ("3", ("2",)),
    ]
    assert [(i.subject, i.line) for i in read.issues] == [("1.2.3", 25)]


def test_the_lists_of_conan_2() -> None:
    read = parse(SourceFile(path="conan.lock", content=SECOND))
    assert [(c.name, c.version, c.scope, c.direct, c.line) for c in read.components] == [
        ("sound32", "1.0", Scope.RUNTIME, None, 4),
        ("ninja", "1.11.1", Scope.BUILD, None, 7),
        ("hulp", "0.1", Scope.BUILD, None, 8),
    ]
    assert [i.subject for i in read.issues] == ["fout"]


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"graph_lock": 1}'])
def test_what_is_no_lock_is_refused(content: bytes) -> None:
    with pytest.raises(ParseError):
        parse(SourceFile(path="conan.lock", content=content))
