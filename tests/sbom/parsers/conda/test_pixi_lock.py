"""pixi.lock."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Role, Scope
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.parsers.conda.pixi_lock import parse
from sbom.source import SourceFile

SIX = b"""\
version: 6
environments:
  default:
    packages:
      linux-64:
      - conda: https://example.org/c/linux-64/python-3.12.2-hab00c5b_0_cpython.conda
      - conda: https://example.org/c/noarch/lib-na-am-1.0-py_0.tar.bz2
      - conda: .
  test:
    packages:
      osx-64:
      - conda: https://example.org/c/osx-64/python-3.12.2-h9f0c242_0_cpython.conda
      - pypi: https://example.org/p/kern-2.0-py3-none-any.whl
      - pypi: ./deel
packages:
- conda: https://example.org/c/linux-64/python-3.12.2-hab00c5b_0_cpython.conda
  sha256: %s
  license: Python-2.0
- conda: https://example.org/c/osx-64/python-3.12.2-h9f0c242_0_cpython.conda
  md5: %s
- conda: https://example.org/c/noarch/lib-na-am-1.0-py_0.tar.bz2
  depends:
  - python >=3.8,<4
  - __glibc >=2.17
- conda: .
  name: loket
  version: 0.1.0
  subdir: noarch
  depends: [lib-na-am]
- pypi: https://example.org/p/kern-2.0-py3-none-any.whl
  name: kern
  version: '2.0'
  requires_dist:
  - deel>=1
  - ding ; extra == 'x'
- pypi: ./deel
  name: deel
  editable: true
- pypi: git+https://example.org/tak.git?rev=main#%s
  name: tak
  version: 1.1
- version: 3
""" % (b"0" * 64, b"1" * 32, b"a" * 40)

FOUR = b"""\
version: 4
packages:
- kind: conda
  name: zlib
  version: 1.3.1
  build: h1
  subdir: linux-64
  url: https://example.org/c/linux-64/zlib-1.3.1-h1.conda
  depends: ["libgcc"]
- kind: pypi
  name: kern
  version: "2.0"
  url: https://example.org/kern-2.0.tar.gz
"""

ONE = b"""\
version: 1
package:
- name: zlib
  version: 1.3.1
  manager: conda
  platform: linux-64
  category: main
  dependencies: [kern]
- name: kern
  version: "2.0"
  manager: pip
  platform: linux-64
  category: dev
"""


def read(content: bytes) -> Inventory:
    return parse(SourceFile(path="pixi.lock", content=content))


def test_version_six() -> None:
    found = read(SIX)
    assert [(c.purl, c.scope, c.roles) for c in found.components] == [
        ("pkg:conda/python@3.12.2", Scope.RUNTIME, ()),
        ("pkg:conda/lib-na-am@1.0", Scope.RUNTIME, ()),
        ("pkg:conda/loket@0.1.0", Scope.RUNTIME, (Role.ROOT,)),
        ("pkg:pypi/kern@2.0", Scope.TEST, ()),
        ("pkg:pypi/deel", Scope.TEST, (Role.LOCAL,)),
        (
            f"pkg:pypi/tak@1.1?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Ftak.git%40{'a' * 40}",
            Scope.UNKNOWN,
            (Role.GIT,),
        ),
    ]
    python = found.components[0]
    assert python.hashes == (("MD5", "1" * 32), ("SHA-256", "0" * 64))
    assert dict(python.properties) == {
        "environments": "default, test",
        "platforms": "linux-64, osx-64",
    }
    assert [c.raw for c in python.licenses] == ["Python-2.0"]
    assert [(d.ref, d.targets) for d in found.dependencies] == [
        ("conda/lib-na-am@1.0", ("conda/python@3.12.2",)),
        ("conda/loket@0.1.0", ("conda/lib-na-am@1.0",)),
        ("pypi/kern@2.0", ("pypi/deel@",)),
    ]
    assert [i.subject for i in found.issues] == ["packages[7]"]
    assert found.format_version == "6"


@pytest.mark.parametrize("content", [FOUR, ONE])
def test_older_versions(content: bytes) -> None:
    found = read(content)
    assert [c.purl for c in found.components] == ["pkg:conda/zlib@1.3.1", "pkg:pypi/kern@2.0"]


def test_the_category_of_the_first_versions_is_the_scope() -> None:
    found = read(ONE)
    assert [c.scope for c in found.components] == [Scope.RUNTIME, Scope.DEV]
    assert len(found.dependencies) == 0


@pytest.mark.parametrize("content", [b"", b"version: 6\n", b"packages: 3\n", b"[]", b"a: b: c"])
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises((ParseError, NotThisFormatError)):
        read(content)


WORDS = [
    "packages",
    "conda",
    "pypi",
    "name",
    "version",
    "depends",
    "environments",
    "default",
    "a-1-b.conda",
]
VALUES = st.recursive(
    st.none() | st.integers() | st.sampled_from(WORDS) | st.text("abc-1.:/é ", max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4)
    ),
    max_leaves=15,
)


@given(packages=st.lists(VALUES, max_size=4), environments=VALUES)
def test_wrong_types_lose_only_themselves(packages: list[object], environments: object) -> None:
    document = {"packages": packages, "environments": environments}
    assert isinstance(
        read(json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")), Inventory
    )


@given(content=st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    with suppress(ParseError, NotThisFormatError):
        read(content)


SEVEN = b"""\
version: 7
platforms:
- name: linux-64
environments:
  default:
    packages:
      linux-64:
      - conda: https://example.org/c/noarch/lib-na-am-1.0-py_0.tar.bz2
      - conda_source: rekenkern[3a644c82] @ .
  test:
    packages:
      linux-64:
      - conda_source: hulp[19dd5247] @ packages/hulp
      - conda_source: ver[00aa11bb] @ git+https://git.example.org/ver.git#0123abc
packages:
- conda: https://example.org/c/noarch/lib-na-am-1.0-py_0.tar.bz2
- conda_source: rekenkern[3a644c82] @ .
  variants:
    target_platform: linux-64
  depends:
  - lib-na-am >=1
- conda_source: hulp[19dd5247] @ packages/hulp
- conda_source: ver[00aa11bb] @ git+https://git.example.org/ver.git#0123abc
  version: 2.1.0
"""


def test_packages_built_from_source_in_version_seven() -> None:
    found = {c.name: c for c in read(SEVEN).components}
    assert [(c.roles, c.version, c.scope) for c in found.values()] == [
        ((), "1.0", Scope.RUNTIME),
        ((Role.ROOT,), "", Scope.RUNTIME),
        ((Role.LOCAL,), "", Scope.TEST),
        ((Role.GIT,), "2.1.0", Scope.TEST),
    ]
    assert dict(found["rekenkern"].properties)["platforms"] == "linux-64"
    assert dict(found["ver"].properties)["commit"] == "0123abc"
    assert read(SEVEN).dependencies[0].targets == ("conda/lib-na-am@1.0",)
