"""Contract folders: the documents of one deal, or one document, read as they are.

Every file with an ending that a document can have is offered, packed ones too (`sbom.contracts`
opens mails and archives itself); what else lies in the folder is counted in a note.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from collectors.collector import Entry, Limits, Listing, Target, Wanted
from collectors.paths import shown
from collectors.walk import Found, digest, read_files, read_one, remarks, walk
from sbom.errors import CollectError
from sbom.issue import Issue, IssueKind, Stage
from sbom.source import Origin, OriginKind, SourceFile

NAME = OriginKind.CONTRACTS.value
NEEDS_NETWORK = False

EXTENSIONS = frozenset(
    {
        *(
            "pdf",
            "docx",
            "docm",
            "dotx",
            "dotm",
            "odt",
            "ott",
            "fodt",
            "rtf",
            "html",
            "htm",
            "xhtml",
        ),
        *("eml", "msg", "mht", "mhtml", "zip", "txt", "md", "text", "doc"),
        *("png", "jpg", "jpeg", "tif", "tiff", "bmp", "gif", "webp"),
    }
)
"""Offered; an old Word document (`doc`) too, so that it is told that it cannot be read."""
_SIDE = ("~$", ".~lock.", "._")
"""Openings of names that office programs leave beside a document."""


def revision(target: Target, limits: Limits, /) -> str:
    """Digest over path, size and time of each file; contents are not read.

    Raises:
        CollectError: nothing is there, or it cannot be listed.
    """
    return digest(_find(target, limits)[0])


def collect(target: Target, _wanted: Wanted, limits: Limits, /) -> Listing:
    """List the folder. `_wanted` is not asked: the ending decides.

    Raises:
        CollectError: as `revision`.
    """
    files, issues = _find(target, limits)
    single = Path(target.location).is_file()
    offered = [f for f in files if single or _is_document(f.path)]
    raws = {f.path: f.raw for f in offered if f.path is not f.raw}
    left = len(files) - len(offered)
    note = "the folder holds no documents" if not offered else ""
    if left:
        note = f"{left} files have an ending that no document has and are not read"
    if note:
        issues.append(Issue(kind=IssueKind.NOTE, stage=Stage.COLLECT, message=note))

    def read(chosen: Iterable[Entry]) -> Iterator[SourceFile | Issue]:
        if single:
            return read_one(target.location, list(chosen), limits)
        return read_files(target.location, raws, chosen, limits)

    entries = sorted(
        (Entry(path=f.path, blob="", size=f.size) for f in offered), key=lambda e: e.path
    )
    return Listing(
        origin=Origin(kind=OriginKind.CONTRACTS, uri=target.id, revision=digest(files)),
        files_seen=len(files),
        entries=entries,
        issues=issues,
        read=read,
        paths=[e.path for e in entries],
    )


def _is_document(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() in EXTENSIONS and not name.startswith(_SIDE)


def _find(target: Target, limits: Limits) -> tuple[list[Found], list[Issue]]:
    """Files of the folder and remarks on them."""
    path = Path(target.location)
    try:
        if path.is_dir():
            found = walk(target.location, limits, skip={".git": ()})
            return found.files, remarks(found)
        if path.is_file():
            status = path.stat()
            file = Found(path.name, shown(path.name), status.st_size, status.st_mtime_ns)
            return [file], []
    except OSError as error:
        raise CollectError(f"{target.location}: cannot be read: {error.strerror}") from error
    reason = "is not a file or folder" if path.exists() else "is not there"
    raise CollectError(f"{target.location}: {reason}")
