"""Delivered SBOMs: one file, or a folder in which suppliers leave them.

Every file whose extension can hold an SBOM is offered, whatever its name: suppliers choose names.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from collectors.collector import Entry, Limits, Listing, Target, Wanted
from collectors.paths import shown
from collectors.walk import Found, digest, read_files, read_one, remarks, walk
from sbom.errors import CollectError
from sbom.issue import Issue, IssueKind, Stage
from sbom.source import Origin, OriginKind, SourceFile

NAME = OriginKind.SBOM.value
NEEDS_NETWORK = False

EXTENSIONS = frozenset(
    {"json", "xml", "spdx", "cdx", "bom", "sbom", "rdf", "tag", "yaml", "yml", "txt", "csv"}
)
"""Extensions offered from a folder. A file that the configuration names is always offered."""
_PACKED = frozenset({"gz", "zip", "7z", "bz2", "xz", "zst", "tar", "tgz"})


def revision(target: Target, limits: Limits, /) -> str:
    """Digest over path, size and time of each file; contents are not read.

    Raises:
        CollectError: nothing is there, or it cannot be listed.
    """
    return digest(_find(target, limits)[0])


def collect(target: Target, _wanted: Wanted, limits: Limits, /) -> Listing:
    """List the delivery. `_wanted` is not asked: any name may hold an SBOM.

    Raises:
        CollectError: as `revision`.
    """
    files, issues = _find(target, limits)
    single = Path(target.location).is_file()
    offered = [f for f in files if single or _extension(f.path) in EXTENSIONS]
    entries = [Entry(path=f.path, blob="", size=f.size) for f in offered]
    entries.sort(key=lambda e: e.path)
    raws = {f.path: f.raw for f in offered if f.path is not f.raw}
    issues += _left(files, offered)

    def read(chosen: Iterable[Entry]) -> Iterator[SourceFile | Issue]:
        if single:
            return read_one(target.location, list(chosen), limits)
        return read_files(target.location, raws, chosen, limits)

    return Listing(
        origin=Origin(kind=OriginKind.SBOM, uri=target.id, revision=digest(files)),
        files_seen=len(files),
        entries=entries,
        issues=issues,
        read=read,
        paths=[e.path for e in entries],
    )


def _find(target: Target, limits: Limits) -> tuple[list[Found], list[Issue]]:
    """Files of the delivery and remarks on them."""
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


def _left(files: list[Found], offered: list[Found]) -> list[Issue]:
    """What was not offered, in words."""
    taken = {f.raw for f in offered}
    rest = [f for f in files if f.raw not in taken]
    issues = [
        Issue(
            kind=IssueKind.UNSUPPORTED,
            stage=Stage.COLLECT,
            path=f.path,
            message="is packed; unpack it first",
        )
        for f in rest
        if _extension(f.path) in _PACKED
    ]
    other = len(rest) - len(issues)
    notes = []
    if other:
        notes.append(f"{other} files have an extension that holds no SBOM and are not read")
    if not files:
        notes.append("the folder holds no files")
    return issues + [Issue(kind=IssueKind.NOTE, stage=Stage.COLLECT, message=n) for n in notes]


def _extension(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[2].lower()


def single_size(target: Target) -> int:
    """Size in bytes of a delivery of one file; 0 for a folder or when it is not there."""
    path = Path(target.location)
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0


def open_single(target: Target) -> BinaryIO:
    """A delivery of one file, for reading as a stream; the caller closes it.

    Raises:
        OSError: it cannot be read.
    """
    return Path(target.location).open("rb")
