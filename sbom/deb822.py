"""Control paragraphs as dpkg, opkg and DEP-5 copyright files write them.

Source: deb822(5); Debian Policy 5.1 (syntax of control files).
"""

from collections.abc import Iterator
from typing import NamedTuple


class Paragraph(NamedTuple):
    """One paragraph."""

    line: int
    """1-based line of its first field."""
    fields: dict[str, str]
    """By name in lower case; further lines of a value follow after `\\n`, without their indent."""
    strays: tuple[int, ...]
    """Lines that are neither a field nor a continuation."""


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a text, in order; linear in its size. A doubled field keeps its first value."""
    fields: dict[str, list[str]] = {}
    strays: list[int] = []
    current: list[str] = []
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.isspace():
            if fields or strays:
                yield _made(start, fields, strays)
                fields, strays, current = {}, [], []
            continue
        first = line[0]
        if first in " \t":
            current.append(line.strip())
            continue
        if first == "#":
            continue
        if not fields and not strays:
            start = number
        name, colon, value = line.partition(":")
        if not colon or not name.strip() or " " in name:
            strays.append(number)
            current = []
            continue
        current = [value.strip()]
        fields.setdefault(name.strip().lower(), current)
    if fields or strays:
        yield _made(start, fields, strays)


def _made(start: int, fields: dict[str, list[str]], strays: list[int]) -> Paragraph:
    return Paragraph(start, {k: "\n".join(v) for k, v in fields.items()}, tuple(strays))
