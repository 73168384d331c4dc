"""Word documents (.docx, .docm, .dotx): ECMA-376 part 1; macros and linked files are never opened.

Read: paragraphs with automatic numbers, tables, footnotes and endnotes, comments, text boxes,
tracked changes in both readings. Not read: headers and footers (they repeat), hidden text (said
in an issue), pictures, embedded files (said in an issue).
"""

from sbom.contracts.archive import Archive
from sbom.contracts.blocks import Block
from sbom.contracts.docx_body import Body
from sbom.contracts.docx_numbering import Lists, read_styles
from sbom.contracts.xml_tree import Node, load
from sbom.errors import ParseError
from sbom.issue import Issue, IssueKind

_MAIN_TYPE = "officeDocument"


def read_docx(content: bytes) -> tuple[list[Block], list[Issue]]:
    """Blocks of a Word document, and what could not be read.

    Raises:
        ParseError: not a Word document, damaged, or over the caps of `sbom.contracts.archive`.
    """
    archive = Archive(content)
    main = _main_part(archive)
    folder = main.rpartition("/")[0]
    folder = f"{folder}/" if folder else ""
    issues: list[Issue] = []

    def side(name: str) -> Node | None:
        path = folder + name
        if not archive.has(path):
            return None
        try:
            return load(archive.read(path))
        except ParseError as error:
            issues.append(Issue(kind=IssueKind.ENTRY, subject=path, message=str(error)))
            return None

    styles, default = read_styles(side("styles.xml"))
    body = Body(styles, default, Lists(side("numbering.xml"), styles))
    body.add_notes("footnote", side("footnotes.xml"))
    body.add_notes("endnote", side("endnotes.xml"))
    body.add_notes("comment", side("comments.xml"))
    root = load(archive.read(main))
    blocks = body.read(root.first("body") or root)
    issues.extend(body.issues())
    names = archive.names()
    if any(n.lower().endswith("vbaproject.bin") for n in names):
        issues.append(_note("holds macros, which were not run"))
    embedded = sum(1 for n in names if "/embeddings/" in n)
    if embedded:
        issues.append(_note(f"holds {embedded} embedded files, which were not read"))
    return blocks, issues


def _note(message: str) -> Issue:
    return Issue(kind=IssueKind.NOTE, message=message)


def _main_part(archive: Archive) -> str:
    """Path of the document part, by the package's relations."""
    try:
        relations = load(archive.read("_rels/.rels"))
    except ParseError:
        relations = None
    for node in relations.elements() if relations is not None else ():
        if node.get("Type").rpartition("/")[2] == _MAIN_TYPE:
            target = node.get("Target").lstrip("/")
            if archive.has(target):
                return target
    if archive.has("word/document.xml"):
        return "word/document.xml"
    raise ParseError("is a ZIP archive, but no Word document")
