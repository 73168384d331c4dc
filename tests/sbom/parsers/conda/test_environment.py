"""environment.yml."""

import pytest

from sbom.component import Role, VersionKind
from sbom.errors import ParseError
from sbom.parsers.conda.environment import parse
from sbom.source import SourceFile

TEXT = b"""\
name: loket
channels:
  - conda-forge
dependencies:
  - blas=1.0=openblas
  - python=3.11
  - numpy==1.26.4
  - libgomp 13.2.0 hf8544c7_5
  - conda-forge::gdal>=3.6
  - libnsl=2.0.1
  - los
  - "=="
  - pip:
      - asgiref==3.8.1
      - loket @ git+https://git.example.org/loket.git@main
      - -r requirements.txt
      - "@@"
"""


def test_specifications_and_pip() -> None:
    read = parse(SourceFile(path="environment.yml", content=TEXT))
    assert [(c.name, c.version, c.version_kind, c.line) for c in read.components] == [
        ("blas", "1.0", VersionKind.EXACT, 5),
        ("python", "", VersionKind.RANGE, 6),
        ("numpy", "1.26.4", VersionKind.EXACT, 7),
        ("libgomp", "13.2.0", VersionKind.EXACT, 8),
        ("gdal", "", VersionKind.RANGE, 9),
        ("libnsl", "2.0.1", VersionKind.EXACT, 10),
        ("los", "", VersionKind.ABSENT, 11),
        ("asgiref", "3.8.1", VersionKind.EXACT, 14),
        ("loket", "main", VersionKind.UNRESOLVED, 15),
    ]
    assert read.components[1].roles == (Role.STDLIB,)
    assert dict(read.components[4].properties)["channel"] == "conda-forge"
    assert read.components[7].purl == "pkg:pypi/asgiref@3.8.1"
    assert read.components[8].roles == (Role.GIT,)
    assert [(i.subject, i.line) for i in read.issues] == [
        ("==", 12),
        ("-r requirements.txt", 16),
        ("@@", 17),
    ]


def test_in_an_exported_file_a_single_equals_sign_is_exact() -> None:
    content = b"dependencies:\n  - ca-certificates=2024.2\nprefix: /opt/x\n"
    read = parse(SourceFile(path="environment.yml", content=content))
    assert read.components[0].purl == "pkg:conda/ca-certificates@2024.2"


@pytest.mark.parametrize("content", [b"", b"niets", b"a: 1\n"])
def test_what_is_no_environment_is_refused(content: bytes) -> None:
    with pytest.raises(ParseError):
        parse(SourceFile(path="environment.yml", content=content))


def test_a_wrong_type_below_pip_is_an_issue() -> None:
    content = b"dependencies:\n  - pip: asgiref==3.8.1\n"
    read = parse(SourceFile(path="environment.yml", content=content))
    assert [(i.subject, i.line) for i in read.issues] == [("pip", 2)]


def test_lines_below_pip_follow_the_rules_of_requirements_files() -> None:
    content = b"""\
dependencies:
  - pip:
      - kern === 3.9.0 --hash=sha256:1234
      - -e .
      - --editable=./deel
      - git+https://git.example.org/los.git@v1
      - kaal  # waarom
      - ""
"""
    read = parse(SourceFile(path="loket/environment.yml", content=content))
    assert [(c.name, c.version, c.roles, c.line) for c in read.components] == [
        ("kern", "3.9.0", (), 3),
        ("loket", "", (Role.ROOT,), 4),
        ("deel", "", (Role.LOCAL,), 5),
        ("los", "v1", (Role.GIT,), 6),
        ("kaal", "", (), 7),
    ]
    assert read.components[0].hashes == (("SHA-256", "1234"),)
    assert all(c.direct for c in read.components)
    assert [(i.subject, i.line) for i in read.issues] == [("pip[5]", 8)]
