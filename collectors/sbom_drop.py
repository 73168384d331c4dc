"""Delivered SBOMs: one file, or a folder in which suppliers leave them.

Every file whose extension can hold an SBOM is offered, whatever its name: suppliers choose names. Packed
files are opened in memory (see `sbom.packed`); what is in an archive is at `archive.zip!/name`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from collectors.collector import Entry, Limits, Listing, Target, Wanted
from collectors.delivery import entry, find, reader, revision
from collectors.paths import shown
from collectors.walk import Found, digest
from sbom.errors import ParseError
from sbom.issue import Issue, IssueKind, Stage
from sbom.source import Origin, OriginKind, SourceFile

__all__ = ["NAME", "NEEDS_NETWORK", "collect", "revision"]

NAME = OriginKind.SBOM.value
NEEDS_NETWORK = False

EXTENSIONS = frozenset(
    {
        *("json", "jsonld", "xml", "spdx", "cdx", "bom", "sbom", "rdf", "tag", "tv", "yaml", "yml"),
        *("txt", "csv", "tsv", "xlsx", "ods", "textproto"),
    }
)
"""Extensions offered from a folder. A file that the configuration names is always offered."""
_OPENED = frozenset({"gz", "zip", "bz2", "xz", "tar", "tgz"})
_PACKED = _OPENED | {"7z", "zst", "rar"}


def collect(target: Target, _wanted: Wanted, limits: Limits, /) -> Listing:
    """List the delivery. `_wanted` is not asked: any name may hold an SBOM.

    Raises:
        CollectError: as `revision`.
    """
    files, issues = find(target.location, limits)
    single = Path(target.location).is_file()
    packed = [f for f in files if _extension(f.path) in _OPENED]
    plain = [f for f in files if (single or _extension(f.path) in EXTENSIONS) and f not in packed]
    read_plain = reader(target.location, files, limits)
    inside: dict[str, Entry] = {}
    entries = [entry(f) for f in plain]
    for found in _opened(read_plain(map(entry, packed))):
        if isinstance(found, Issue):
            issues.append(found)
            continue
        holder, member = found
        inside[member.path] = entry(next(f for f in packed if f.path == holder))
        entries.append(Entry(path=member.path, blob="", size=len(member.content)))
    entries.sort(key=lambda e: e.path)
    issues += _left(files, [*plain, *packed])

    def read(chosen: Iterable[Entry]) -> Iterator[SourceFile | Issue]:
        return _read(list(chosen), inside, read_plain)

    return Listing(
        origin=Origin(kind=OriginKind.SBOM, uri=target.id, revision=digest(files)),
        files_seen=len(files),
        entries=entries,
        issues=issues,
        read=read,
        paths=[e.path for e in entries],
    )


def _opened(
    sources: Iterable[SourceFile | Issue],
) -> Iterator[tuple[str, SourceFile] | Issue]:
    """(packed file, what is in it); an issue in the place of one that cannot be opened.

    Of an archive only what can hold an SBOM is given.
    """
    from hashlib import sha1

    from sbom.packed import unpacked

    for source in sources:
        if isinstance(source, Issue):
            yield source
            continue
        try:
            members = unpacked(source.content, source.path)
        except ParseError as error:
            yield Issue(
                kind=IssueKind.UNREADABLE,
                stage=Stage.COLLECT,
                path=source.path,
                message=f"cannot be read: {error}",
            )
            continue
        lone = len(members) == 1 and "!/" not in members[0].name
        seen: dict[str, int] = {}
        for member in members:
            path = source.path if lone else shown(member.name)
            if not lone and _extension(path) not in EXTENSIONS:
                continue
            seen[path] = seen.get(path, 0) + 1
            path = path if seen[path] == 1 else f"{path}#{seen[path]}"
            head = b"blob %d\0" % len(member.content)
            blob = sha1(head + member.content, usedforsecurity=False).hexdigest()
            yield source.path, SourceFile(path=path, content=member.content, blob=blob)
        if not seen:
            yield Issue(
                kind=IssueKind.NOTE,
                stage=Stage.COLLECT,
                path=source.path,
                message="holds nothing that can be an SBOM",
            )


def _read(
    chosen: list[Entry],
    inside: Mapping[str, Entry],
    read_plain: Callable[[Iterable[Entry]], Iterator[SourceFile | Issue]],
) -> Iterator[SourceFile | Issue]:
    """Plain files, then each packed file once for all that is wanted of it."""
    yield from read_plain(e for e in chosen if e.path not in inside)
    wanted = {e.path for e in chosen if e.path in inside}
    holders = {inside[path].path: inside[path] for path in sorted(wanted)}
    for found in _opened(read_plain(holders.values())):
        if isinstance(found, Issue):
            yield found
        elif found[1].path in wanted:
            yield found[1]


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
