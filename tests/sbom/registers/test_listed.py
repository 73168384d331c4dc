"""Sub-processors that a document lists, and columns of owners that stand side by side."""

import pytest

from sbom.contracts.read import read_document
from sbom.registers.facts import Vendor
from sbom.registers.listed import listed
from sbom.registers.read import read_register

HEAD = "BIJLAGE: LIJST VAN SUBVERWERKERS\n\n"


def parties(body: str) -> list[tuple[str, str]]:
    document = read_document("bijlage.txt", (HEAD + body).encode())
    return [(e.name, e.country) for e in listed(document)]


@pytest.mark.parametrize(
    "body",
    [
        "Subverwerker: Prairie Hosting LLC\nLand: Verenigde Staten. Dienst: hosting.\n",
        "Subverwerker: Prairie Hosting LLC Land: Verenigde Staten. Dienst: hosting van de toepassing.\n",
        "Naam: Prairie Hosting LLC; Land: Verenigde Staten; taak: hosting\n",
    ],
)
def test_labels_on_one_line_are_parted(body: str) -> None:
    assert parties(body) == [("Prairie Hosting LLC", "US")]


def test_several_parties_in_one_passage_are_several() -> None:
    body = (
        "Subverwerker: Datahal Noord B.V. Land: Nederland. Dienst: opslag. "
        "Subverwerker: Prairie Hosting LLC Land: Verenigde Staten. Dienst: back-up.\n"
    )
    assert parties(body) == [("Datahal Noord B.V.", "NL"), ("Prairie Hosting LLC", "US")]


def vendor(header: str, row: str) -> Vendor:
    (register,) = read_register(f"{header}\n{row}\n".encode())
    (entry,) = register.entries
    assert isinstance(entry, Vendor)
    return entry


def test_the_country_of_the_parent_is_not_that_of_the_ultimate_one() -> None:
    found = vendor(
        "Leverancier;Moeder;Land moeder;Uiteindelijke moeder;Land uiteindelijke moeder",
        "Formwel B.V.;Formwel Europe B.V.;Nederland;Formwel Holdings Inc.;Verenigde Staten",
    )
    assert (found.parent_country, found.ultimate_parent_country) == ("NL", "US")
