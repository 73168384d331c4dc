"""What the reading process says of pages, however its words are cut."""

from hypothesis import given
from hypothesis import strategies as st

from sbom.contracts.document import Document
from scanner.document_frames import Answer, PageMarks, packed


@given(st.lists(st.integers(1, 300), max_size=8), st.integers(1, 40), st.integers(0, 400))
def test_every_page_is_told_wherever_the_pieces_are_cut(
    pages: list[int], size: int, text: int
) -> None:
    document = Answer(document=Document(name="x", form="text", text="a" * text))
    said = b"".join([packed(document), *(packed(Answer(page=p)) for p in pages), packed(document)])
    marks = PageMarks()
    found = [p for at in range(0, len(said), size) for p in marks.pages(said[at : at + size])]
    assert found == pages
