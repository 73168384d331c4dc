"""Folders: files on disk or on a share, read as they are, with no version control."""

import os
from collections.abc import Iterable, Iterator

from collectors.collector import Entry, Limits, Listing, Target, Wanted
from collectors.walk import (
    SKIPPED_FOLDERS,
    Found,
    Walk,
    digest,
    programs,
    read_files,
    remarks,
    walk,
)
from sbom.errors import CollectError
from sbom.issue import Issue
from sbom.source import Origin, OriginKind, SourceFile

NAME = OriginKind.FOLDER.value
NEEDS_NETWORK = False


def revision(target: Target, limits: Limits, /) -> str:
    """Digest over path, size and time of every file below the folder; contents are not read.

    Raises:
        CollectError: the folder is not there, is no folder or cannot be listed.
    """
    return digest(_walk(target, limits)[1].files)


def collect(target: Target, wanted: Wanted, limits: Limits, /) -> Listing:
    """List the folder. Folders of `SKIPPED_FOLDERS` are left out and counted in a note.

    Raises:
        CollectError: as `revision`.
    """
    top, found = _walk(target, limits)
    prefix = target.subfolder.strip("/") + "/" if target.subfolder else ""
    entries: list[Entry] = []
    raws: dict[str, str] = {}
    others: list[Found] = []
    for file in found.files:
        path = prefix + file.path
        if not wanted(path):
            others.append(file)
            continue
        entries.append(Entry(path=path, blob="", size=file.size))
        if prefix or file.path is not file.raw:
            raws[path] = file.raw
    for file in programs(top, others, getattr(wanted, "program", None)):
        path = prefix + file.path
        entries.append(Entry(path=path, blob="", size=file.size, program=True))
        if prefix or file.path is not file.raw:
            raws[path] = file.raw
    entries.sort(key=lambda e: e.path)

    def read(chosen: Iterable[Entry]) -> Iterator[SourceFile | Issue]:
        return read_files(top, raws, chosen, limits)

    return Listing(
        origin=Origin(kind=OriginKind.FOLDER, uri=target.id, revision=digest(found.files)),
        files_seen=len(found.files),
        entries=entries,
        issues=remarks(found),
        read=read,
        paths=[e.path for e in entries],
    )


def _walk(target: Target, limits: Limits) -> tuple[str, Walk]:
    """Top of the walk and what it found."""
    top = os.path.join(target.location, target.subfolder.strip("/")).rstrip("/") or "/"  # noqa: PTH118 - raw strings
    if ".." in target.subfolder.split("/"):
        raise CollectError(f"{target.id}: `subfolder` must lie inside the folder")
    if not os.path.isdir(top):  # noqa: PTH112 - raw strings
        reason = "is a file, not a folder" if os.path.exists(top) else "is not there"  # noqa: PTH110 - raw strings
        raise CollectError(f"{top}: {reason}")
    return top, walk(top, limits, skip=SKIPPED_FOLDERS)
