"""Quoted, block and flow parts of YAML for the fast reader; each gives up rather than guess."""

import re

from sbom.lazy_pattern import lazy
from sbom.readers.yaml_giveup import GiveUpError

_SINGLE = lazy(r"'((?:[^']|'')*)'(?!')")
_DOUBLE = lazy(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPE = lazy(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_SIMPLE = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    " ": " ",
    '"': '"',
    "\\": "\\",
    "/": "/",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}
_MARKER_LINE = lazy(r"\n(?:---|\.\.\.)")
_SLASHED_BREAK = lazy(r"\\[ \t]*\n")
_BREAK = lazy(r" *\n[ \n]*")
_HEADER = re.compile(r"[|>](?:([1-9])([+-]?)|([+-]?)([1-9]?))(?: +#.*| *)\Z")


def read_quoted(text: str, start: int) -> tuple[str, int]:
    """Value of the quoted scalar that opens at `start`, and the offset after its closing quote.

    Raises:
        GiveUpError: not closed, or with a construction outside the subset.
    """
    single = text[start] == "'"
    end = text.find(text[start], start + 1)
    if end > 0 and (text[end + 1 : end + 2] != "'" if single else "\\" not in text[start:end]):
        inner = text[start + 1 : end]
        if "\n" not in inner and "\t" not in inner:
            return inner, end + 1
    match = (_SINGLE if single else _DOUBLE).match(text, start)
    if match is None:
        raise GiveUpError
    inner = match.group(1)
    if "\t" in inner:
        raise GiveUpError
    if "\n" in inner:
        if _MARKER_LINE.search(inner) or _SLASHED_BREAK.search(inner):
            raise GiveUpError
        inner = _BREAK.sub(_fold, inner)
    if single:
        return inner.replace("''", "'"), match.end()
    if "\\" in inner:
        inner = _ESCAPE.sub(_unescape, inner)
    return inner, match.end()


def _fold(match: re.Match[str]) -> str:
    count = match.group().count("\n")
    return " " if count == 1 else "\n" * (count - 1)


def _unescape(match: re.Match[str]) -> str:
    code = match.group(1)
    if len(code) == 1:
        if code not in _SIMPLE:
            raise GiveUpError
        return _SIMPLE[code]
    point = int(code[1:], 16)
    if point > 0x10FFFF or 0xD800 <= point <= 0xDFFF:
        raise GiveUpError
    return chr(point)


def read_block_scalar(
    lines: list[str], position: int, header: str, parent: int, *, closed: bool
) -> tuple[str, int]:
    """Value of a `|` or `>` scalar, and the index of the first line after it.

    Args:
        lines: All lines of the text, without line ends.
        position: Index of the first line below the header.
        header: From the indicator to the end of its line.
        parent: Indentation of the collection that holds the scalar.
        closed: Whether the text ends in a newline.

    Raises:
        GiveUpError: no content, doubtful indentation, or it runs to an unclosed last line.

    Source: YAML 1.2.2, section 8.1; folding as PyYAML does it.
    """
    match = _HEADER.match(header)
    if match is None:
        raise GiveUpError
    digit = match.group(1) or match.group(4)
    chomp = match.group(2) or match.group(3) or ""
    total = len(lines)
    first = position
    while first < total and not lines[first].strip(" "):
        first += 1
    if first == total:
        raise GiveUpError
    width = len(lines[first]) - len(lines[first].lstrip(" "))
    indent = parent + int(digit) if digit else width
    if indent <= parent or width < indent or lines[first][width] == "\t":
        raise GiveUpError
    if any(len(line) > indent for line in lines[position:first]):
        raise GiveUpError
    end = first
    prefix = " " * indent
    body: list[str] = []
    while end < total:
        line = lines[end]
        if line.startswith(prefix):
            body.append(line[indent:])
        elif not line.strip(" "):
            body.append("")
        else:
            break
        end += 1
    if end == total and not closed:
        raise GiveUpError
    trailing = 0
    while body and not body[-1]:
        body.pop()
        trailing += 1
    if not body:
        raise GiveUpError
    value = "\n" * (first - position) + ("\n".join(body) if header[0] == "|" else _folded(body))
    if chomp != "-":
        value += "\n"
    if chomp == "+":
        value += "\n" * trailing
    return value, end


def _folded(body: list[str]) -> str:
    """Lines of a `>` scalar: single breaks between text lines become spaces."""
    chunks = [body[0]]
    plain = body[0][0] not in " \t"
    empty = 0
    for line in body[1:]:
        if not line:
            empty += 1
            continue
        now = line[0] not in " \t"
        if plain and now:
            chunks.append("\n" * empty if empty else " ")
        else:
            chunks.append("\n" * (empty + 1))
        chunks.append(line)
        plain, empty = now, 0
    return "".join(chunks)
