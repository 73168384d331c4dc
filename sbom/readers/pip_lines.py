"""Lines of a pip requirements file: continuations joined, comments apart, options split off."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from sbom.lazy_pattern import lazy

_COMMENT = lazy(r"(?:^|(?<=\s))#")
_OPTIONS = lazy(r"\s--?[A-Za-z]")
_HASH = lazy(r"--hash(?:=|\s)\s*+([A-Za-z0-9]+:[A-Za-z0-9]+)")
_OPTION = lazy(r"(--[A-Za-z][A-Za-z-]*|-[A-Za-z])(?:\s*+=\s*+|\s*+)(.*)\Z", re.DOTALL)


class PipLine(NamedTuple):
    """One logical line."""

    line: int
    """1-based number of its first physical line."""
    text: str
    """Stripped, without comment and without options of its own; empty for a comment line."""
    options: str
    """What follows the requirement (`--hash=... --config-settings=...`)."""
    comment: str
    """After `#`, not stripped; empty when there is none."""
    indented: bool
    """Whether it began with white space, as the comments of pip-compile do."""

    @property
    def hashes(self) -> list[str]:
        """`algorithm:hex` of each `--hash`."""
        return _HASH.findall(self.options) if self.options else []


def pip_lines(text: str) -> Iterator[PipLine]:
    """The logical lines that hold something, comments included.

    A comment line ends a continuation, as in pip.
    """
    parts: list[str] = []
    first = 0
    for number, line in enumerate(text.split("\n"), 1):
        if parts:
            stripped = line.strip()
            if stripped.startswith("#"):
                yield _logical(first, " ".join(parts))
                parts = []
            elif stripped.endswith("\\"):
                parts.append(stripped[:-1])
                continue
            else:
                parts.append(stripped)
                yield _logical(first, " ".join(parts))
                parts = []
                continue
        stripped = line.rstrip()
        if not stripped:
            continue
        if stripped[-1] == "\\" and not stripped.lstrip().startswith("#"):
            parts = [stripped[:-1]]
            first = number
            continue
        yield _logical(number, stripped)
    if parts:
        yield _logical(first, " ".join(parts))


def option_of(text: str) -> tuple[str, str]:
    """An option line as (option, value); the value loses its quotes."""
    found = _OPTION.match(text)
    if found is None:
        return text, ""
    value = found[2].strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return found[1], value


def _logical(number: int, text: str) -> PipLine:
    indented = text[:1].isspace()
    bare = text.lstrip() if indented else text
    if bare[:1] == "#":
        return PipLine(number, "", "", bare[1:] or " ", indented)
    comment = ""
    if "#" in text:
        found = _COMMENT.search(text)
        if found is not None:
            comment = text[found.end() :] or " "
            text = text[: found.start()]
    text = text.strip()
    options = ""
    if " -" in text or "\t-" in text:
        cut = _OPTIONS.search(text)
        if cut is not None and text[0] != "-":
            options = text[cut.start() + 1 :]
            text = text[: cut.start()].rstrip()
    return PipLine(number, text, options, comment, indented)
