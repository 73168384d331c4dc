"""Documents on disk for the commands of `sluis sbom`: read whole, one file each."""

from pathlib import Path

from sbom.documents.bom import Bom
from sbom.documents.union import united
from sbom.errors import CollectError
from sbom.inventory import Inventory
from sbom.issue import IssueKind
from sbom.match import format_of
from sbom.read import parse_file
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


def read_document(path: Path, shown: str = "") -> Inventory:
    """Facts of one file, by what it holds first and by its name second.

    Args:
        path: The file.
        shown: Name in issues; default that of the file.

    Raises:
        CollectError: it cannot be read at all; the message says why.
    """
    content = content_of(path)
    entry = sniff(content) or format_of("/".join(path.absolute().parts[1:]))
    if entry is None:
        raise CollectError(f"{path}: is of no format that this version reads (see `sluis doctor`)")
    with time_cap(FILE_SECONDS):
        inventory = parse_file(SourceFile(path=shown or path.name, content=content), entry)
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
