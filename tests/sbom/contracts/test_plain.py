"""Plain text: passages are slices, numbers and headings as a reader sees them."""

import pytest

from sbom.contracts.document import Document, PassageKind
from sbom.contracts.read import read_document
from sbom.errors import ParseError

CONTRACT = """Overeenkomst Zaaksysteem

Artikel 1 Begrippen

1.1 Leverancier: Voorbeeldsoft B.V., gevestigd te Utrecht.

1.2 Opdrachtgever: de gemeente Voorbeeld.

Artikel 2
Duur en opzegging

1. De overeenkomst gaat in op 1 januari 2026.
2. Opzeggen kan:
a. tegen het einde van een jaar;
b. met een termijn van 12
maanden, zoals bedoeld in artikel 1.2.
3. Na afloop eindigt alles.

Bijlage 1 Prijzen

1. De prijs is vast.
"""


def read(text: str) -> Document:
    return read_document("contract.txt", text.encode())


def numbers(document: Document) -> dict[str, str]:
    return {
        " ".join(document.words(p).split())[:24]: p.number for p in document.passages if p.number
    }


def test_numbers_of_members_and_items_say_where_they_stand() -> None:
    found = numbers(read(CONTRACT))
    assert found["Leverancier: Voorbeeldso"] == "1.1"
    assert found["De overeenkomst gaat in "] == "2.1"
    assert found["tegen het einde van een "] == "2.2.a"
    assert found["met een termijn van 12 m"] == "2.2.b"
    assert found["Na afloop eindigt alles."] == "2.3"


def test_numbers_begin_again_in_an_annex() -> None:
    document = read(CONTRACT)
    last = document.passages[-1]
    assert (last.number, last.part) == ("1", "Bijlage 1 Prijzen")


def test_a_heading_below_its_number_is_the_heading() -> None:
    document = read(CONTRACT)
    passage = next(p for p in document.passages if p.number == "2.1")
    assert passage.heading == "Duur en opzegging"


def test_every_passage_is_a_slice_of_the_file_as_it_stands() -> None:
    document = read(CONTRACT)
    assert document.text == CONTRACT
    for passage in document.passages:
        assert document.quote(passage) in CONTRACT
    for one, two in zip(document.passages, document.passages[1:], strict=False):
        assert one.end <= two.start


def test_a_form_feed_begins_a_page() -> None:
    document = read("Eerste bladzijde.\n\fTweede bladzijde.\n")
    assert [document.page_at(p.start) for p in document.passages] == [1, 2]


def test_rows_between_bars_are_rows_of_a_table() -> None:
    document = read("Prijzen\n\n| Dienst | Prijs |\n|---|---|\n| Beheer | EUR 10 |\n")
    rows = [p for p in document.passages if p.kind is PassageKind.TABLE]
    assert len(rows) == 2


def test_the_language_is_that_of_the_words() -> None:
    text = "De leverancier zal de gegevens van de gemeente niet aan derden verstrekken.\n\nThe supplier shall not disclose the data of the customer to any third party.\n"
    assert [p.language for p in read(text).passages] == ["nl", "en"]


@pytest.mark.parametrize("content", [b"", b"  \n ", b"\0\0\0"])
def test_an_empty_file_is_said_to_be_empty(content: bytes) -> None:
    with pytest.raises(ParseError, match="empty"):
        read_document("leeg.txt", content)


def test_members_by_name_chapters_and_parties_have_their_numbers() -> None:
    document = read(
        "1. Gemeente Voorbeeld, hierna: Afnemer; en\n2. Voorbeeldsoft B.V.;\n\n"
        "Artikel 3 Beveiliging\n\nLid 1. De leverancier neemt maatregelen.\nLid 2. Hij werkt mee.\n\n"
        "I. ALGEMEEN\n\n1. Begrippen\n\nII. DIENSTEN\n\n2. Levering\n\na. binnen een week.\n"
    )
    assert [p.number for p in document.passages] == [
        "1",
        "2",
        "3",
        "3.1",
        "3.2",
        "I",
        "1",
        "II",
        "2",
        "2.a",
    ]
