"""vendor/modules.txt."""

import pytest

from sbom.component import Role
from sbom.errors import NotThisFormatError
from sbom.parsers.golang.vendor_modules import parse
from sbom.source import SourceFile

TEXT = b"""\
# example.org/a v1.2.1
## explicit; go 1.21; toolchain go1.21.8
example.org/a
# example.org/b v0.5.6 => example.org/fork/b v1.4.5
## explicit
example.org/b/http
# example.org/lokaal v1.0.0 => ./lokaal
example.org/lokaal
# example.org/los => ./los
# kapot
# example.org/graaf v0.1.0
## go 1.21
# example.org/alle => example.org/ander v0.2.0
## explicit
example.org/ander/p
"""


def test_modules_and_replacements() -> None:
    read = parse(SourceFile(path="vendor/modules.txt", content=TEXT))
    assert [(c.name, c.version, c.roles, c.direct, c.line) for c in read.components] == [
        ("example.org/a", "v1.2.1", (), None, 1),
        ("example.org/b", "v0.5.6", (Role.REPLACED,), None, 4),
        ("example.org/fork/b", "v1.4.5", (), None, 4),
        ("example.org/lokaal", "v1.0.0", (Role.REPLACED,), False, 7),
        ("./lokaal", "", (Role.LOCAL,), False, 7),
        ("example.org/los", "", (Role.CONSTRAINT,), False, 9),
        ("./los", "", (Role.CONSTRAINT, Role.LOCAL), False, 9),
        ("example.org/graaf", "v0.1.0", (Role.INDIRECT_HASH,), False, 11),
        ("example.org/alle", "", (Role.REPLACED,), None, 13),
        ("example.org/ander", "v0.2.0", (), None, 13),
    ]
    assert dict(read.components[0].properties)["go"] == "1.21"
    assert dict(read.components[2].properties)["replaces"] == "example.org/b v0.5.6"
    assert [(i.subject, i.line) for i in read.issues] == [("# kapot", 10)]


def test_what_names_no_module_is_refused() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="vendor/modules.txt", content=b"niets\n"))
