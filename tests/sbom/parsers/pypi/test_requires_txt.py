"""requires.txt of an egg-info."""

import pytest

from sbom.component import Role, Scope
from sbom.errors import NotThisFormatError
from sbom.parsers.pypi.requires_txt import parse
from sbom.source import SourceFile

TEXT = b"""\
click>=6.7
vast==1.2

[alles]
extra!=20.1.0,>=18.1

[:python_version < "3"]
futures
@@
"""


def test_sections_are_extras_and_markers() -> None:
    read = parse(SourceFile(path="loket.egg-info/requires.txt", content=TEXT))
    assert [(c.name, c.version, c.scope, c.line) for c in read.components] == [
        ("click", "", Scope.RUNTIME, 1),
        ("vast", "1.2", Scope.RUNTIME, 2),
        ("extra", "", Scope.OPTIONAL, 5),
        ("futures", "", Scope.RUNTIME, 8),
    ]
    assert all(c.roles == (Role.DECLARED,) for c in read.components)
    assert dict(read.components[3].properties)["marker"] == 'python_version < "3"'
    assert [i.line for i in read.issues] == [9]


def test_elsewhere_it_is_another_file() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="docs/requires.txt", content=TEXT))
