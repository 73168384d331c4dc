"""Listings of installed RPMs."""

import pytest

from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.parsers.rpm.listing import parse
from sbom.source import SourceFile


def _read(text: str) -> Inventory:
    return parse(SourceFile(path="rpm-qa.txt", content=text.encode()))


def test_the_manifest_of_mariner() -> None:
    made = _read(
        "openssl-libs\t1.1.1k-29.cm2\t17\t17\tMicrosoft Corporation\t(none)\t43\tx86_64\t0\t"
        "openssl-1.1.1k-29.cm2.src.rpm\n"
    ).components[0]
    assert made.purl == "pkg:rpm/mariner/openssl-libs@1.1.1k-29.cm2?arch=x86_64"
    assert dict(made.properties)["source"] == "openssl"


def test_lines_of_rpm_qa() -> None:
    made = _read("bash-5.1.8-6.el9.x86_64\n\nwat is dit\ngpg-pubkey-fd43-4ae0\ntzdata-2024a-1\n")
    assert [(c.name, c.version, c.line) for c in made.components] == [
        ("bash", "5.1.8-6.el9", 1),
        ("gpg-pubkey", "fd43-4ae0", 4),
        ("tzdata", "2024a-1", 5),
    ]
    assert [(i.subject, i.line) for i in made.issues] == [("wat is dit", 3)]


def test_headers_as_xml_without_a_root() -> None:
    one = """<rpmHeader>
  <rpmTag name="Name">
    <string>voorbeeld&amp;co</string>
  </rpmTag>
  <rpmTag name="Version">
    <string>1.0</string>
  </rpmTag>
  <rpmTag name="Release"><string>2</string></rpmTag>
  <rpmTag name="Epoch"><integer>3</integer></rpmTag>
</rpmHeader>
"""
    made = _read(one + one.replace("1.0", "").replace("Version", "Leeg"))
    assert [(c.name, c.version, c.line) for c in made.components] == [
        ("voorbeeld&co", "3:1.0-2", 1)
    ]
    assert [i.line for i in made.issues] == [11]


def test_text_without_packages_is_refused() -> None:
    with pytest.raises(ParseError):
        _read("niets te zien\n")
