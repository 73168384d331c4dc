"""Documents on disk for the commands of `sluis sbom`: read whole, packed or not."""

from pathlib import Path

from sbom.documents.bom import Bom
from sbom.documents.union import united
from sbom.errors import CollectError, ParseError
from sbom.inventory import Inventory
from sbom.issue import IssueKind
from sbom.match import format_of
from sbom.packed import Member, unpacked
from sbom.read import parse_file
from sbom.registry import Format
from sbom.sniff import sniff
from sbom.source import SourceFile
from scanner.source_reader import time_cap
from scanner.version import __version__

FILE_SECONDS = 60.0
MAX_BYTES = 1 << 30


def content_of(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        CollectError: it cannot be read, or is larger than `MAX_BYTES`.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CollectError(f"{path}: is larger than {MAX_BYTES >> 20} MiB")
        return path.read_bytes()
    except OSError as error:
        raise CollectError(f"{path}: cannot be read: {error.strerror}") from error


def files_of(path: Path) -> list[Member]:
    """The file, or what is in it when it is a packed delivery (gzip, bzip2, xz, zip, tar).

    Raises:
        CollectError: it cannot be read or unpacked.
    """
    content = content_of(path)
    if format_of(path.absolute().as_posix().lstrip("/")) is not None:
        return [Member(path.name, content)]
    return _unpacked(path, content)


def packed_files(path: Path) -> list[Member]:
    """As `files_of`, and what has a format of its own (an application archive) is opened too."""
    return _unpacked(path, content_of(path))


def _unpacked(path: Path, content: bytes) -> list[Member]:
    try:
        return unpacked(content, path.name)
    except ParseError as error:
        raise CollectError(f"{path}: {error}") from error


def lone_file(path: Path) -> bytes:
    """The content of the one document that a file holds, packed or not.

    Raises:
        CollectError: it cannot be read or unpacked, or holds several documents.
    """
    members = files_of(path)
    known = [m for m in members if _is_document(m.content)] if len(members) > 1 else members
    if len(known) == 1:
        return known[0].content
    names = ", ".join(m.name.partition("!/")[2] for m in known[:5])
    told = f"holds {len(known)} documents ({names}); unpack it" if known else "holds no document"
    raise CollectError(f"{path}: {told}")


def read_documents(path: Path, shown: str = "") -> list[tuple[str, Inventory]]:
    """Names and facts of the documents in one file: one, or those of a packed delivery.

    Each is known by what it holds first and by its name second.

    Args:
        path: The file.
        shown: Name in issues; default that of the file.

    Raises:
        CollectError: it cannot be read at all; the message says why.
    """
    members = files_of(path)
    alone = len(members) == 1
    found = []
    for member in members:
        name = (shown or path.name) + (member.name[len(path.name) :] if not alone else "")
        place = path.absolute().as_posix() if alone and member.name == path.name else member.name
        entry = _entry(place, member.content)
        if entry is not None:
            found.append((name, _read(path, name, member.content, entry)))
    if not found:
        what = "is of no format" if alone else "holds no document of a format"
        raise CollectError(f"{path}: {what} that this version reads (see `sluis doctor`)")
    return found


def read_document(path: Path) -> Inventory:
    """As `read_documents`, of a file with one document.

    Raises:
        CollectError: also when it holds several.
    """
    found = read_documents(path)
    if len(found) > 1:
        raise CollectError(f"{path}: holds {len(found)} documents; unpack it")
    return found[0][1]


def _entry(path: str, content: bytes) -> Format | None:
    return sniff(content) or format_of(path.lstrip("/"))


def _is_document(content: bytes) -> bool:
    from sbom.vex.read import is_vex

    found = sniff(content)
    return (found is not None and found.name.startswith("sbom/")) or is_vex(content)


def _read(path: Path, name: str, content: bytes, entry: Format) -> Inventory:
    with time_cap(FILE_SECONDS):
        inventory = parse_file(SourceFile(path=name, content=content), entry)
    if not inventory.components and not inventory.descriptors and inventory.issues:
        reasons = [i for i in inventory.issues if i.kind is not IssueKind.ENTRY]
        if reasons:
            where = f"line {reasons[0].line}: " if reasons[0].line else ""
            raise CollectError(f"{path}: {where}{reasons[0].message}")
    return inventory


def names_of(paths: list[Path]) -> list[str]:
    """A name for each file, short and different: its own, else with as many folders as it takes."""
    for count in range(1, 8):
        names = ["/".join(p.absolute().parts[-count:]) for p in paths]
        if len(set(names)) == len(names):
            return names
    return [f"{n}:{p.name}" for n, p in enumerate(paths, 1)]


def bom_of_documents(
    documents: list[tuple[str, Inventory]], *, name: str = "", version: str = ""
) -> Bom:
    """One bill of materials of documents; a lone one without root is named after its file."""
    if not name and len(documents) == 1:
        path, inventory = documents[0]
        name = next((d.name for d in inventory.descriptors if d.name), "")
        name = name or path.rpartition("/")[2].partition(".")[0]
    return united(documents, name=name, version=version, tool=("sluis", __version__))
