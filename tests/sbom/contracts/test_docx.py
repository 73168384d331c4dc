"""Word: automatic numbers in every way that real contracts use, changes, notes, tables, bad files."""

import pytest
from contract_files import W, docx, level, paragraph, zipped

from sbom.contracts.document import Document, Passage, PassageKind
from sbom.contracts.read import read_document
from sbom.errors import ParseError

LEVELS = (
    level(0, "%1.")
    + level(1, "%1.%2")
    + level(2, "(%3)", "lowerLetter")
    + level(3, "(%4)", "lowerRoman")
)
LIST = f'<w:abstractNum w:abstractNumId="0">{LEVELS}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'


def read(content: bytes) -> Document:
    return read_document("contract.docx", content)


def shown(document: Document) -> list[str]:
    return [p.number for p in document.passages]


def only(document: Document, words: str) -> Passage:
    return next(p for p in document.passages if words in document.quote(p))


def test_levels_count_and_restart() -> None:
    places = [0, 1, 1, 2, 2, 3, 1, 2, 0, 1]
    body = "".join(
        paragraph(f"De leverancier levert onderdeel {n}.", number=(1, p))
        for n, p in enumerate(places)
    )
    expected = ["1", "1.1", "1.2", "1.2.a", "1.2.b", "1.2.b.i", "1.3", "1.3.a", "2", "2.1"]
    assert shown(read(docx(body, numbering=LIST))) == expected


def test_the_number_stands_in_the_text_before_its_passage() -> None:
    document = read(docx(paragraph("Geheimhouding", number=(1, 0)), numbering=LIST))
    assert document.text == "1. Geheimhouding"
    assert document.quote(document.passages[0]) == "Geheimhouding"


def test_styles_bring_numbers() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Kop1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Lid"><w:name w:val="Lid"/><w:basedOn w:val="Kop1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = LIST.replace(
        '<w:lvlText w:val="%1.%2"/>', '<w:pStyle w:val="Lid"/><w:lvlText w:val="%1.%2"/>'
    )
    body = (
        paragraph("Duur", style="Kop1")
        + paragraph("De duur is een jaar.", style="Lid")
        + paragraph("Prijs", style="Kop1")
    )
    document = read(docx(body, numbering=numbering, styles=styles))
    assert shown(document) == ["1", "1.1", "2"]
    assert document.passages[1].heading == "Duur"


def test_a_paragraph_can_take_the_number_of_its_style_away() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="Kop1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    body = paragraph("Titel", style="Kop1", number=(0, 0)) + paragraph("Duur", style="Kop1")
    assert shown(read(docx(body, numbering=LIST, styles=styles))) == ["", "1"]


def test_lists_of_one_kind_count_on_unless_they_say_so() -> None:
    numbering = LIST + (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    body = "".join(paragraph(f"Bepaling {n}", number=(i, 0)) for n, i in enumerate([1, 1, 2, 3, 3]))
    assert shown(read(docx(body, numbering=numbering))) == ["1", "2", "3", "1", "2"]


def test_words_in_the_number_and_roman_levels() -> None:
    levels = (
        level(0, "Artikel %1", "decimal")
        + level(1, "%2.", "decimal")
        + level(2, "%3)", "upperRoman")
    )
    numbering = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    body = "".join(
        paragraph("De partijen overleggen jaarlijks.", number=(1, p)) for p in [0, 1, 1, 2, 0, 1]
    )
    assert shown(read(docx(body, numbering=numbering))) == ["1", "1.1", "1.2", "1.2.I", "2", "2.1"]


def test_legal_numbering_writes_roman_chapters_as_digits() -> None:
    levels = level(0, "%1.", "upperRoman") + level(1, "%1.%2", "decimal", "<w:isLgl/>")
    numbering = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    body = "".join(paragraph("Bepaling over de dienst.", number=(1, p)) for p in [0, 0, 1])
    assert shown(read(docx(body, numbering=numbering))) == ["I", "II", "2.1"]


def test_an_empty_numbered_paragraph_counts_but_a_section_break_does_not() -> None:
    empty = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
    end = empty.replace("</w:pPr>", "<w:sectPr/></w:pPr>")
    body = end + paragraph("Een", number=(1, 0)) + empty + paragraph("Drie", number=(1, 0))
    assert shown(read(docx(body, numbering=LIST))) == ["1", "3"]


def test_tracked_changes_show_both_readings() -> None:
    raw = (
        "<w:r><w:t xml:space='preserve'>De opzegtermijn is </w:t></w:r><w:del w:id='1'><w:r><w:delText>drie</w:delText></w:r></w:del>"
        "<w:ins w:id='2'><w:r><w:t>twaalf</w:t></w:r></w:ins><w:r><w:t xml:space='preserve'> maanden.</w:t></w:r>"
    )
    gone = "<w:del w:id='3'><w:r><w:delText>Boetes zijn uitgesloten.</w:delText></w:r></w:del>"
    new = "<w:ins w:id='4'><w:r><w:t>Data blijven van de gemeente.</w:t></w:r></w:ins>"
    document = read(docx(paragraph("", raw=raw) + paragraph("", raw=gone) + paragraph("", raw=new)))
    changed, deleted, inserted = document.passages
    assert document.quote(changed) == "De opzegtermijn is twaalf maanden."
    assert changed.before == "De opzegtermijn is drie maanden."
    assert (deleted.kind, inserted.kind) == (PassageKind.DELETED, PassageKind.INSERTED)


def test_notes_and_comments_stand_after_their_paragraph() -> None:
    raw = "<w:r><w:t>Zie de noot.</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:commentReference w:id='0'/></w:r>"
    more = {
        "word/footnotes.xml": f"<w:footnotes {W}><w:footnote w:id='2'><w:p><w:r><w:t>Exclusief btw.</w:t></w:r></w:p></w:footnote></w:footnotes>",
        "word/comments.xml": f"<w:comments {W}><w:comment w:id='0'><w:p><w:r><w:t>Akkoord?</w:t></w:r></w:p></w:comment></w:comments>",
    }
    document = read(docx(paragraph("", raw=raw), more=more))
    assert [p.kind for p in document.passages] == [
        PassageKind.BODY,
        PassageKind.FOOTNOTE,
        PassageKind.COMMENT,
    ]


def test_a_row_is_one_passage_with_cells_parted_by_a_tab() -> None:
    cell = "<w:tc>{}</w:tc>"
    row = "<w:tr>" + cell.format(paragraph("Beheer")) + cell.format(paragraph("EUR 10")) + "</w:tr>"
    document = read(docx(f"<w:tbl>{row}</w:tbl>"))
    assert document.quote(document.passages[0]) == "Beheer\tEUR 10"
    assert document.passages[0].kind is PassageKind.TABLE


def test_running_text_in_cells_keeps_its_passages() -> None:
    words = "De leverancier levert de dienst en houdt haar in stand zolang de overeenkomst duurt."
    cells = "".join(f"<w:tc>{paragraph(words, number=(1, 0)) * 2}</w:tc>" for _ in range(2))
    document = read(docx(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>", numbering=LIST))
    assert shown(document) == ["1", "2", "3", "4"]


def test_hidden_text_is_said_not_read() -> None:
    raw = (
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>verborgen</w:t></w:r><w:r><w:t>Zichtbaar.</w:t></w:r>"
    )
    document = read(docx(paragraph("", raw=raw)))
    assert document.text == "Zichtbaar."
    assert "hidden" in document.issues[0].message


def test_pages_are_those_that_word_last_saw() -> None:
    raw = "<w:r><w:t>Eerste.</w:t></w:r>"
    new = "<w:r><w:lastRenderedPageBreak/><w:t>Tweede.</w:t></w:r>"
    document = read(docx(paragraph("", raw=raw) + paragraph("", raw=new)))
    assert [document.page_at(p.start) for p in document.passages] == [1, 2]


def test_macros_are_noted() -> None:
    document = read(docx(paragraph("Tekst."), more={"word/vbaProject.bin": b"x"}))
    assert "macros" in document.issues[0].message


def test_a_table_of_contents_gives_no_passages() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    document = read(docx(paragraph("1. Duur 3", style="TOC1") + paragraph("Duur"), styles=styles))
    assert len(document.passages) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zipped({"word/x": "", "[Content_Types].xml": ""}), "no Word document"),
        (docx("<w:p>")[:-30], "ZIP"),
        (docx("<w:p>"), "well-formed"),
        (docx("").replace(b"PK\x01\x02", b"PK\x01\x03"), "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "old Word"),
    ],
)
def test_a_bad_file_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        read(content)


def test_entities_are_refused() -> None:
    bomb = f'<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document {W}><w:body>&a;</w:body></w:document>'
    with pytest.raises(ParseError, match="entities"):
        read(zipped({"[Content_Types].xml": "", "word/document.xml": bomb}))


def test_a_member_that_unpacks_to_too_much_is_refused() -> None:
    content = zipped({"[Content_Types].xml": "", "word/document.xml": b" " * (65 << 20)})
    with pytest.raises(ParseError, match="unpacks to more"):
        read(content)


def test_a_wrong_ending_is_noted_and_the_file_is_read() -> None:
    document = read_document("contract.pdf", docx(paragraph("Tekst.")))
    assert document.text == "Tekst."
    assert "not pdf as its name says" in document.issues[0].message
