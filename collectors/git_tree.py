"""Listing a commit: one `git ls-tree -r -z`, read as it comes.

Source: git-ls-tree(1), section OUTPUT FORMAT: `<mode> SP <type> SP <object> TAB <path> NUL`.
"""

from collections.abc import Callable

import msgspec

from collectors.collector import Entry, Limits, Target, Wanted
from collectors.git import GitError, GitProcess, Objects
from collectors.paths import shown
from sbom.errors import CollectError
from sbom.issue import Issue, IssueKind, Stage

_RUNNABLE = "100755 "
"""How the record of a file that may be run opens."""


class Tree(msgspec.Struct, kw_only=True):
    """What a commit holds."""

    files: int = 0
    """Regular files, wanted or not."""
    entries: list[Entry] = msgspec.field(default_factory=list)
    """Wanted, sorted by path; sizes unknown."""
    issues: list[Issue] = msgspec.field(default_factory=list)


class _Count(msgspec.Struct):
    """What is counted beside the entries."""

    records: int = 0
    symlinks: int = 0
    submodules: int = 0
    wanted_symlinks: list[str] = msgspec.field(default_factory=list)
    odd: list[str] = msgspec.field(default_factory=list)


def list_tree(
    objects: Objects, commit: str, target: Target, wanted: Wanted, limits: Limits
) -> Tree:
    """The files of a commit that are wanted.

    `wanted` may have an attribute `maybe`, a function of a basename: False promises that no path
    with this basename is wanted. It is asked once for each distinct basename. It may also have an
    attribute `get_ready`, called once while git is at work.

    Args:
        objects: Where to read.
        commit: Full commit id.
        target: Its `subfolder` counts here; excluding is for the caller.
        wanted: Asked for regular files and symbolic links.
        limits: `files` and `git_seconds` count here.

    Raises:
        CollectError: git cannot list the commit at all. A listing that breaks off gives an issue.
    """
    tree, count = Tree(), _Count()
    sift = _Sift(tree, count, wanted, width=len(commit) + 13)
    arguments = ["ls-tree", "-r", "-z", "--full-tree", commit]
    if target.subfolder:
        arguments += ["--", target.subfolder.strip("/") + "/"]
    with GitProcess(arguments, objects=objects, seconds=limits.git_seconds) as process:
        get_ready = getattr(wanted, "get_ready", None)
        if get_ready is not None:
            get_ready()
        trouble = _drain(process, sift, count, tree, limits)
    tree.files = count.records - count.symlinks - count.submodules
    if trouble and not count.records:
        raise CollectError(f"{target.id}: cannot be listed: {trouble}")
    if not count.records and target.subfolder:
        raise CollectError(f"{target.id}: has no files in folder {target.subfolder!r}")
    if trouble:
        message = f"the listing broke off after {count.records} entries: {trouble}"
        tree.issues.append(_issue(IssueKind.UNREADABLE, message))
    _finish(tree, count)
    return tree


def _drain(process: GitProcess, sift: "_Sift", count: _Count, tree: Tree, limits: Limits) -> str:
    """Read the listing to its end; what went wrong, or empty."""
    rest = b""
    try:
        while chunk := process.read():
            block = rest + chunk
            end = block.rfind(b"\0") + 1
            rest = block[end:]
            if not end:
                continue
            count.records += block.count(b"\0")
            count.symlinks += block.startswith(b"120000") + block.count(b"\x00120000 ")
            count.submodules += block.startswith(b"160000") + block.count(b"\x00160000 ")
            sift.take(block[: end - 1].decode("utf-8", "surrogateescape"))
            if count.records > limits.files:
                message = f"holds more than {limits.files} files; the rest was not listed"
                tree.issues.append(_issue(IssueKind.LIMIT, message))
                return ""
        return process.explain() if process.finish() else ""
    except GitError as error:
        return str(error)


class _Sift:
    """Keeps the wanted records of a listing; one look-up for a record whose name says nothing."""

    def __init__(self, tree: Tree, count: _Count, wanted: Wanted, *, width: int) -> None:
        """`width`: length of mode, type, id and their separators of a blob."""
        self._tree, self._count, self._wanted, self._width = tree, count, wanted, width
        self._maybe: Callable[[str], bool] | None = getattr(wanted, "maybe", None)
        self._program: Callable[[str], bool] | None = getattr(wanted, "program", None)
        self._known: dict[str, bool] = {}

    def take(self, records: str) -> None:
        """Sift one block of records."""
        if self._maybe is None:
            for record in records.split("\0"):
                self._keep(record)
        else:
            self._keep_likely(records, self._maybe)
        if self._program is not None:
            self._programs(records)

    def _keep_likely(self, records: str, maybe: Callable[[str], bool]) -> None:
        """Pass by records of whose basename nothing is wanted."""
        known, width, keep = self._known, self._width, self._keep
        for record in records.split("\0"):
            base = record[record.rfind("/") + 1 :]
            hit = known.get(base)
            if hit is None:
                if base is record:
                    hit = maybe(record[width:])
                else:
                    hit = known[base] = maybe(base)
            if hit:
                keep(record)

    def _programs(self, records: str) -> None:
        """Take in the records of files that may be run and are not wanted by their path."""
        may_be, width = self._program, self._width - len(_RUNNABLE)
        pieces = records.split("\0" + _RUNNABLE)
        pieces[0] = pieces[0][len(_RUNNABLE) :] if records.startswith(_RUNNABLE) else ""
        for piece in pieces:
            record = piece.partition("\0")[0]
            raw = record[width:]
            if not raw or may_be is None or not may_be(raw[raw.rfind("/") + 1 :]):
                continue
            path = shown(raw)
            if not self._wanted(path):
                blob = record[5 : width - 1]
                self._tree.entries.append(Entry(path=path, blob=blob, size=-1, program=True))

    def _keep(self, record: str) -> None:
        """Take in one record if it is wanted."""
        kind = record[:6]
        if kind == "160000":
            return
        raw = record[self._width :]
        path = shown(raw)
        if not self._wanted(path):
            return
        if kind == "120000":
            self._count.wanted_symlinks.append(path)
            return
        if path is not raw:
            self._count.odd.append(path)
        blob = record[12 : self._width - 1]
        self._tree.entries.append(Entry(path=path, blob=blob, size=-1))


def _finish(tree: Tree, count: _Count) -> None:
    """Sort, drop doubles of a hostile tree and put what was counted into words."""
    tree.entries.sort(key=lambda e: e.path)
    once = {e.path: e for e in reversed(tree.entries)}
    if len(once) != len(tree.entries):
        tree.entries = list(once.values())[::-1]
        tree.issues.append(_issue(IssueKind.NOTE, "the tree holds one path several times"))
    notes = (
        (count.submodules, "git submodules are not read; add each as a target of its own"),
        (len(count.wanted_symlinks), "symbolic links with a wanted name are not followed"),
        (len(count.odd), "paths hold unprintable characters, `..` or bytes that are not UTF-8"),
    )
    subjects = {1: count.wanted_symlinks, 2: count.odd}
    for index, (number, words) in enumerate(notes):
        if number:
            subject = min(subjects.get(index) or [""])[:200]
            tree.issues.append(_issue(IssueKind.NOTE, f"{number} {words}", subject=subject))


def _issue(kind: IssueKind, message: str, *, subject: str = "") -> Issue:
    return Issue(kind=kind, stage=Stage.COLLECT, message=message, subject=subject)
