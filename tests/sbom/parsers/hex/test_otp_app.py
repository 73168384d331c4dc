"""Installed applications of Erlang."""

import pytest

from sbom.component import Role, VersionKind
from sbom.errors import NotThisFormatError
from sbom.parsers.hex.otp_app import parse
from sbom.source import SourceFile

TEXT = b"""%% gemaakt
{application, 'voorbeeld',
 [{description, "Een voorbeeld"}, {vsn, "2.5.2"}, {modules, [a, b]}, wat, {env},
  {applications, [kernel, stdlib, cowlib]}, {licenses, ["Apache-2.0", "MIT"]}]}.
"""


def test_the_application_and_its_needs() -> None:
    made = parse(SourceFile(path="ebin/voorbeeld.app", content=TEXT))
    assert [(c.purl, c.roles) for c in made.components] == [
        ("pkg:otp/voorbeeld@2.5.2", ()),
        ("pkg:otp/kernel", (Role.DECLARED, Role.STDLIB)),
        ("pkg:otp/stdlib", (Role.DECLARED, Role.STDLIB)),
        ("pkg:otp/cowlib", (Role.DECLARED,)),
    ]
    assert [claim.raw for claim in made.components[0].licenses] == ["Apache-2.0", "MIT"]
    assert made.dependencies[0].targets == ("cowlib", "kernel", "stdlib")


def test_a_version_that_is_not_settled() -> None:
    made = parse(SourceFile(path="ebin/x.app", content=b"{application, x, [{vsn, git}]}."))
    assert made.components[0].version_kind is VersionKind.UNRESOLVED
    bare = parse(SourceFile(path="ebin/x.app", content=b"{application, x, []}."))
    assert bare.components[0].version_kind is VersionKind.ABSENT


@pytest.mark.parametrize("content", [b"", b"{release, x}.", b"{application, 7, []}."])
def test_something_else(content: bytes) -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="ebin/x.app", content=content))
