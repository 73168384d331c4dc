"""Any contract file to a Document; pure, so whoever has foreign bytes reads them in a child process.

`read_document` never runs anything in a file and follows no reference out of it. It raises
ParseError when nothing can be read, and otherwise says in `Document.issues` what was lost.
"""

import hashlib

import msgspec

from sbom.contracts.document import Document
from sbom.contracts.form import form_of
from sbom.contracts.invisible import note_of, without_inside
from sbom.contracts.language import language_of
from sbom.contracts.made import from_blocks
from sbom.contracts.options import Options
from sbom.errors import ParseError
from sbom.issue import Issue, IssueKind


def read_document(name: str, content: bytes, options: Options | None = None) -> Document:
    """One document.

    Args:
        name: Path of the file; its ending is only believed when the bytes agree.
        content: Its bytes.
        options: Bounds and text recognition.

    Raises:
        ParseError: empty, encrypted, damaged, or of a form that is not read.
    """
    form, issues = form_of(name, content)
    made = _read(form, content, options or Options())
    found = [*issues, *made.issues]
    if not made.text.strip():
        found.append(Issue(kind=IssueKind.UNREADABLE, message="holds no text that can be read"))
    return msgspec.structs.replace(
        made,
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        language=made.language or _language(made),
        issues=tuple(found),
    )


def _read(form: str, content: bytes, options: Options) -> Document:
    if form == "pdf":
        from sbom.contracts.pdf import read_pdf

        return read_pdf(content, options)
    if form == "docx":
        from sbom.contracts.docx import read_docx

        return from_blocks(form, *read_docx(content))
    if form == "odt":
        from sbom.contracts.odt import read_odt

        return from_blocks(form, *read_odt(content))
    if form == "rtf":
        from sbom.contracts.rtf import read_rtf

        return from_blocks(form, *read_rtf(content))
    if form == "html":
        from sbom.contracts.html import read_html

        return from_blocks(form, *read_html(content))
    if form == "email":
        from sbom.contracts.mail import read_mail

        return from_blocks(form, *read_mail(content))
    if form == "msg":
        from sbom.contracts.msg import read_msg

        return from_blocks("email", *read_msg(content))
    if form == "image":
        from sbom.contracts.image import read_image

        return read_image(content, options)
    if form == "text":
        return _plain(content)
    if form == "zip":
        raise ParseError("is a ZIP archive; the documents in it are read apart")
    raise ParseError(f"is {form}, which is not read yet")


def _plain(content: bytes) -> Document:
    from sbom.contracts.plain import read_plain
    from sbom.contracts.structure import passages_of
    from sbom.readers.text import decode

    text, count = without_inside(decode(content).replace("\r\n", "\n").replace("\r", "\n"))
    marks, pages = read_plain(text)
    return Document(
        name="",
        form="text",
        text=text,
        passages=passages_of(text, marks),
        pages=pages,
        issues=tuple(note_of(count)),
    )


def _language(document: Document) -> str:
    """Language of most of the text, by characters."""
    counts: dict[str, int] = {}
    for passage in document.passages:
        counts[passage.language] = counts.get(passage.language, 0) + passage.end - passage.start
    counts.pop("", None)
    return max(counts, key=lambda c: counts[c]) if counts else language_of(document.text)
