"""Laws of every reader: bytes in, a Document that keeps its promises or a ParseError out."""

from contract_files import Pdf, docx, level, odt, paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from sbom.contracts.compare import ChangeKind, compare
from sbom.contracts.document import Document
from sbom.contracts.outline import outline_of
from sbom.contracts.read import read_document
from sbom.contracts.read_all import read_documents
from sbom.errors import ParseError

NUMBERING = f'<w:abstractNum w:abstractNumId="0">{level(0, "%1.")}{level(1, "%1.%2")}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
SAMPLES = (
    (
        "a.docx",
        docx(
            paragraph("Duur", number=(1, 0)) + paragraph("Een jaar.", number=(1, 1)),
            numbering=NUMBERING,
        ),
    ),
    ("a.odt", odt("<text:p>De overeenkomst duurt een jaar.</text:p>")),
    ("a.pdf", Pdf().page().line(60, 80, "1.1 De overeenkomst duurt een jaar.").write()),
    ("a.rtf", rb"{\rtf1\ansi {\listtext 1.\tab}De overeenkomst duurt een jaar.\par}"),
    ("a.html", b"<html><ol><li>De overeenkomst duurt een jaar.<ol><li>En langer.</ol></ol>"),
    (
        "a.eml",
        b"From: a@b.example\nTo: c@d.example\nSubject: x\n\nDe overeenkomst duurt een jaar.\n",
    ),
    ("a.txt", b"Artikel 1\n\nDuur\n\n1. De overeenkomst duurt een jaar.\n"),
    ("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
)
LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "Artikel 1",
                "Artikel 2 Duur",
                "1.1 Een.",
                "1. Twee.",
                "a. drie;",
                "(i) vier;",
                "Bijlage 2",
                "# Kop",
                "| a | b |",
                "- punt",
                "",
                "Zie artikel 1.1 en bijlage 2.",
            ]
        ),
        st.text(max_size=60),
    ),
    max_size=30,
)


def keeps_its_promises(document: Document) -> None:
    end = 0
    for passage in document.passages:
        assert end <= passage.start < passage.end <= len(document.text)
        assert 0 <= passage.label < passage.end - passage.start
        end = passage.end
    assert list(document.pages) == sorted(document.pages)


@settings(max_examples=150)
@given(st.sampled_from(SAMPLES), st.data())
def test_a_damaged_file_gives_a_document_or_a_reason(
    sample: tuple[str, bytes], data: st.DataObject
) -> None:
    name, content = sample
    at = data.draw(st.integers(0, len(content) - 1))
    cut = data.draw(st.integers(0, 40))
    put = data.draw(st.binary(max_size=20))
    for document in read_documents(name, content[:at] + put + content[at + cut :]):
        keeps_its_promises(document)
        assert document.text.strip() or document.issues


@given(
    st.binary(max_size=300),
    st.sampled_from(["a.pdf", "a.docx", "a.rtf", "a.html", "a.eml", "a", "a.zip"]),
)
def test_any_bytes_give_a_document_or_a_reason(content: bytes, name: str) -> None:
    try:
        keeps_its_promises(read_document(name, content))
    except ParseError as error:
        assert str(error)


@given(LINES)
def test_any_text_is_kept_and_can_be_outlined(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        document = read_document("a.txt", text.encode(errors="replace"))
    except ParseError:
        return
    keeps_its_promises(document)
    outline = outline_of(document)
    for found in (*outline.definitions, *outline.terms, *outline.references, *outline.precedence):
        assert 0 <= found.start < found.end <= len(document.text)


@given(LINES, LINES)
def test_every_passage_of_both_documents_is_accounted_for(one: list[str], two: list[str]) -> None:
    try:
        first = read_document("a.txt", "\n".join(one).encode(errors="replace"))
        second = read_document("b.txt", "\n".join(two).encode(errors="replace"))
    except ParseError:
        return
    found = compare(first, second)
    assert sorted(c.old.start for c in found if c.old) == [p.start for p in first.passages]
    assert sorted(c.new.start for c in found if c.new) == [p.start for p in second.passages]
    for change in found:
        if change.words and change.old and change.new:
            assert "".join(w.old for w in change.words) == first.words(change.old)
            assert "".join(w.new for w in change.words) == second.words(change.new)
        if change.old is None:
            assert change.kind is ChangeKind.ADDED
