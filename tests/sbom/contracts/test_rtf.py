"""RTF: signs, list numbers as written, tables, changes, notes."""

from sbom.contracts.document import Document, PassageKind
from sbom.contracts.read import read_document


def read(body: str) -> Document:
    return read_document(
        "contract.rtf", ("{\\rtf1\\ansi\\ansicpg1252 " + body + "}").encode("cp1252")
    )


def test_signs_are_letters() -> None:
    assert (
        read(r"co\'f6rdinatie \u8364?10 \ldblquote ja\rdblquote\par").text == "coördinatie €10 “ja”"
    )


def test_numbers_that_a_list_wrote_are_labels() -> None:
    document = read(
        r"{\listtext 1.\tab}Duur\par{\listtext 1.1\tab}De duur is een jaar.\par{\listtext (a)\tab}en langer;\par"
    )
    assert [p.number for p in document.passages] == ["1", "1.1", "1.1.a"]
    assert document.quote(document.passages[1]) == "De duur is een jaar."


def test_tables_fonts_and_pictures() -> None:
    document = read(
        r"{\fonttbl{\f0 Arial;}}{\pict 0102}\trowd\intbl Beheer\cell EUR 10\cell\row\pard Na de tabel.\par"
    )
    assert [document.quote(p) for p in document.passages] == ["Beheer\tEUR 10", "Na de tabel."]


def test_taken_out_text_is_in_the_earlier_reading() -> None:
    document = read(r"De termijn is {\deleted drie}{\revised twaalf} maanden.\par")
    assert document.text == "De termijn is twaalf maanden."
    assert document.passages[0].before == "De termijn is drietwaalf maanden."


def test_footnotes_stand_after_their_paragraph() -> None:
    document = read(r"De prijs{\footnote Exclusief btw.} is vast.\par")
    assert [p.kind for p in document.passages] == [PassageKind.BODY, PassageKind.FOOTNOTE]


def test_embedded_objects_are_said() -> None:
    assert "embedded" in read(r"{\object\objemb 00}Tekst\par").issues[0].message
