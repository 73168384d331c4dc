"""Which format a path is of, by name alone: one dictionary look-up for an uninteresting file."""

import re
from collections.abc import Iterable
from fnmatch import translate
from functools import cache

from sbom.registry import FORMATS, KNOWN_UNREAD, Format


class Matcher:
    """Patterns compiled to basename, extension and parent-folder tables."""

    def __init__(self, patterns: Iterable[tuple[str, int]]) -> None:
        """Compile (pattern, rank) pairs; the lowest rank wins for a path."""
        self._names: dict[str, list[tuple[int, str]]] = {}
        self._suffixes: dict[str, list[tuple[int, re.Pattern[str], str]]] = {}
        self._loose: list[tuple[int, re.Pattern[str], str]] = []
        for pattern, rank in patterns:
            folder, _, base = pattern.rpartition("/")
            if not any(c in base for c in "*?["):
                self._names.setdefault(base, []).append((rank, folder))
                continue
            entry = (rank, re.compile(translate(base)), folder)
            extension = base.rpartition(".")[2] if "." in base else ""
            if extension and not any(c in extension for c in "*?["):
                self._suffixes.setdefault(extension, []).append(entry)
            else:
                self._loose.append(entry)

    def maybe(self, base: str) -> bool:
        """False when no path with this basename can fit; the parent folder is not looked at."""
        if base in self._names:
            return True
        for _, regex, _ in self._suffixes.get(base[base.rfind(".") + 1 :], ()):
            if regex.match(base):
                return True
        return any(regex.match(base) for _, regex, _ in self._loose)

    def find(self, path: str) -> int | None:
        """Rank of the first pattern that fits, or None."""
        cut = path.rfind("/") + 1
        base = path[cut:]
        parent = path[: cut - 1] if cut else ""
        best: int | None = None
        for rank, folder in self._names.get(base, ()):
            if (best is None or rank < best) and _under(parent, folder):
                best = rank
        dot = base.rfind(".")
        candidates = self._suffixes.get(base[dot + 1 :]) if dot >= 0 else None
        for group in (candidates, self._loose):
            for rank, regex, folder in group or ():
                if (best is None or rank < best) and _under(parent, folder) and regex.match(base):
                    best = rank
        return best


def _under(parent: str, folder: str) -> bool:
    """Whether the folder that holds the file ends in `folder` (whole segments)."""
    return not folder or parent == folder or parent.endswith("/" + folder)


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
