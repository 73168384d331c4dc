"""The files of a dossier: walked within caps, recognised, and read once."""

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
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
_FORMS = _SHEETS | {".docx", ".odt"}
"""In which a supplier may answer."""
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
    """Kept for SBOMs and sample exports only."""
    problems: list[str] = msgspec.field(default_factory=list)
    """Why it was not read, or not in full."""
    notes: list[str] = msgspec.field(default_factory=list)
    """What a reader has to know of the file itself; it was read all the same."""
    as_of: str = ""
    """Day on which a copy of a register was last checked, ISO 8601; empty: no copy of `sluis sync`."""
    failed: str = ""
    """Why the last refresh of that copy failed."""


Progress = Callable[[str, int], None]
"""Told a file's name before it is read (0), and after each of its pages that was recognised (how many)."""
OCR_PAGES = 200
"""Pages of one document that are recognised, unless told otherwise."""
_AT_ONCE = 2
"""Files that are read at once: documents are read in processes of their own."""


def read_papers(
    folder: Path,
    product: Product,
    *,
    ocr: bool = True,
    ocr_pages: int = OCR_PAGES,
    progress: Progress | None = None,
) -> list[Paper]:
    """Every file of a folder, sorted by name; one that cannot be read says why.

    Args:
        folder: The dossier, or one file.
        product: Its corrections of kinds are followed.
        ocr: Whether pages without text are recognised.
        ocr_pages: How many of one document at most.
        progress: Told of files and pages, from more than one thread.
    """
    bounds = Bounds(ocr=ocr, max_ocr_pages=ocr_pages)
    paths = list(islice(files_of(folder), MAX_FILES + 1))

    def read(path: Path) -> list[Paper]:
        name = path.name if folder.is_file() else path.relative_to(folder).as_posix()
        if progress is not None:
            progress(name, 0)
        return _read(path, name, product, bounds, progress)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = [p for papers in pool.map(read, paths[:MAX_FILES]) for p in papers]
    if len(paths) > MAX_FILES:
        name = paths[-1].relative_to(folder).as_posix()
        paper = Paper(name=name, sha256="", size=0, kind=PaperKind.OTHER)
        paper.problems.append(f"the dossier holds more than {MAX_FILES} files; not read")
        found.append(paper)
    return found


def files_of(folder: Path) -> Iterator[Path]:
    """Files below the folder without symbolic links and hidden ones, sorted."""
    if folder.is_file():
        yield folder
        return
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            yield path


def _read(
    path: Path, name: str, product: Product, bounds: Bounds, progress: Progress | None
) -> list[Paper]:
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
    if _MACROS in content and content[:2] == b"PK":
        paper.notes.append("holds macros; they were not run and count for nothing")
    told = product.documents.get(name) or product.documents.get(path.name)
    suffix = path.suffix.lower()
    if path.name in NAMES:
        paper.kind = PaperKind.DESCRIPTION
        return [paper]
    if told is PaperKind.EXPORT or (told is None and _in_export(name)):
        return [_export(paper, content, "documents" if told else "folder")]
    if told in {None, PaperKind.ANSWERS} and suffix in _FORMS and _questions(paper, content):
        return [paper]
    if told is None and suffix in _SHEETS and _register(paper, content):
        return [paper]
    if (told is None or told is PaperKind.SBOM) and _facts(paper, content):
        return [paper]
    if told is None and _is_dump(name):
        return [_export(paper, content, suffix)]
    if suffix in _PAPERS or content[:5] == b"%PDF-" or told in set(PaperKind) - {PaperKind.OTHER}:
        return _documents(paper, content, told, bounds, progress)
    if told is None and suffix in {".json", ".jsonl"} and _foreign(paper, content):
        return [paper]
    if suffix in _SHEETS | _DATA:
        paper.problems += _broken(content, suffix)
        return [_unknown_data(paper, content, suffix) if told is None else _told(paper, told)]
    paper.problems.append("is of a kind that is not read")
    return [paper]


def _told(paper: Paper, kind: PaperKind) -> Paper:
    paper.kind = kind
    return paper


def _unknown_data(paper: Paper, content: bytes, suffix: str) -> Paper:
    """Data that nothing claims: perhaps an export, not held against anything."""
    from sbom.exports.recognise import Form, recognise

    form = recognise(content).form
    if form in {Form.UNKNOWN, Form.EMPTY} or (form is Form.TEXT and suffix not in _SHEETS):
        if not paper.problems:
            paper.problems.append(f"cannot be read as {suffix.lstrip('.')}")
        return paper
    if suffix == ".xml" and len(content) <= MAX_EXPORT:
        from sbom.readers.xml_reader import load_xml

        try:
            load_xml(content)
        except ParseError as error:
            if not any(str(error).endswith(p) for p in paper.problems):
                paper.problems.append(str(error))
    paper.kind = PaperKind.EXPORT
    paper.why = form.value
    paper.confidence = 0.3
    return paper


_HEAD = 1 << 20
_MACROS = b"vbaProject.bin"
"""Name of the part with macros in a document of Office; names in a zip are never compressed."""
MAX_EXPORT = 64 << 20
"""Bytes of a file of a sample export that are looked at."""


def _in_export(name: str) -> bool:
    """Whether a file lies in a folder that is called an export."""
    folder = name.lower().rpartition("/")[0]
    return any(word in folder for word in ("export", "uitvoer", "datadump"))


def _is_dump(name: str) -> bool:
    """Whether an archive is called an export."""
    stem, _, ending = name.lower().rpartition("/")[2].rpartition(".")
    return ending in _DUMPS and any(w in stem for w in ("export", "uitvoer", "dump"))


def _in_terms(name: str) -> bool:
    """Whether a file lies in the folder of known terms to compare with."""
    folders = name.lower().split("/")[:-1]
    return any(f in {"standaardvoorwaarden", "standard-terms"} for f in folders)


_DUMPS = frozenset({"zip", "sql", "gml", "jsonl", "db", "sqlite", "bak", "dmp", "parquet"})


def _broken(content: bytes, suffix: str) -> list[str]:
    """Why a file cannot be what its ending says; empty when it may be."""
    if suffix in {".xlsx", ".ods"} and content[:4] != b"PK\x03\x04":
        return ["is no spreadsheet, whatever its ending says"]
    if suffix == ".xml" and b"<!ENTITY" in content[:_HEAD]:
        return ["declares XML entities, which are refused"]
    if suffix == ".json" and len(content) <= MAX_EXPORT:
        try:
            msgspec.json.decode(content, type=msgspec.Raw)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            return [f"is no readable JSON: {error}"]
    return []


def _export(paper: Paper, content: bytes, why: str) -> Paper:
    paper.kind = PaperKind.EXPORT
    paper.why = why
    if len(content) > MAX_EXPORT:
        paper.problems.append(f"is larger than {MAX_EXPORT >> 20} MiB; the export is not looked at")
    else:
        paper.content = content
    return paper


def _questions(paper: Paper, content: bytes) -> bool:
    from scanner.vendor.answers import read_answers, tables_of

    try:
        found = read_answers(tables_of(content))
    except ParseError:
        return False
    if found is None:
        return False
    paper.answers = tuple(found)
    paper.kind = PaperKind.ANSWERS
    return True


def _register(paper: Paper, content: bytes) -> bool:
    from sbom.registers.exports import read_sheets
    from sbom.registers.read import read_register
    from scanner.vendor.answers import tables_of

    try:
        found = read_sheets(tables_of(content)) or read_register(content)
    except ParseError:
        return False
    return _is_register(paper, found)


def _foreign(paper: Paper, content: bytes) -> bool:
    """Whether it is an export of another register: GLEIF, KvK, TenderNed, a catalogue."""
    from sbom.registers.exports import read_export

    if len(content) > MAX_EXPORT:
        return False
    try:
        known = _is_register(paper, read_export(content))
    except ParseError:
        return False
    from scanner.register_sync import head_of

    head = head_of(content)
    if head is not None:
        paper.as_of = (head.checked or head.fetched)[:10]
        paper.failed = head.failed
    return known


def _is_register(paper: Paper, registers: list[Register]) -> bool:
    paper.registers = tuple(registers)
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
    "wcag-report": PaperKind.TEST_RESULT,
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


def _documents(
    paper: Paper,
    content: bytes,
    told: PaperKind | None,
    bounds: Bounds,
    progress: Progress | None,
) -> list[Paper]:
    found = []
    if told is None and _in_terms(paper.name):
        told = PaperKind.STANDARD_TERMS
    for document in read_bytes(paper.name, content, bounds, progress):
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
        one.notes += paper.notes
        if document.unread and not any("no text" in p for p in one.problems):
            pages = ", ".join(map(str, document.unread[:20]))
            one.problems.append(f"no text on page {pages}")
        found.append(one)
    return found or [paper]
