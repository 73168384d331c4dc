"""Walking a folder: one pass, no symbolic link followed, nothing but regular files opened."""

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from collectors.collector import Entry, Limits
from collectors.paths import shown
from sbom.errors import CollectError
from sbom.issue import Issue, IssueKind, Stage
from sbom.programs.selection import HEAD, RUNNABLE, SMALLEST
from sbom.readers.program_magic import is_program
from sbom.source import SourceFile

SKIPPED_FOLDERS: Mapping[str, tuple[str, ...]] = {
    ".git": (),
    ".hg": (),
    ".svn": (),
    ".bzr": (),
    ".tox": (),
    ".nox": (),
    ".venv": (),
    "venv": (),
    "__pycache__": (),
    ".mypy_cache": (),
    ".pytest_cache": (),
    ".ruff_cache": (),
    ".gradle": (),
    ".terraform": (),
    "node_modules": (".package-lock.json",),
    "bower_components": (),
    "jspm_packages": (),
    "vendor": (),
}
"""Folders not descended into: version control, caches, copies of others' packages which
the lock file beside them lists. The tuple names files directly inside that are read anyway."""

_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY


class Found(msgspec.Struct, frozen=True):
    """A regular file."""

    raw: str
    """Path below the top, as the file system has it (surrogate escapes for odd bytes)."""
    path: str
    """The same, safe to print and store."""
    size: int
    """Bytes."""
    mtime_ns: int
    """Time of the last change, nanoseconds since 1970."""
    runnable: bool = False
    """Whether anyone may run it."""


class Walk(msgspec.Struct, kw_only=True):
    """What a folder holds."""

    files: list[Found] = msgspec.field(default_factory=list)
    """Sorted by raw path."""
    symlinks: int = 0
    special: int = 0
    """Pipes, sockets and devices; never opened."""
    skipped: dict[str, int] = msgspec.field(default_factory=dict)
    """How often a folder was skipped, by name."""
    issues: list[Issue] = msgspec.field(default_factory=list)


def walk(top: str, limits: Limits, *, skip: Mapping[str, tuple[str, ...]]) -> Walk:
    """All regular files below a folder.

    Args:
        top: Absolute path; it may itself be a symbolic link.
        limits: `files` and `depth` count here; hitting one gives an issue. `own_files` are left out.
        skip: As `SKIPPED_FOLDERS`.

    Raises:
        CollectError: the folder itself cannot be listed. A folder below it gives an issue.
    """
    result = Walk()
    left: list[tuple[str, int, tuple[str, ...] | None]] = [("", 0, None)]
    while left:
        below, depth, only = left.pop()
        try:
            with os.scandir(os.path.join(top, below)) as listing:  # noqa: PTH118 - hot path
                for entry in listing:
                    _take(entry, below, depth, only, result, left, limits, skip)
        except OSError as error:
            if not below:
                raise CollectError(f"{top}: cannot be listed: {error.strerror}") from error
            _note(result, IssueKind.UNREADABLE, f"cannot be listed: {error.strerror}", below)
        if len(result.files) > limits.files:
            message = f"holds more than {limits.files} files; the rest was not listed"
            _note(result, IssueKind.LIMIT, message)
            break
    if limits.own_files:
        below = os.path.realpath(top).rstrip("/") + "/"
        own = {p[len(below) :] for p in limits.own_files if p.startswith(below)}
        result.files = [f for f in result.files if f.raw not in own] if own else result.files
    result.files.sort(key=lambda f: f.raw)
    return result


def _take(
    entry: "os.DirEntry[str]",
    below: str,
    depth: int,
    only: tuple[str, ...] | None,
    result: Walk,
    left: list[tuple[str, int, tuple[str, ...] | None]],
    limits: Limits,
    skip: Mapping[str, tuple[str, ...]],
) -> None:
    """Sort one entry of a folder into the result or onto the list of folders to come."""
    name = entry.name
    raw = f"{below}/{name}" if below else name
    if only is not None and name not in only:
        return
    if entry.is_symlink():
        result.symlinks += 1
    elif entry.is_dir(follow_symlinks=False):
        if name in skip:
            result.skipped[name] = result.skipped.get(name, 0) + 1
            if skip[name]:
                left.append((raw, depth + 1, skip[name]))
        elif depth + 1 >= limits.depth:
            message = f"lies deeper than {limits.depth} folders and was not listed"
            _note(result, IssueKind.LIMIT, message, raw)
        else:
            left.append((raw, depth + 1, None))
    elif entry.is_file(follow_symlinks=False):
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:  # gone between listing and looking: as if it had never been there
            return
        runnable = bool(status.st_mode & RUNNABLE)
        found = Found(raw, shown(raw), status.st_size, status.st_mtime_ns, runnable)
        result.files.append(found)
    else:
        result.special += 1


def digest(files: Iterable[Found]) -> str:
    """Revision of a listing: SHA-256 over path, size and time of each file, in order; hex."""
    import hashlib

    lines = [f"{f.raw}\0{f.size}\0{f.mtime_ns}\n" for f in files]
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def read_files(
    top: str, raws: Mapping[str, str], entries: Iterable[Entry], limits: Limits
) -> Iterator[SourceFile | Issue]:
    """The files of entries, in their order; an issue in the place of each that cannot be read.

    Args:
        top: Absolute path of the folder.
        raws: Raw path of those entries whose shown path differs.
        entries: What to read.
        limits: `file_bytes` counts here.
    """
    from hashlib import sha1

    for entry in entries:
        kind, content = IssueKind.UNREADABLE, b""
        try:
            content = _read(top, raws.get(entry.path, entry.path), limits.file_bytes)
        except _OverCapError as error:
            kind, message = IssueKind.LIMIT, str(error)
        except OSError as error:
            changed = error.errno in {errno.ELOOP, errno.ENOTDIR}
            message = "became a symbolic link" if changed else error.strerror or "cannot be read"
        else:
            git_id = sha1(b"blob %d\0" % len(content), usedforsecurity=False)
            git_id.update(content)
            yield SourceFile(path=entry.path, content=content, blob=git_id.hexdigest())
            continue
        message = f"cannot be read: {message}"
        yield Issue(kind=kind, stage=Stage.COLLECT, path=entry.path, message=message)


def programs(
    top: str, files: Iterable[Found], may_be: Callable[[str], bool] | None
) -> Iterator[Found]:
    """Those of files that are compiled programs by their first bytes.

    Args:
        top: Absolute path of the folder.
        files: What is not wanted by name.
        may_be: Told the basename of a file that may be run; None: none is looked at.
    """
    if may_be is None:
        return
    for file in files:
        if file.runnable and file.size >= SMALLEST and may_be(file.path.rpartition("/")[2]):
            try:
                head = _head(top, file.raw)
            except OSError:  # whether it is one cannot be told: not one of ours
                continue
            if is_program(head):
                yield file


def _head(top: str, raw: str) -> bytes:
    """The first bytes of a regular file; no link is followed at its end."""
    fd = os.open(os.path.join(top, raw), _FLAGS)  # noqa: PTH118 - raw strings
    try:
        return os.read(fd, HEAD) if stat.S_ISREG(os.fstat(fd).st_mode) else b""
    finally:
        os.close(fd)


class _OverCapError(Exception):
    """A file is larger than the cap."""


def _read(top: str, raw: str, cap: int) -> bytes:
    """Bytes of a regular file, each folder on the way opened without following links."""
    folder = os.open(top, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        *parents, name = raw.split("/")
        for parent in parents:
            inner = os.open(parent, _FLAGS | os.O_DIRECTORY, dir_fd=folder)
            os.close(folder)
            folder = inner
        fd = os.open(name, _FLAGS, dir_fd=folder)
    finally:
        os.close(folder)
    with os.fdopen(fd, "rb", buffering=0) as file:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "is no longer a regular file")
        if status.st_size > cap:
            raise _OverCapError(f"has {status.st_size} bytes, more than the cap of {cap}")
        parts, size = [], 0
        while chunk := file.read(min(1 << 20, cap + 1 - size)):
            parts.append(chunk)
            size += len(chunk)
            if size > cap:
                raise _OverCapError(f"grew past the cap of {cap} bytes while it was read")
        return b"".join(parts)


def read_one(path: str, entries: Iterable[Entry], limits: Limits) -> Iterator[SourceFile | Issue]:
    """As `read_files`, for a source that is one file; a link that the user named is followed."""
    real = Path(path).resolve()
    raws = {entry.path: real.name for entry in entries}
    return read_files(str(real.parent), raws, entries, limits)


def _note(result: Walk, kind: IssueKind, message: str, raw: str = "") -> None:
    path = shown(raw) if raw else ""
    result.issues.append(Issue(kind=kind, stage=Stage.COLLECT, path=path, message=message))


def remarks(result: Walk) -> list[Issue]:
    """The issues of a walk and, in words, what it counted and left alone."""
    notes = []
    if result.skipped:
        names = ", ".join(f"{name} ({n})" for name, n in sorted(result.skipped.items()))
        notes.append(f"folders skipped by name: {names}")
    if result.symlinks:
        notes.append(f"{result.symlinks} symbolic links are not followed")
    if result.special:
        notes.append(f"{result.special} pipes, sockets or devices are not opened")
    odd = [f.path for f in result.files if f.path is not f.raw]
    if odd:
        notes.append(f"{len(odd)} paths hold unprintable characters or bytes that are not UTF-8")
    made = [Issue(kind=IssueKind.NOTE, stage=Stage.COLLECT, message=note) for note in notes]
    return result.issues + made
