"""One source to its facts: list, read, parse (or take from the cache), join. Runs in any process."""

import importlib
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import lru_cache
from typing import cast

import msgspec

from collectors.collector import Collector, Entry, Limits, Listing, State, Target
from collectors.paths import excluder
from sbom.errors import CollectError
from sbom.inventory import Inventory
from sbom.issue import INCOMPLETE, Issue, IssueKind, Stage
from sbom.lazy_log import LazyLog
from sbom.match import format_of, in_open_folder, maybe, unread_format_of
from sbom.parser import Joiner
from sbom.programs.selection import FORMAT, may_be
from sbom.read import parse_file
from sbom.registry import FORMATS, JOINERS, Format
from sbom.sniff import sniff
from sbom.source import OriginKind, SourceFile
from scanner.result import ReadFile, SourceResult

logger = LazyLog(__name__)

FILE_SECONDS = 60.0
"""Time cap for one file."""

_PROGRAM = next(f for f in FORMATS if f.name == FORMAT)

CacheKey = tuple[str, str, int, str]
"""Blob id, format name, format version, path."""


class SourceAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker hands back."""

    result: SourceResult
    fresh: tuple[tuple[CacheKey, Inventory], ...]
    """Inventories that were parsed now, as the parser gave them, for the cache."""


def read_source(
    target: Target,
    collector: Collector,
    *,
    limits: Limits,
    cached: Callable[[list[CacheKey]], Mapping[CacheKey, Inventory]] | None = None,
    revision: str = "",
    now: datetime | None = None,
    get_ready: Callable[[], None] | None = None,
) -> SourceAnswer:
    """Everything a source holds that a format claims.

    Args:
        target: What to read.
        collector: The collector for its kind.
        limits: Caps.
        cached: Looks up earlier parses by key; None: no cache.
        revision: Revision found before, for the record when collecting fails.
        now: Time of reading; default the present.
        get_ready: Called once, while the source is being listed: imports for what comes next.

    Returns:
        Never raises for a bad source: the result then has state FAILED and an issue with the reason.
    """
    at = now or datetime.now(UTC)
    try:
        listing = collector.collect(target, _wanted(target, get_ready), limits)
    except (CollectError, OSError) as error:
        return SourceAnswer(result=failed(target, revision, str(error), at), fresh=())
    claimed, files = _claim(target, listing.entries)
    claimed, beyond = _within(claimed, limits)
    keys: list[CacheKey] = [(e.blob, f.name, f.version, e.path) for e, f in claimed if e.blob and f]
    known = cached(keys) if cached and keys else {}
    issues = [*listing.issues, *beyond]
    fresh: list[tuple[CacheKey, Inventory]] = []
    try:
        for file, key in _parsed(claimed, listing, known, issues):
            if key is not None:
                fresh.append((key, file.inventory))
            if not _is_other(file):
                files.append(file)
    except (CollectError, OSError) as error:
        issues.append(
            Issue(
                kind=IssueKind.UNREADABLE, stage=Stage.COLLECT, message=f"stopped half way: {error}"
            )
        )
    joined = _join(files if not target.supplied else [_of_delivery(f) for f in files])
    read = sum(1 for f in files if f.state in {"read", "partial"})
    bad = any(i.kind in INCOMPLETE for i in issues) or any(
        i.kind in INCOMPLETE for f in joined for i in f.inventory.issues
    )
    state = State.PARTIAL if bad else State.COMPLETE
    logger.info("%s: %d of %d files read, %s", target.id, read, listing.files_seen, state.value)
    result = SourceResult(
        target=target,
        revision=listing.origin.revision,
        state=state,
        files_seen=listing.files_seen,
        files=tuple(joined),
        issues=tuple(issues),
        collected_at=at,
        cache_hits=len(known),
    )
    return SourceAnswer(result=result, fresh=tuple(fresh))


class _Wanted:
    """Asks for what a format claims or what coverage counts."""

    def __init__(self, get_ready: Callable[[], None] | None) -> None:
        self.get_ready = get_ready

    def __call__(self, path: str) -> bool:
        return (_maybe(path.rpartition("/")[2]) or in_open_folder(path)) and (
            format_of(path) is not None or unread_format_of(path) is not None
        )

    program = staticmethod(may_be)
    """Which files that may be run to look into, whatever they are called."""

    def maybe(self, basename: str) -> bool:
        """False when no path with this basename is wanted; the same names come again and again."""
        return _maybe(basename)


_maybe = lru_cache(maxsize=65_536)(maybe)


def _wanted(target: Target, get_ready: Callable[[], None] | None) -> Callable[[str], bool]:
    """What to list; of SBOM drops every document."""
    if target.kind is OriginKind.SBOM:
        return lambda _: True
    return _Wanted(get_ready)


def _claim(
    target: Target, entries: Iterable[Entry]
) -> tuple[list[tuple[Entry, Format | None]], list[ReadFile]]:
    """Split entries in those to read and those only counted."""
    excluded = excluder(target.exclude)
    claimed: list[tuple[Entry, Format | None]] = []
    counted: list[ReadFile] = []
    for entry in entries:
        found = _PROGRAM if entry.program else format_of(entry.path)
        if excluded(entry.path):
            counted.append(_counted(entry, found.name if found else "", "skipped"))
        elif found is not None or target.kind is OriginKind.SBOM:
            claimed.append((entry, found))
        else:
            counted.append(_counted(entry, unread_format_of(entry.path) or "", "unsupported"))
    return claimed, counted


def _within(
    claimed: list[tuple[Entry, Format | None]], limits: Limits
) -> tuple[list[tuple[Entry, Format | None]], list[Issue]]:
    """What is read when the programs of a source together stay within their cap, and what says the rest.

    Sizes in a git repository are not known before reading; there the clock of git is the cap.
    """
    left, kept, beyond = limits.program_bytes, [], 0
    for entry, found in claimed:
        if found is _PROGRAM and entry.size > 0:
            if entry.size > left:
                beyond += 1
                continue
            left -= entry.size
        kept.append((entry, found))
    if not beyond:
        return claimed, []
    cap = limits.program_bytes
    message = f"{beyond} compiled programs lie beyond the cap of {cap} bytes in all; not read"
    return kept, [Issue(kind=IssueKind.LIMIT, stage=Stage.COLLECT, message=message)]


def _is_other(file: ReadFile) -> bool:
    """Whether a file that only a wide pattern claimed turned out to hold something else."""
    made = file.inventory
    if made.components or made.issues or made.fragments or made.descriptors:
        return False
    return any(f.wide and f.name == file.format for f in FORMATS)


def _counted(entry: Entry, name: str, state: str) -> ReadFile:
    return ReadFile(
        path=entry.path, format=name, blob=entry.blob, state=state, inventory=Inventory()
    )


def _parsed(
    claimed: list[tuple[Entry, Format | None]],
    listing: Listing,
    known: Mapping[CacheKey, Inventory],
    issues: list[Issue],
) -> Iterator[tuple[ReadFile, CacheKey | None]]:
    """Files with their inventories; the key is given for those parsed now."""
    todo: list[tuple[Entry, Format | None]] = []
    for entry, found in claimed:
        hit = (
            known.get((entry.blob, found.name, found.version, entry.path))
            if found and entry.blob
            else None
        )
        if hit is not None and found is not None:
            yield _file(entry.path, found, entry.blob, hit), None
        else:
            todo.append((entry, found))
    formats = {entry.path: found for entry, found in todo}
    sources = listing.read(e for e, _ in todo)
    for module in sorted({f.module for f in formats.values() if f is not None}):
        with suppress(Exception):  # `parse_file` meets it again, and tells of which file
            importlib.import_module(f"sbom.parsers.{module}")  # while git reads
    for source in sources:
        if isinstance(source, Issue):
            issues.append(source)
            claimed_by = formats.get(source.path)
            if claimed_by is not None:
                yield (
                    ReadFile(
                        path=source.path,
                        format=claimed_by.name,
                        blob="",
                        state="failed" if source.kind is IssueKind.UNREADABLE else "skipped",
                        inventory=Inventory(),
                    ),
                    None,
                )
            continue
        entry_format = formats.get(source.path) or sniff(source.content)
        if entry_format is None:
            note = Issue(
                kind=IssueKind.UNSUPPORTED,
                path=source.path,
                message="is not an SBOM format that this version reads",
            )
            yield (
                ReadFile(
                    path=source.path,
                    format="unknown document",
                    blob=source.blob,
                    state="unsupported",
                    inventory=Inventory(issues=(note,)),
                ),
                None,
            )
            continue
        yield _parse(source, entry_format)


def _parse(source: SourceFile, entry: Format) -> tuple[ReadFile, CacheKey | None]:
    with time_cap(FILE_SECONDS):
        inventory = parse_file(source, entry)
    if not inventory.components and inventory.issues and entry.name.startswith("sbom/"):
        other = sniff(source.content)
        if other is not None and other != entry:
            with time_cap(FILE_SECONDS):
                inventory = parse_file(source, other)
            entry = other
    file = _file(source.path, entry, source.blob, inventory)
    lasting = source.blob and file.state != "failed"
    return file, (source.blob, entry.name, entry.version, source.path) if lasting else None


def _file(path: str, entry: Format, blob: str, inventory: Inventory) -> ReadFile:
    kinds = {i.kind for i in inventory.issues}
    state = "read"
    if IssueKind.UNREADABLE in kinds or (IssueKind.LIMIT in kinds and not inventory.components):
        state = "failed"
    elif kinds & INCOMPLETE:
        state = "partial"
    return ReadFile(path=path, format=entry.name, blob=blob, state=state, inventory=inventory)


def _of_delivery(file: ReadFile) -> ReadFile:
    """A file of a delivery: what its document claims about itself is not all believed."""
    if not file.format.startswith("sbom/"):
        return file
    from sbom.delivered import believed

    inventory = believed(file.inventory)
    return (
        file if inventory is file.inventory else msgspec.structs.replace(file, inventory=inventory)
    )


def _join(files: list[ReadFile]) -> list[ReadFile]:
    """Files by path, with what the joiners made of them."""
    by_path = {f.path: f for f in files}
    joined = join_files({p: (f.format, f.inventory) for p, f in by_path.items()})
    return [
        f if joined[p] is f.inventory else msgspec.structs.replace(f, inventory=joined[p])
        for p, f in sorted(by_path.items())
    ]


def join_files(files: Mapping[str, tuple[str, Inventory]]) -> dict[str, Inventory]:
    """Run the joiners whose formats are present, each over its own files.

    Args:
        files: Format name and inventory by path, of one source.

    Returns:
        The inventory of every path. A joiner that fails leaves an issue with its first file.
    """
    found = {path: inventory for path, (_, inventory) in files.items()}
    for entry in JOINERS:
        mine = {p: found[p] for p, (name, _) in files.items() if name in entry.consumes}
        if not mine:
            continue
        try:
            joiner = cast("Joiner", importlib.import_module(f"sbom.joiners.{entry.module}"))
            changed = joiner.join(mine)
        except Exception as error:
            logger.exception("joiner %s failed", entry.name)
            first = min(mine)
            note = Issue(
                kind=IssueKind.ENTRY,
                stage=Stage.JOIN,
                path=first,
                message=f"joiner {entry.name} failed: {type(error).__name__}: {error}"[:400],
            )
            found[first] = msgspec.structs.replace(
                found[first], issues=(*found[first].issues, note)
            )
            continue
        found.update((path, _placed(inventory, path)) for path, inventory in changed.items())
    return found


def _placed(inventory: Inventory, path: str) -> Inventory:
    """The inventory with the path filled in where an issue has none."""
    if all(i.path for i in inventory.issues):
        return inventory
    issues = (i if i.path else msgspec.structs.replace(i, path=path) for i in inventory.issues)
    return msgspec.structs.replace(inventory, issues=tuple(issues))


def failed(target: Target, revision: str, reason: str, at: datetime) -> SourceResult:
    """What is told of a source that could not be read at all, and why."""
    issue = Issue(kind=IssueKind.UNREADABLE, stage=Stage.COLLECT, message=reason[:1000])
    return SourceResult(
        target=target,
        revision=revision,
        state=State.FAILED,
        files_seen=0,
        files=(),
        issues=(issue,),
        collected_at=at,
    )


@contextmanager
def time_cap(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in this thread after some seconds; nothing happens off the main thread."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(
        signal, "setitimer"
    ):
        yield
        return

    def ring(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
