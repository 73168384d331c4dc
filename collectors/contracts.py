"""Contract folders: the documents of one deal, or one document, read as they are.

Every file with an ending that a document can have is offered, packed ones too (`sbom.contracts`
opens mails and archives itself); what else lies in the folder is counted in a note.
"""

from pathlib import Path

from collectors.collector import Limits, Listing, Target, Wanted
from collectors.delivery import entry, find, reader, revision
from collectors.walk import digest
from sbom.issue import Issue, IssueKind, Stage
from sbom.source import Origin, OriginKind

__all__ = ["NAME", "NEEDS_NETWORK", "collect", "revision"]

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


def collect(target: Target, _wanted: Wanted, limits: Limits, /) -> Listing:
    """List the folder. `_wanted` is not asked: the ending decides.

    Raises:
        CollectError: as `revision`.
    """
    files, issues = find(target.location, limits)
    single = Path(target.location).is_file()
    offered = [f for f in files if single or _is_document(f.path)]
    left = len(files) - len(offered)
    note = "the folder holds no documents" if not offered else ""
    if left:
        note = f"{left} files have an ending that no document has and are not read"
    if note:
        issues.append(Issue(kind=IssueKind.NOTE, stage=Stage.COLLECT, message=note))

    entries = sorted(map(entry, offered), key=lambda e: e.path)
    return Listing(
        origin=Origin(kind=OriginKind.CONTRACTS, uri=target.id, revision=digest(files)),
        files_seen=len(files),
        entries=entries,
        issues=issues,
        read=reader(target.location, files, limits),
        paths=[e.path for e in entries],
    )


def _is_document(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() in EXTENSIONS and not name.startswith(_SIDE)
