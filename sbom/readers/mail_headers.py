"""Headers as in mail (RFC 822): Python core metadata, and Debian control files as R uses them."""

import re
from typing import NamedTuple

_HEADER = re.compile(r"([!-9;-~]+)[ \t]*:[ \t]*(.*)", re.DOTALL)


class Header(NamedTuple):
    """One header."""

    name: str
    """As written."""
    value: str
    """Stripped; continuation lines joined with newlines, without their indentation."""
    line: int
    """1-based."""


def read_headers(text: str) -> tuple[list[Header], str]:
    """The headers of the first paragraph, and the text after its empty line.

    Lines that are neither a header nor a continuation are passed over.
    """
    found: list[Header] = []
    parts: list[str] = []
    name, start = "", 0
    rest = ""
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            if name or found:
                rest = "\n".join(lines[number:])
                break
            continue
        if line[0] in " \t":
            if name:
                parts.append(line.strip())
            continue
        match = _HEADER.match(line)
        if match is None:
            continue
        if name:
            found.append(Header(name, "\n".join(parts).strip(), start))
        name, start, parts = match.group(1), number, [match.group(2).strip()]
    if name:
        found.append(Header(name, "\n".join(parts).strip(), start))
    return found, rest


def read_paragraphs(text: str) -> list[list[Header]]:
    """Every paragraph of headers, as in a control file; empty ones are left out."""
    found: list[list[Header]] = []
    before = 0
    block: list[str] = []
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.strip():
            if not block:
                before = number - 1
            block.append(line)
        elif block:
            headers, _ = read_headers("\n".join(block))
            if headers:
                found.append([h._replace(line=h.line + before) for h in headers])
            block = []
    return found
