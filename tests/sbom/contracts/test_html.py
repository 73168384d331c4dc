"""HTML: list numbers as a browser shows them, nothing of scripts, tables, odd mark-up."""

import pytest

from sbom.contracts.document import Document, PassageKind
from sbom.contracts.read import read_document


def read(body: str) -> Document:
    return read_document("voorwaarden.html", f"<html><body>{body}</body></html>".encode())


@pytest.mark.parametrize(
    ("body", "labels"),
    [
        ("<ol><li>een<li>twee</ol>", ["1.", "2."]),
        ("<ol type=a><li>een</li><li>twee</li></ol>", ["a.", "b."]),
        ("<ol type=I><li>een</li><li>twee</li></ol>", ["I.", "II."]),
        ("<ol start=4><li>een</li><li>twee</li></ol>", ["4.", "5."]),
        ("<ol reversed><li>een</li><li>twee</li><li>drie</li></ol>", ["3.", "2.", "1."]),
        ("<ol reversed start=9><li>een</li><li>twee</li></ol>", ["9.", "8."]),
        ("<ol><li value=7>een</li><li>twee</li></ol>", ["7.", "8."]),
        ("<ol style='list-style-type:lower-roman'><li>een</li><li>twee</li></ol>", ["i.", "ii."]),
        ("<ol><li><p>een</p><p>nog</p></li><li>twee</li></ol>", ["1.", "", "2."]),
        ("<ul><li>een</li></ul>", [""]),
        ("<ol style='list-style:none'><li>een</li></ol>", [""]),
        ("<ol><li>1. een</li><li>2. twee</li></ol>", ["", ""]),
    ],
)
def test_items_have_the_label_of_their_list(body: str, labels: list[str]) -> None:
    from sbom.contracts.html import read_markup

    blocks, _ = read_markup(body)
    assert [b.label for b in blocks] == labels


def test_nested_lists_say_where_they_stand() -> None:
    document = read(
        "<ol><li>Duur<ol type=a><li>een jaar;</li><li>twee jaar.</li></ol></li><li>Prijs</li></ol>"
    )
    assert [p.number for p in document.passages] == ["1", "1.a", "1.b", "2"]


def test_a_number_in_a_span_of_its_own_does_not_stick_to_the_words() -> None:
    document = read(
        "<ol><li><p><span class='ListLabel' style='display:block;float:left'>1.1</span>Een jaar.</p></li></ol>"
    )
    assert document.passages[0].number == "1.1"
    assert document.words(document.passages[0]) == "Een jaar."


def test_headings_are_headings() -> None:
    document = read("<h1>Voorwaarden</h1><h2>Artikel 3 Duur</h2><p>Een jaar.</p>")
    last = document.passages[-1]
    assert (last.number, last.heading) == ("3", "Duur")


def test_scripts_styles_and_hidden_parts_are_no_text() -> None:
    document = read(
        "<script>alert('x')</script><style>p{}</style><p style='display:none'>weg</p><p>wel</p><template>nee</template>"
    )
    assert document.text == "wel"


def test_a_row_is_one_passage() -> None:
    document = read("<table><tr><th>Dienst<th>Prijs<tr><td>Beheer<td>EUR 10</table>")
    assert [document.quote(p) for p in document.passages] == ["Dienst\tPrijs", "Beheer\tEUR 10"]
    assert document.passages[0].kind is PassageKind.TABLE


def test_blocks_do_not_run_together() -> None:
    assert read("<div>een<div>twee</div>drie</div>").text == "een\n\ntwee\n\ndrie"


def test_the_character_set_of_the_page_is_used() -> None:
    page = "<html><meta charset=iso-8859-1><body><p>coördinatie</p></body></html>".encode("latin-1")
    assert read_document("a.html", page).text == "coördinatie"


def test_deep_nesting_is_read() -> None:
    assert read("<div>" * 5000 + "diep").text == "diep"
