"""conda-lock.yml."""

from sbom.component import Scope
from sbom.parsers.conda.lock import parse
from sbom.source import SourceFile

TEXT = b"""\
version: 1
metadata:
  channels: []
package:
- name: numpy
  version: 1.26.4
  manager: conda
  platform: linux-64
  dependencies:
    python: '>=3.9'
  url: https://conda.example.org/linux-64/numpy.conda
  hash:
    md5: aa
    sha256: bb
  category: main
  optional: false
- name: numpy
  version: 1.26.4
  manager: conda
  platform: osx-64
  dependencies: {}
  url: https://conda.example.org/osx-64/numpy.conda
  hash:
    sha256: cc
  category: main
  optional: false
- name: python
  version: 3.11.9
  manager: conda
  platform: linux-64
  dependencies: {}
  url: https://conda.example.org/linux-64/python.conda
  category: main
- name: pytest
  version: 8.0.0
  manager: pip
  platform: linux-64
  dependencies: {}
  url: https://files.example.org/pytest.whl
  category: dev
  optional: true
- version: 1
"""


def test_platforms_are_one_component() -> None:
    read = parse(SourceFile(path="conda-lock.yml", content=TEXT))
    assert [(c.purl, c.scope, c.line) for c in read.components] == [
        ("pkg:conda/numpy@1.26.4", Scope.RUNTIME, 5),
        ("pkg:conda/python@3.11.9", Scope.RUNTIME, 27),
        ("pkg:pypi/pytest@8.0.0", Scope.DEV, 34),
    ]
    numpy = read.components[0]
    assert numpy.hashes == (("MD5", "aa"), ("SHA-256", "bb"), ("SHA-256", "cc"))
    assert dict(numpy.properties)["platforms"] == "linux-64, osx-64"
    assert [(d.ref, d.targets) for d in read.dependencies] == [
        ("conda/numpy@1.26.4", ("conda/python@3.11.9",))
    ]
    assert [i.subject for i in read.issues] == ["package[4]"]
