"""Tables of text documents as rows."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.contracts.tables import MAX_COLUMNS, MAX_PART, read_tables
from sbom.errors import NotThisFormatError, ParseError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str) -> bytes:
    return archive(
        {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>".encode()}
    )


def archive(parts: dict[str, bytes]) -> bytes:
    held = BytesIO()
    with ZipFile(held, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return held.getvalue()


def cell(text: str, more: str = "") -> str:
    return f"<w:tc>{more}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def test_wrapped_merged_tracked_and_nested_cells() -> None:
    inner = (
        f"<w:tc><w:p><w:r><w:t>om</w:t></w:r></w:p><w:tbl><w:tr>{cell('in')}</w:tr></w:tbl></w:tc>"
    )
    rows = (
        f"<w:tr><w:sdt><w:sdtContent>{cell('a')}</w:sdtContent></w:sdt>{cell('b')}</w:tr>"
        f"<w:tr>{cell('c')}"
        f"{inner}</w:tr>"
        "<w:tr><w:tc><w:p><w:del><w:r><w:delText>weg</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>nieuw</w:t><w:br/><w:t>regel</w:t></w:r></w:ins></w:p></w:tc></w:tr>"
    )
    first, second = read_tables(docx(f"<w:tbl>{rows}</w:tbl>"))
    assert first == [["a", "b"], ["c", "om"], ["nieuw\nregel"]]
    assert second == [["in"]]


def test_a_cell_over_columns_takes_them_and_no_more_than_the_cap() -> None:
    def span(n: str) -> str:
        return f'<w:tcPr><w:gridSpan w:val="{n}"/></w:tcPr>'

    made = docx(f"<w:tbl><w:tr>{cell('a', span('3'))}{cell('b', span('999'))}</w:tr></w:tbl>")
    ((row,),) = read_tables(made)
    assert row[:4] == ["a", "", "", "b"]
    assert len(row) == MAX_COLUMNS


def test_what_is_no_text_document_is_refused() -> None:
    with pytest.raises(NotThisFormatError):
        read_tables(archive({"xl/workbook.xml": b"<x/>"}))
    with pytest.raises(ParseError, match="entities"):
        read_tables(archive({"content.xml": b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}))
    with pytest.raises(ParseError, match="MiB of text"):
        read_tables(archive({"content.xml": b"<a>" + b" " * MAX_PART + b"</a>"}))


@given(st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    for part in (content, archive({"word/document.xml": content})):
        try:
            read_tables(part)
        except ParseError:
            continue
