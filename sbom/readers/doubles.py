"""Keys that one object of a file states twice: the last counts, as in the tools themselves, and it is told.

Readers notice, `sbom.read` makes issues of it. YAML is watched wherever it is read as a whole; JSON in
files of at most 64 KiB, which is what people write by hand. TOML with a key twice is no TOML at all.
"""

import re
from threading import local
from typing import NamedTuple

from sbom.lazy_pattern import lazy

MAX_NOTICED = 50
"""Doubles of one file that are remembered."""
MAX_WATCHED = 65_536
"""Characters of a JSON text that is watched."""
_ESCAPE = lazy(r"\\.", re.DOTALL)
_BRACE = lazy(r"[{}]")


class Double(NamedTuple):
    """A key that was there already."""

    key: str
    line: int
    """1-based line where it is stated again."""


class _Noticed(local):
    """Of the file that this thread is reading."""

    def __init__(self) -> None:
        self.found: dict[Double, None] = {}


_noticed = _Noticed()


def notice(key: str, line: int) -> None:
    """Remember a key that is stated again in the same mapping."""
    if len(_noticed.found) < MAX_NOTICED:
        _noticed.found[Double(key[:200], line)] = None


def drain() -> tuple[Double, ...]:
    """What was noticed since the last time, without doubles of its own; forgets it."""
    if not _noticed.found:
        return ()
    found = tuple(_noticed.found)
    _noticed.found.clear()
    return found


def watch_json(text: str) -> None:
    """Notice the doubles of a strict JSON text; linear, and only of a text that is not too long."""
    if len(text) > MAX_WATCHED:
        return
    if "\\" in text:  # an escaped quote would end a string too soon
        text = _ESCAPE.sub(_without_quote, text)
    parts = text.split('"')  # by turns outside and inside of strings
    keys: list[set[str]] = [set()]
    for position in range(0, len(parts), 2):
        outside = parts[position]
        if position and (outside[:1] == ":" or outside.lstrip()[:1] == ":"):
            key = parts[position - 1]
            if key in keys[-1]:
                if len(_noticed.found) >= MAX_NOTICED:
                    return
                notice(key, sum(part.count("\n") for part in parts[:position]) + 1)
            keys[-1].add(key)
        if "{" in outside or "}" in outside:
            for mark in _BRACE.findall(outside):
                if mark == "{":
                    keys.append(set())
                elif len(keys) > 1:
                    keys.pop()


def _without_quote(match: re.Match[str]) -> str:
    return "\\'" if match[0] == '\\"' else match[0]
