"""os-release."""

import pytest

from sbom.component import VersionKind
from sbom.errors import NotThisFormatError
from sbom.parsers.os.release import parse
from sbom.source import SourceFile


def test_the_operating_system_is_a_component() -> None:
    text = b"NAME=\"Debian GNU/Linux\"\nVERSION_ID='12'\nID=debian\nVERSION_CODENAME=bookworm\n"
    made = parse(SourceFile(path="etc/os-release", content=text)).components[0]
    assert (made.purl, made.kind.value, made.line) == (
        "pkg:generic/debian@12",
        "operating-system",
        2,
    )
    assert ("codename", "bookworm") in made.properties


def test_a_rolling_release_has_no_version() -> None:
    made = parse(SourceFile(path="etc/os-release", content=b"ID=arch\nBUILD_ID=rolling\n"))
    assert made.components[0].version_kind is VersionKind.ABSENT


def test_other_text_is_no_release() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="etc/os-release", content=b"hallo\n"))
