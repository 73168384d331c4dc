"""security.txt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.parsers.project.security_txt import parse
from sbom.source import SourceFile

TEXT = """\
# Meldingen
Contact: mailto:cvd@example.org
contact: https://example.org/melden
Expires: 2027-02-01T00:00:00Z
Policy: https://example.org/beleid
zomaar een regel
"""


def read(content: str) -> Inventory:
    return parse(SourceFile(path=".well-known/security.txt", content=content.encode()))


def test_the_fields_without_addresses_of_people() -> None:
    inventory = read(TEXT)
    assert dict(inventory.descriptors[0].properties) == {
        "contacts": "2",
        "expires": "2027-02-01T00:00:00Z",
        "policy": "https://example.org/beleid",
    }
    assert [(i.line, i.subject) for i in inventory.issues] == [(6, "zomaar een regel")]


def test_a_signed_file_is_read_within_its_signature() -> None:
    signed = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nContact: mailto:a@example.org\n"
        "-----BEGIN PGP SIGNATURE-----\nContact: mailto:b@example.org\n"
    )
    inventory = read(signed)
    assert dict(inventory.descriptors[0].properties) == {"contacts": "1"}
    assert inventory.issues == ()


def test_another_file_of_that_name() -> None:
    with pytest.raises(NotThisFormatError):
        read("Dit gaat over veiligheid.\n")


@given(st.binary(max_size=100))
def test_any_bytes_are_an_inventory_or_an_error(content: bytes) -> None:
    try:
        assert isinstance(parse(SourceFile(path="security.txt", content=content)), Inventory)
    except ParseError:
        return
