"""Which format a path is of, by name alone: one dictionary look-up for an uninteresting file."""

from collections.abc import Callable, Iterable
from functools import cache

from sbom.registry import FORMATS, KNOWN_UNREAD, Format

_Entry = tuple[int, Callable[[str], bool], str]
"""(rank, whether a basename fits, folder)."""


class _Globs:
    """Globs on basenames. Most names fit none, which two tests over all openings and endings tell."""

    def __init__(self) -> None:
        self._entries: list[_Entry] = []
        self._heads: tuple[str, ...] = ()
        self._tails: tuple[str, ...] = ()

    def add(self, base: str, entry: _Entry) -> None:
        """Take in a glob."""
        head = base[: min(base.find(c) for c in "*?[" if c in base)]
        if head:
            self._heads += (head,)
        else:
            self._tails += (base[max(base.rfind(c) for c in "*?]") + 1 :],)
        self._entries.append(entry)

    def fitting(self, base: str) -> list[_Entry]:
        """The entries that a basename fits."""
        if base.startswith(self._heads) or base.endswith(self._tails):
            return [entry for entry in self._entries if entry[1](base)]
        return []


class Matcher:
    """Patterns compiled to basename, extension and parent-folder tables."""

    def __init__(self, patterns: Iterable[tuple[str, int]]) -> None:
        """Compile (pattern, rank) pairs; the lowest rank wins for a path."""
        self._names: dict[str, list[tuple[int, str]]] = {}
        self._suffixes: dict[str, _Globs] = {}
        self._loose = _Globs()
        self._deep: dict[str, _Globs] = {}
        """As `_suffixes`, for patterns below a named folder at any depth (`vendor/**/*.js`)."""
        self._tops: set[str] = set()
        """Names of these folders; few paths hold one, and one set tells."""
        self._known: dict[str, tuple[list[tuple[int, str]], list[tuple[int, str]]]] = {}
        """What `_fitting` found, by basename: of ten thousand paths a few hundred differ in it."""
        self._any: list[tuple[int, str]] = []
        """Patterns that take every name in a folder."""
        self.open_folders: frozenset[str] = frozenset()
        """Last names of these folders."""
        for pattern, rank in patterns:
            folder, _, base = pattern.rpartition("/")
            if base == "*":
                self._any.append((rank, folder))
                self.open_folders |= {folder.rpartition("/")[2]}
                continue
            if not any(c in base for c in "*?["):
                self._names.setdefault(base, []).append((rank, folder))
                continue
            entry = (rank, glob(base), folder)
            extension = base.rpartition(".")[2] if "." in base else ""
            if extension and not any(c in extension for c in "*?["):
                top = folder.partition("/")[0] if "/**" in folder else ""
                if top and "*" not in top:
                    self._tops.add(top)
                    self._deep.setdefault(extension, _Globs()).add(base, entry)
                else:
                    self._suffixes.setdefault(extension, _Globs()).add(base, entry)
            else:
                self._loose.add(base, entry)

    def maybe(self, base: str) -> bool:
        """False when no path with this basename can fit; the parent folder is not looked at.

        Patterns that take every name in a folder do not count; see `open_folders`.
        """
        if base in self._names:
            return True
        extension = base[base.rfind(".") + 1 :]
        near, deep = self._suffixes.get(extension), self._deep.get(extension)
        if (near and near.fitting(base)) or (deep and deep.fitting(base)):
            return True
        return bool(self._loose.fitting(base))

    def find(self, path: str) -> int | None:
        """Rank of the first pattern that fits, or None."""
        cut = path.rfind("/") + 1
        base = path[cut:]
        parent = path[: cut - 1] if cut else ""
        fitting = self._known.get(base)
        if fitting is None:
            fitting = self._known[base] = self._fitting(base)
        near, deep = fitting
        best = next((rank for rank, folder in near if _under(parent, folder)), None)
        if deep and not self._tops.isdisjoint(parent.split("/")):
            found = next((rank for rank, folder in deep if _under(parent, folder)), None)
            if found is not None and (best is None or found < best):
                best = found
        if best is None and parent.rpartition("/")[2] in self.open_folders:
            return next((rank for rank, folder in self._any if _under(parent, folder)), None)
        return best

    def _fitting(self, base: str) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
        """(rank, folder) of the patterns that a basename fits, by rank; those in `_deep` apart."""
        dot = base.rfind(".")
        extension = base[dot + 1 :] if dot >= 0 else ""
        near = list(self._names.get(base, ()))
        for group in (self._suffixes.get(extension), self._loose):
            if group is not None:
                near += [(rank, folder) for rank, _, folder in group.fitting(base)]
        group = self._deep.get(extension)
        deep = [(r, folder) for r, _, folder in group.fitting(base)] if group else []
        return sorted(near), sorted(deep)


def glob(pattern: str) -> Callable[[str], bool]:
    """Whether a basename fits a pattern.

    Compiling our forty globs to regular expressions took 2 ms of every cold start; none of them
    holds more than stars.
    """
    if "?" in pattern or "[" in pattern:
        return _regex(pattern)
    head, *middle, tail = pattern.split("*")
    if not middle:
        shortest = len(head) + len(tail)
        return lambda base: len(base) >= shortest and base.startswith(head) and base.endswith(tail)

    def fits(base: str) -> bool:
        at, end = len(head), len(base) - len(tail)
        if at > end or not base.startswith(head) or not base.endswith(tail):
            return False
        for part in middle:
            at = base.find(part, at, end)
            if at < 0:
                return False
            at += len(part)
        return True

    return fits


def _regex(pattern: str) -> Callable[[str], bool]:
    import re
    from fnmatch import translate

    match = re.compile(translate(pattern)).match
    return lambda base: match(base) is not None


def _under(parent: str, folder: str) -> bool:
    """Whether the folder that holds the file ends in `folder` (whole segments).

    In `folder`, `*` is one segment and `**` any number of them.
    """
    if not folder or parent == folder or parent.endswith("/" + folder):
        return True
    return "*" in folder and _folder_glob(folder)(f"/{parent}")


@cache
def _folder_glob(folder: str) -> Callable[[str], bool]:
    """Whether a path with a leading slash ends in a folder pattern."""
    import re

    words = {"**": "(?:/[^/]++)*", "*": "/[^/]++"}
    body = "".join(words.get(s, "/" + re.escape(s)) for s in folder.split("/"))
    match = re.compile(rf"(?:/[^/]++)*?{body}\Z").match
    head = "/" + folder.partition("*")[0]  # most paths do not hold it: ten times as fast
    return lambda path: head in f"{path}/" and match(path) is not None


@cache
def _formats() -> Matcher:
    return Matcher((p, i) for i, f in enumerate(FORMATS) for p in f.patterns)


@cache
def _unread() -> Matcher:
    return Matcher((p, i) for i, (p, _) in enumerate(KNOWN_UNREAD))


def format_of(path: str) -> Format | None:
    """The format that reads this path, or None."""
    rank = _formats().find(path)
    return None if rank is None else FORMATS[rank]


def in_open_folder(path: str) -> bool:
    """Whether the folder of a path has the name of one of which every file is of some format."""
    return path.rpartition("/")[0].rpartition("/")[2] in _formats().open_folders


def unread_format_of(path: str) -> str | None:
    """Title of a dependency format that we know and cannot read, or None."""
    rank = _unread().find(path)
    return None if rank is None else KNOWN_UNREAD[rank][1]


@cache
def _bases() -> dict[str, bool]:
    return {}


def maybe(basename: str) -> bool:
    """Whether a path with this basename can be of a format that is read or counted."""
    known = _bases()
    answer = known.get(basename)
    if answer is None:
        answer = known[basename] = _formats().maybe(basename) or _unread().maybe(basename)
    return answer
