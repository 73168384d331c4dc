"""OpenDocument: list styles, headings with numbers, continuing and restarting, changes, bad files."""

import pytest
from contract_files import ODF, odt, zipped

from sbom.contracts.document import Document, PassageKind
from sbom.contracts.read import read_document
from sbom.errors import ParseError

LIST = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/>'
    '<text:list-level-style-number text:level="3" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>'
    "</text:list-style>"
)


def read(content: bytes) -> Document:
    return read_document("contract.odt", content)


def item(words: str, inner: str = "") -> str:
    return f"<text:list-item><text:p>{words}</text:p>{inner}</text:list-item>"


def listed(*items: str, more: str = 'text:style-name="L1"') -> str:
    return f"<text:list {more}>{''.join(items)}</text:list>"


def shown(document: Document) -> list[str]:
    return [p.number for p in document.passages]


def test_nested_lists_count() -> None:
    inner = listed(
        item("Onderdeel een.", listed(item("Eerst."), item("Dan."), more="")),
        item("Onderdeel twee."),
        more="",
    )
    body = listed(item("Duur", inner), item("Prijs"))
    assert shown(read(odt(body, LIST))) == ["1", "1.1", "1.1.a", "1.1.b", "1.2", "2"]


def test_a_list_counts_on_only_where_it_says_so() -> None:
    body = (
        listed(item("Een."), item("Twee."))
        + "<text:p>Tussen.</text:p>"
        + listed(item("Drie."), more='text:style-name="L1" text:continue-numbering="true"')
        + listed(item("Weer een."))
    )
    assert shown(read(odt(body, LIST))) == ["1", "2", "2", "3", "1"]


def test_an_item_can_start_elsewhere() -> None:
    body = listed(
        item("Een."),
        '<text:list-item text:start-value="7"><text:p>Zeven.</text:p></text:list-item>',
    )
    assert shown(read(odt(body, LIST))) == ["1", "7"]


OUTLINE = (
    "<office:styles><text:outline-style>"
    '<text:outline-level-style text:level="1" style:num-format="1" style:num-prefix="Artikel "/>'
    '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
    "</text:outline-style></office:styles>"
)


def test_headings_have_numbers_of_the_outline() -> None:
    styles = f"<office:document-styles {ODF}>{OUTLINE}</office:document-styles>"
    head = '<text:h text:outline-level="{}">{}</text:h>'
    body = head.format(1, "Duur") + head.format(2, "De duur is een jaar.") + head.format(1, "Prijs")
    document = read(odt(body, more={"styles.xml": styles}))
    assert shown(document) == ["1", "1.1", "2"]
    assert document.passages[1].heading == "Duur"
    assert document.text.startswith("Artikel 1 Duur")


def test_a_style_with_an_empty_list_has_no_number() -> None:
    styles = f"<office:document-styles {ODF}>{OUTLINE}</office:document-styles>"
    bare = '<style:style style:name="P1" style:family="paragraph" style:list-style-name=""/>'
    body = '<text:h text:style-name="P1" text:outline-level="1">Titel</text:h><text:h text:outline-level="1">Duur</text:h>'
    assert shown(read(odt(body, bare, {"styles.xml": styles}))) == ["", "1"]


def test_spaces_tabs_and_breaks_are_words() -> None:
    document = read(
        odt('<text:p>een<text:s text:c="2"/>twee<text:tab/>drie<text:line-break/>vier</text:p>')
    )
    assert document.text == "een  twee\tdrie\nvier"


def test_notes_comments_and_taken_out_text_are_apart() -> None:
    body = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>Oude bepaling.</text:p></text:deletion></text:changed-region></text:tracked-changes>'
        "<text:p>Nieuw.<text:note><text:note-body><text:p>Noot.</text:p></text:note-body></text:note>"
        "<office:annotation><text:p>Akkoord?</text:p></office:annotation>"
        '<text:change text:change-id="c1"/></text:p>'
    )
    document = read(odt(body))
    kinds = [p.kind for p in document.passages]
    assert kinds == [
        PassageKind.BODY,
        PassageKind.FOOTNOTE,
        PassageKind.COMMENT,
        PassageKind.DELETED,
    ]
    assert document.quote(document.passages[0]) == "Nieuw."


def test_a_row_is_one_passage() -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    body = f"<table:table><table:table-row>{cell.format('Beheer')}{cell.format('EUR 10')}</table:table-row></table:table>"
    assert read(odt(body)).text == "Beheer\tEUR 10"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (odt("", more={"META-INF/manifest.xml": "<m><encryption-data/></m>"}), "password"),
        (zipped({"mimetype": "x", "content.xml": "<x/>"}), "no text document"),
        (zipped({"mimetype": "x", "content.xml": "<x"}), "well-formed"),
    ],
)
def test_a_bad_file_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        read(content)


def test_a_flat_document_is_read() -> None:
    flat = f"<?xml version='1.0'?><office:document {ODF}><office:body><office:text><text:p>Plat.</text:p></office:text></office:body></office:document>"
    assert read_document("contract.fodt", flat.encode()).text == "Plat."
