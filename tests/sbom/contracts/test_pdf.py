"""PDF: paragraphs over columns and pages, margins taken out, pages right, doubtful text said."""

from collections.abc import Iterable, Iterator

import pytest
from contract_files import Pdf, wrapped

from sbom.contracts.document import Document, PassageKind
from sbom.contracts.options import Options
from sbom.contracts.picture import Picture, PictureLine
from sbom.contracts.read import read_document
from sbom.errors import ParseError
from sbom.issue import IssueKind

WORDS = (
    "De leverancier houdt de dienst beschikbaar gedurende ten minste negenennegentig procent van elke "
    "maand en meldt iedere onderbreking binnen vier uur aan de contactpersoon van de opdrachtgever, "
    "met de oorzaak en de genomen maatregelen."
)


def read(pdf: Pdf, options: Options | None = None, **how: str) -> Document:
    return read_document("contract.pdf", pdf.write(**how), options)


def contract(pages: int = 4) -> Pdf:
    """Articles of three members each, with a header, a footer and page numbers."""
    pdf = Pdf()
    article = 0
    for number in range(pages):
        pdf.page()
        pdf.line(60, 30, "Gemeente Voorbeeld - contract 2026-114")
        y = 80.0
        for _ in range(3):
            article += 1
            pdf.line(60, y, f"Artikel {article} Dienst {article}", font="F2")
            y += 24
            for member in (1, 2, 3):
                y = pdf.lines(60, y, wrapped(f"{article}.{member} {WORDS}")) + 8
        pdf.line(60, 810, "vertrouwelijk")
        pdf.line(500, 810, f"Pagina {number + 1} van {pages}")
    return pdf


def test_every_number_and_page_is_right() -> None:
    document = read(contract())
    found = {(p.number, document.page_at(p.start)) for p in document.passages if p.label}
    expected = {(f"{a}.{m}", (a - 1) // 3 + 1) for a in range(1, 13) for m in (1, 2, 3)}
    assert expected <= found
    assert len([p for p in document.passages if p.number == "5.2"]) == 1


def test_headers_and_footers_are_taken_out() -> None:
    text = read(contract()).text
    assert "vertrouwelijk" not in text
    assert "Pagina" not in text
    assert "2026-114" not in text


def test_quotes_are_whole_sentences() -> None:
    document = read(contract())
    passage = next(p for p in document.passages if p.number == "7.2")
    assert document.words(passage) == WORDS
    assert passage.heading == "Dienst 7"


def test_a_paragraph_over_a_page_break_is_one() -> None:
    pdf = Pdf().page()
    half = wrapped(WORDS)
    pdf.line(60, 60, "Overeenkomst").lines(60, 780, [f"1.1 {half[0]}", *half[1:2]])
    pdf.page().lines(60, 80, half[2:])
    document = read(pdf)
    passage = next(p for p in document.passages if p.number == "1.1")
    assert document.words(passage) == WORDS
    assert document.page_at(passage.start) == 1
    assert document.page_at(passage.end - 1) == 2


def test_columns_are_read_one_after_the_other() -> None:
    pdf = Pdf().page()
    for x, article in ((50, 1), (310, 2)):
        y = 80.0
        for member in (1, 2, 3, 4):
            y = pdf.lines(x, y, wrapped(f"{article}.{member} {WORDS}", 46)) + 8
    document = read(pdf)
    numbers = [p.number for p in document.passages]
    assert numbers == [f"{a}.{m}" for a in (1, 2) for m in (1, 2, 3, 4)]
    assert {document.words(p) for p in document.passages} == {WORDS}


def test_columns_that_are_set_row_by_row_are_read_column_by_column() -> None:
    columns = [
        [line for m in (1, 2, 3, 4) for line in wrapped(f"{a}.{m} {WORDS}", 46)] for a in (1, 2)
    ]
    pdf = Pdf().page()
    for row, (left, right) in enumerate(zip(*columns, strict=True)):
        pdf.line(50, 80 + 12 * row, left).line(310, 80 + 12 * row, right)
    document = read(pdf)
    assert [p.number for p in document.passages] == [
        f"{a}.{m}" for a in (1, 2) for m in (1, 2, 3, 4)
    ]
    assert {document.words(p) for p in document.passages} == {WORDS}


def test_a_row_of_a_table_is_one_passage() -> None:
    pdf = Pdf().page().line(60, 80, "De prijzen zijn:")
    for row, (what, price) in enumerate([("Beheer", "EUR 100"), ("Ontwikkeling", "EUR 120")]):
        pdf.line(60, 110 + 20 * row, what).line(300, 110 + 20 * row, price)
    document = read(pdf)
    rows = [document.quote(p) for p in document.passages if p.kind is PassageKind.TABLE]
    assert rows == ["Beheer\tEUR 100", "Ontwikkeling\tEUR 120"]


def test_sentences_that_are_alike_at_the_top_of_pages_stay() -> None:
    pdf = Pdf()
    for page in range(6):
        pdf.page()
        for member in range(1, 5):
            number = 7 * page * page + member
            pdf.line(
                60, 60 + 30 * member, f"{page + 1}.{member} De prijs van dienst {number} is vast."
            )
    numbers = [p.number for p in read(pdf).passages]
    assert numbers == [f"{p}.{m}" for p in range(1, 7) for m in range(1, 5)]


def test_members_without_space_between_them_are_apart() -> None:
    pdf = Pdf().page()
    pdf.line(60, 80, "1 Duur van de overeenkomst")
    pdf.line(
        80, 92, "1.1 De leverancier levert de dienst volgens de afspraken en houdt de opdracht-"
    )
    pdf.line(100, 104, "gever op de hoogte.")
    pdf.line(100, 116, "(a) eerste onderdeel van de levering dat apart wordt opgeleverd; en")
    pdf.line(100, 128, "(b) tweede onderdeel van de levering dat apart wordt opgeleverd;")
    pdf.line(60, 140, "Het voorgaande geldt onverminderd de rechten van partijen.")
    document = read(pdf)
    assert [p.number for p in document.passages] == ["1", "1.1", "1.1.a", "1.1.b", "1.1.b"]


def test_a_word_over_two_lines_is_one_word() -> None:
    pdf = Pdf().page()
    pdf.line(60, 80, "De leverancier verwerkt alle persoons-").line(
        60, 92, "gegevens binnen de Europese Unie."
    )
    assert "persoonsgegevens" in read(pdf).text


def test_a_reference_at_the_start_of_a_line_is_no_article() -> None:
    pdf = Pdf().page()
    pdf.line(
        60,
        80,
        "4.1 De vergoeding wordt voldaan op de wijze en binnen de termijn die staat in artikel",
    )
    pdf.line(60, 92, "12.3 van deze overeenkomst, tenzij de opdrachtgever de factuur betwist.")
    assert [p.number for p in read(pdf).passages] == ["4.1"]


def test_pages_without_text_are_named() -> None:
    pdf = contract(2)
    pdf.page().picture()
    pdf.page()
    document = read(pdf)
    assert document.unread == (3,)
    assert [i.kind for i in document.issues] == [IssueKind.LIMIT]
    assert "3" in document.issues[0].message
    assert len(document.pages) == 4


def recognise(pictures: Iterable[Picture]) -> Iterator[tuple[PictureLine, ...]]:
    """Reads the same two lines on every picture."""
    for picture in pictures:
        assert picture.data.startswith(b"P5")
        one = PictureLine("4.1 De gegevens blijven van de ge-", 100, 200, 900, 230, 0.9)
        two = PictureLine(f"meente, ook op bladzijde {picture.page}.", 100, 240, 900, 270, 0.9)
        yield one, two


def test_pages_without_text_are_recognised() -> None:
    pdf = contract(1)
    pdf.page().picture()
    document = read(pdf, Options(ocr=recognise))
    assert (document.ocr, document.unread) == ((2,), ())
    passage = document.passages[-1]
    assert document.words(passage) == "De gegevens blijven van de gemeente, ook op bladzijde 2."
    assert document.page_at(passage.start) == 2


UNMAPPED = (
    "<</Type/Font/Subtype/Type3/FontBBox[0 0 10 10]/FontMatrix[0.1 0 0 0.1 0 0]/FirstChar 65/LastChar 66"
    "/Widths[10 10]/CharProcs<<>>/Encoding<</Type/Encoding/Differences[65/g01/g02]>>>>"
)


def test_text_that_fonts_do_not_map_is_not_trusted() -> None:
    pdf = Pdf().page()
    for n in range(12):
        pdf.line(60, 80 + 12 * n, "ABABAB BABABA ABAB BABA" * 2, font="F3")
    document = read(pdf, fonts=UNMAPPED)
    assert any("cannot be trusted" in i.message for i in document.issues)


def test_letters_that_make_no_language_are_not_trusted() -> None:
    pdf = Pdf().page()
    for n in range(30):
        pdf.line(
            60,
            80 + 12 * n,
            "Gh ohyhudqflhu krxgw gh glhqvw ehvfklnedu jhgxuhqgh whq plqvwh qhjhqhqqhjhqwlj",
        )
    assert any("cannot be trusted" in i.message for i in read(pdf).issues)


def test_pages_over_the_cap_are_said() -> None:
    document = read(contract(4), Options(max_pages=2))
    assert len(document.pages) == 2
    assert "4 pages" in document.issues[0].message


@pytest.mark.parametrize("cut", [20, 400, 2000])
def test_a_cut_file_is_refused_or_read(cut: int) -> None:
    content = contract(1).write()[:cut]
    try:
        document = read_document("contract.pdf", content)
    except ParseError as error:
        assert "PDF" in str(error) or "pages" in str(error)
    else:
        assert document.issues or document.text
