"""Spreadsheets that are written are read back, whatever the texts."""

from hypothesis import given
from hypothesis import strategies as st

from sbom.documents.sheet_archive import read
from scanner.sheet_file import ods, xlsx

TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20)
ROWS = st.lists(st.lists(TEXTS, min_size=2, max_size=3), min_size=1, max_size=5)


@given(ROWS)
def test_texts_come_back_and_bytes_are_the_same(rows: list[list[str]]) -> None:
    for make in (xlsx, ods):
        content = make("Vragen", rows, (10, 20, 30))
        assert content == make("Vragen", rows, (10, 20, 30))
        (sheet,) = read(content)
        found = {n: [c for c in texts if c] for n, texts in sheet.rows if any(texts)}
        wanted = {n: [c.strip() for c in row if c.strip()] for n, row in enumerate(rows, 1)}
        assert found == {n: row for n, row in wanted.items() if row}


def test_a_formula_stays_a_text() -> None:
    for make in (xlsx, ods):
        (sheet,) = read(make("x", [["=1+1", "@cmd"]], (5, 5)))
        assert sheet.rows[0][1] == ["=1+1", "@cmd"]
        assert b"<f>" not in make("x", [["=1+1"]], (5,))
