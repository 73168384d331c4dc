"""The files of a dossier: walked within caps, recognised, and read once."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from sbom.contracts.document import Document
from sbom.dossier import PaperKind, kind_of_text
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.issue import INCOMPLETE
from sbom.registers.facts import Register
from scanner.document_reader import Bounds, read_bytes
from scanner.vendor.answers import Answer
from scanner.vendor.product import NAMES, Product

MAX_FILES = 500
MAX_FILE = 256 << 20
_SHEETS = {".csv", ".tsv", ".xlsx", ".ods"}
_PAPERS = {
    ".pdf",
    ".docx",
    ".odt",
    ".rtf",
    ".html",
    ".htm",
    ".txt",
    ".md",
    ".eml",
    ".msg",
    ".zip",
} | {
    ".png",
    ".jpg",
    ".jpeg",
    ".tif",
    ".tiff",
    ".docm",
    ".doc",
}
_DATA = {".json", ".xml", ".yaml", ".yml", ".spdx", ".rdf", ".gz", ".proto", ".textproto"}


class Paper(msgspec.Struct, kw_only=True):
    """One file, or one document within a mail or archive."""

    name: str
    """Path below the folder; a member is joined by "!"."""
    sha256: str
    size: int
    kind: PaperKind
    confidence: float = 1.0
    why: str = ""
    document: Document | None = None
    inventory: Inventory | None = None
    registers: tuple[Register, ...] = ()
    answers: tuple[Answer, ...] = ()
    content: bytes = b""
    """Kept for SBOMs only."""
    problems: list[str] = msgspec.field(default_factory=list)
    """Why it was not read, or not in full."""


Progress = Callable[[str], None]


def read_papers(
    folder: Path, product: Product, *, ocr: bool = True, progress: Progress | None = None
) -> list[Paper]:
    """Every file of a folder, sorted by name; one that cannot be read says why.

    Args:
        folder: The dossier, or one file.
        product: Its corrections of kinds are followed.
        ocr: Whether pages without text are recognised.
        progress: Told of each file before it is read.
    """
    found: list[Paper] = []
    for number, path in enumerate(_files(folder)):
        name = path.name if folder.is_file() else path.relative_to(folder).as_posix()
        if number >= MAX_FILES:
            paper = Paper(name=name, sha256="", size=0, kind=PaperKind.OTHER)
            paper.problems.append(f"the dossier holds more than {MAX_FILES} files; not read")
            found.append(paper)
            break
        if progress is not None:
            progress(name)
        found += _read(path, name, product, ocr=ocr)
    return found


def _files(folder: Path) -> Iterator[Path]:
    """Files below the folder without symbolic links and hidden ones, sorted."""
    if folder.is_file():
        yield folder
        return
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            yield path


def _read(path: Path, name: str, product: Product, *, ocr: bool) -> list[Paper]:
    size = path.stat().st_size
    paper = Paper(name=name, sha256="", size=size, kind=PaperKind.OTHER)
    if size > MAX_FILE:
        paper.problems.append(f"is larger than {MAX_FILE >> 20} MiB; not read")
        return [paper]
    try:
        content = path.read_bytes()
    except OSError as error:
        paper.problems.append(f"cannot be read: {error.strerror}")
        return [paper]
    paper.sha256 = hashlib.sha256(content).hexdigest()
    told = product.documents.get(name) or product.documents.get(path.name)
    suffix = path.suffix.lower()
    if path.name in NAMES:
        paper.kind = PaperKind.DESCRIPTION
        return [paper]
    if (
        told is None
        and suffix in _SHEETS
        and (_questions(paper, content) or _register(paper, content))
    ):
        return [paper]
    if (told is None or told is PaperKind.SBOM) and _facts(paper, content):
        return [paper]
    if suffix in _PAPERS or content[:5] == b"%PDF-" or told in set(PaperKind) - {PaperKind.OTHER}:
        return _documents(paper, content, told, ocr=ocr)
    if suffix in _SHEETS | _DATA:
        paper.kind = told or PaperKind.EXPORT
        paper.why = suffix
        paper.confidence = 0.3
        return [paper]
    paper.problems.append("is of a kind that is not read")
    return [paper]


def _questions(paper: Paper, content: bytes) -> bool:
    from sbom.documents import sheet_archive, sheet_csv
    from sbom.readers.text import decode
    from scanner.vendor.answers import read_answers

    try:
        packed = content[:4] == b"PK\x03\x04"
        sheets = sheet_archive.read(content) if packed else [sheet_csv.read(decode(content))]
    except ParseError:
        return False
    found = read_answers(sheets)
    if found is None:
        return False
    paper.answers = tuple(found)
    paper.kind = PaperKind.ANSWERS
    return True


def _register(paper: Paper, content: bytes) -> bool:
    from sbom.registers.read import read_register

    try:
        paper.registers = tuple(read_register(content))
    except ParseError:
        return False
    paper.kind = PaperKind.REGISTER
    paper.why = ", ".join(r.kind.value for r in paper.registers)
    for register in paper.registers:
        paper.problems += [
            f"line {i.line}: {i.subject}: {i.message}"
            for i in register.issues
            if i.kind in INCOMPLETE
        ]
    return True


_KINDS = {
    "openapi": PaperKind.OPENAPI,
    "security-txt": PaperKind.TEST_RESULT,
    "internet-nl": PaperKind.TEST_RESULT,
}


def _facts(paper: Paper, content: bytes) -> bool:
    """Whether a format of ours reads it: an SBOM, an API, a test result."""
    from sbom.match import format_of
    from sbom.read import parse_file
    from sbom.sniff import sniff
    from sbom.source import SourceFile

    entry = sniff(content) or format_of(paper.name)
    if entry is None or not entry.name.startswith(("sbom/", "project/")):
        return False
    inventory = parse_file(SourceFile(path=paper.name, content=content), entry)
    kinds = {d.kind for d in inventory.descriptors}
    paper.problems += [
        f"{f'line {i.line}: ' if i.line else ''}{i.message}"
        for i in inventory.issues
        if i.kind in INCOMPLETE
    ]
    own = kinds & _KINDS.keys()
    if not own and not entry.name.startswith("sbom/"):
        return False
    paper.kind = _KINDS[min(own)] if own else PaperKind.SBOM
    paper.why = entry.title
    paper.inventory = inventory
    paper.content = content if paper.kind is PaperKind.SBOM else b""
    return True


def _documents(paper: Paper, content: bytes, told: PaperKind | None, *, ocr: bool) -> list[Paper]:
    found = []
    for document in read_bytes(paper.name, content, Bounds(ocr=ocr)):
        guess = kind_of_text(document.name, document.text)
        one = Paper(
            name=document.name,
            sha256=document.sha256 or paper.sha256,
            size=paper.size,
            kind=told or guess.kind,
            confidence=1.0 if told else guess.confidence,
            why=guess.why,
            document=document,
        )
        one.problems += [i.message for i in document.issues if i.kind in INCOMPLETE]
        if document.unread:
            pages = ", ".join(map(str, document.unread[:20]))
            one.problems.append(f"no text on page {pages}")
        found.append(one)
    return found or [paper]
