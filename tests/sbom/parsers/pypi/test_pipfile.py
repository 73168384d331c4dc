"""Pipfile."""

import pytest

from sbom.component import Role, Scope, VersionKind
from sbom.errors import ParseError
from sbom.parsers.pypi.pipfile import parse
from sbom.source import SourceFile

TEXT = b"""\
[packages]
requests = "*"
vast = "==1.2"
kern = {git = "https://git.example.org/kern.git", ref = "main", editable = true}
loket = {path = ".", editable = true}
los = {version = ">=1", extras = ["snel"]}
raar = 3

[dev-packages]
pytest = ">=7"

[docs]
sphinx = "*"

[requires]
python_version = "3.11"
"""


def test_categories_and_origins() -> None:
    read = parse(SourceFile(path="Pipfile", content=TEXT))
    assert [(c.name, c.version_kind, c.scope, c.roles, c.line) for c in read.components] == [
        ("requests", VersionKind.ABSENT, Scope.RUNTIME, (), 2),
        ("vast", VersionKind.EXACT, Scope.RUNTIME, (), 3),
        ("kern", VersionKind.UNRESOLVED, Scope.RUNTIME, (Role.GIT,), 4),
        ("loket", VersionKind.ABSENT, Scope.RUNTIME, (Role.ROOT,), 5),
        ("los", VersionKind.RANGE, Scope.RUNTIME, (), 6),
        ("pytest", VersionKind.RANGE, Scope.DEV, (), 10),
        ("sphinx", VersionKind.ABSENT, Scope.DEV, (), 13),
        ("python", VersionKind.RANGE, Scope.RUNTIME, (Role.STDLIB,), 16),
    ]
    assert [i.subject for i in read.issues] == ["raar"]


@pytest.mark.parametrize("content", [b"= 1", b"[anders]\na = 1\n"])
def test_what_is_no_pipfile_is_refused(content: bytes) -> None:
    with pytest.raises(ParseError):
        parse(SourceFile(path="Pipfile", content=content))
