"""The database of pacman."""

import pytest

from sbom.errors import NotThisFormatError
from sbom.parsers.alpm.installed import parse
from sbom.source import SourceFile

TEXT = b"""%NAME%
zlib

%VERSION%
1:1.3.1-2

%BASE%
zlib-basis

%ARCH%
x86_64

%LICENSE%
Zlib
MIT

%REASON%
1

%DEPENDS%
glibc
"""


def test_a_package() -> None:
    (made,) = parse(SourceFile(path="var/lib/pacman/local/zlib/desc", content=TEXT)).components
    assert made.purl == "pkg:alpm/arch/zlib@1:1.3.1-2?arch=x86_64"
    assert made.direct is False
    assert [c.raw for c in made.licenses] == ["Zlib", "MIT"]
    assert dict(made.properties)["base"] == "zlib-basis"


@pytest.mark.parametrize("content", [b"", b"NAME", b"%NAME%\nx\n"])
def test_something_else(content: bytes) -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="pacman/local/x/desc", content=content))
