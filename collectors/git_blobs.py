"""Reading blobs: one `git cat-file --batch --buffer`, streamed in the order asked.

Source: git-cat-file(1), section BATCH OUTPUT: `<object> SP <type> SP <size> LF <contents> LF`, or
`<object> SP missing LF`.
"""

import os
from collections.abc import Iterator, Sequence

from collectors.collector import Entry, Limits
from collectors.git import GitError, GitProcess, GitTimeoutError, Objects
from sbom.issue import Issue, IssueKind, Stage
from sbom.match import format_of
from sbom.programs.selection import FORMAT
from sbom.source import SourceFile

_FAILURES = 8
"""After so many breakdowns of git in a row, the rest of a source is given up."""
_LFS = b"version https://git-lfs.github.com/spec/"


def read_blobs(
    objects: Objects, entries: Sequence[Entry], limits: Limits
) -> Iterator[SourceFile | Issue]:
    """The files of entries, in their order; an issue in the place of each that cannot be read.

    Git starts to read at the call, and so works while the caller gets ready for the first file.
    """
    first = None
    if entries:
        try:
            first = _start(objects, entries, limits, buffered=True)
        except GitError:
            first = None  # the first batch tries again, and turns its error into issues
    return _blobs(objects, entries, limits, first)


def _start(
    objects: Objects, entries: Sequence[Entry], limits: Limits, *, buffered: bool
) -> GitProcess:
    wanted = "\n".join([entry.blob for entry in entries] + [""]).encode("ascii")
    arguments = ["cat-file", "--batch", *(["--buffer"] if buffered else [])]
    return GitProcess(arguments, objects=objects, stdin=wanted, seconds=limits.git_seconds)


def _blobs(
    objects: Objects, entries: Sequence[Entry], limits: Limits, first: GitProcess | None
) -> Iterator[SourceFile | Issue]:
    """As `read_blobs`; `first` is the process of the first batch, when it runs already.

    A damaged object costs that object: git is started again behind it. A blob over the cap is not
    taken into memory.
    """
    start, failures, buffered = 0, 0, True
    while start < len(entries):
        began, kind = start, IssueKind.UNREADABLE
        try:
            process, first = first, None
            if process is None:
                process = _start(objects, entries[start:], limits, buffered=buffered)
            for found in _batch(process, entries, start, limits):
                start += 1
                yield found
        except _TooLargeError as large:
            yield _issue(entries[start], IssueKind.LIMIT, str(large))
            start += 1
            continue
        except GitTimeoutError as late:
            trouble, kind, failures = str(late), IssueKind.LIMIT, _FAILURES
        except GitError as error:
            trouble = str(error)
        else:
            return
        if not os.path.isdir(objects.folder):  # noqa: PTH112 - a str comes in, a str is asked
            trouble, failures = "the repository disappeared while it was read", _FAILURES
        elif buffered and failures < _FAILURES:
            buffered = False  # a dying git may not have flushed what was good: ask one by one
            continue
        failures = failures + 1 if start == began else max(failures, 1)
        last = len(entries) if failures >= _FAILURES else start + 1
        for entry in entries[start:last]:
            yield _issue(entry, kind, f"cannot be read: {trouble}")
        start = last


class _TooLargeError(Exception):
    """A blob is over the cap; git is writing it and must be ended."""


def _batch(
    process: GitProcess, entries: Sequence[Entry], start: int, limits: Limits
) -> Iterator[SourceFile | Issue]:
    """Blobs from `start` on, until git ends.

    Raises:
        GitError: git broke down, or broke its own format.
        _TooLargeError: the blob at this place is over the cap.
    """
    with process:
        stream = _Stream(process)
        for entry in entries[start:]:
            header = stream.line().split(b" ")
            if len(header) == 2 and header[1] == b"missing":
                yield _issue(entry, IssueKind.UNREADABLE, _MISSING)
                continue
            if len(header) != 3 or header[1] != b"blob" or not header[2].isdigit():
                raise GitError(f"git gave something else than a blob for {entry.blob}")
            size = int(header[2])
            if size > limits.file_bytes:
                raise _TooLargeError(_too_large(size, limits.file_bytes))
            content = stream.take(size)
            stream.take(1)
            if size < 1024 and content.startswith(_LFS):
                yield _issue(entry, _pointer_kind(entry), _POINTER)
            else:
                yield SourceFile(path=entry.path, content=content, blob=entry.blob)


_MISSING = (
    "its content is not in this repository: it was cloned in part, or objects are lost; fetch it "
    "in full, or scan the address it came from"
)
_POINTER = "is a Git LFS pointer; the content itself is not in the repository"


def _pointer_kind(entry: Entry) -> IssueKind:
    """A note for a compiled program: keeping those outside is what LFS is for, and nobody asked for them.

    A manifest or lock file that is a pointer is a loss: what it states is missing.
    """
    found = format_of(entry.path)
    program = entry.program or (found is not None and found.name == FORMAT)
    return IssueKind.NOTE if program else IssueKind.UNREADABLE


def _too_large(size: int, cap: int) -> str:
    return f"has {size} bytes, more than the cap of {cap}"


class _Stream:
    """Lines and counted bytes out of git's output."""

    def __init__(self, process: GitProcess) -> None:
        self._process = process
        self._buffer = b""
        self._at = 0

    def line(self) -> bytes:
        """The next line, without its end."""
        while (end := self._buffer.find(b"\n", self._at)) < 0:
            if len(self._buffer) - self._at > 4096:
                raise GitError("git gave no line where one was due")
            self._more()
        found = self._buffer[self._at : end]
        self._at = end + 1
        return found

    def take(self, size: int) -> bytes:
        """The next `size` bytes."""
        have = len(self._buffer) - self._at
        if have >= size:
            found = self._buffer[self._at : self._at + size]
            self._at += size
            return found
        parts = [self._buffer[self._at :]]
        self._buffer, self._at = b"", 0
        while have < size:
            self._more()
            if have + len(self._buffer) > size:
                break
            parts.append(self._buffer)
            have += len(self._buffer)
            self._buffer = b""
        if have < size:
            parts.append(self._buffer[: size - have])
            self._at = size - have
        return b"".join(parts)

    def _more(self) -> None:
        chunk = self._process.read()
        if not chunk:
            self._process.finish()
            raise GitError(self._process.explain())
        self._buffer = self._buffer[self._at :] + chunk
        self._at = 0


def _issue(entry: Entry, kind: IssueKind, message: str) -> Issue:
    return Issue(kind=kind, stage=Stage.COLLECT, path=entry.path, message=message)
