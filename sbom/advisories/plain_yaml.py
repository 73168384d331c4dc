"""A quick reader for the plain YAML of small advisories; anything else is left to the complete one.

Read are: `key: text`, `key: |` with a text, lists of texts, a mapping of mappings, and lists in
brackets. `read` gives None as soon as a line is anything else, so it never reads wrongly.
Every scalar is given as text, an empty one or `~` as None.
"""

import re
from typing import Any

_LINE = re.compile(r"( *)(?:(- )|)(?:([A-Za-z0-9_.][A-Za-z0-9_./~^*-]*):(?: +|$)|)(.*)\Z")
_PLAIN = re.compile(
    r"[^\s\[\]{}&*!|>%@`\"'#,?:~-](?:[^:#\n]|:(?=[^\s])|(?<=[^\s])#)*\Z|[<>=][^:#'\"\n]*\Z"
)
_ITEM = re.compile(
    r"\s*(?:'([^'\\]*)'|\"([^\"\\]*)\"|([^\s,'\"\[\]{}#&*!|>%@`][^,'\"\[\]{}#:]*))\s*(?:,|\Z)"
)
_EMPTY = frozenset({"", "~", "null"})


class _GiveUp(Exception):  # noqa: N818 - no error: the other reader takes over
    pass


def read(text: str) -> dict[str, Any] | None:
    """The members of a document, or None when it is not as plain as that."""
    lines = text.replace("\r\n", "\n").split("\n")
    if "\t" in text or "\r" in text.replace("\r\n", ""):
        return None
    start = 1 if lines[0].rstrip() == "---" else 0
    try:
        found, end = _mapping(lines, start, 0)
    except _GiveUp:
        return None
    return found if end >= len(lines) else None


def _mapping(lines: list[str], at: int, indent: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    while at < len(lines):
        line = lines[at]
        if not line.strip() or line.lstrip().startswith("#"):
            at += 1
            continue
        match = _LINE.match(line)
        if match is None or match[2] or not match[3]:
            if len(line) - len(line.lstrip(" ")) < indent:
                break
            raise _GiveUp
        depth = len(match[1])
        if depth < indent:
            break
        if depth > indent or match[3] in found:
            raise _GiveUp
        key, rest = match[3], match[4].strip()
        at += 1
        if rest in {"|", "|-", "|+", ">", ">-"}:
            found[key], at = _block(lines, at, indent, rest)
        elif rest:
            found[key] = _scalar(rest)
            following = lines[at] if at < len(lines) else ""
            if following.startswith(" " * (indent + 1)) and following.strip():
                raise _GiveUp
        else:
            found[key], at = _nested(lines, at, indent)
    return found, at


def _nested(lines: list[str], at: int, indent: int) -> tuple[Any, int]:
    while at < len(lines) and not lines[at].strip():
        at += 1
    if at == len(lines):
        return None, at
    line = lines[at]
    depth = len(line) - len(line.lstrip(" "))
    if line.lstrip().startswith("- ") and depth >= indent:
        return _list(lines, at, depth)
    if depth > indent:
        return _mapping(lines, at, depth)
    return None, at


def _list(lines: list[str], at: int, indent: int) -> tuple[list[Any], int]:
    found = []
    lead = " " * indent + "- "
    while at < len(lines):
        line = lines[at]
        if line.startswith(lead):
            found.append(_scalar(line[len(lead) :].strip()))
        elif line.strip():
            if len(line) - len(line.lstrip(" ")) > indent:
                raise _GiveUp
            break
        at += 1
    return found, at


def _block(lines: list[str], at: int, indent: int, style: str) -> tuple[str, int]:
    """A text over lines; folding is not told apart from keeping lines, since only words count."""
    found: list[str] = []
    own = -1
    while at < len(lines):
        line = lines[at]
        depth = len(line) - len(line.lstrip(" "))
        if line.strip():
            if depth <= indent:
                break
            own = depth if own < 0 else own
            if depth < own:
                raise _GiveUp
        found.append(line[max(own, 0) :])
        at += 1
    text = "\n".join(found).rstrip("\n")
    if style[0] == ">":
        text = text.replace("\n", " ")
    return text, at


def _scalar(text: str) -> Any:
    if text in _EMPTY:
        return None
    first = text[0]
    if first == "[":
        return _flow(text)
    if first in {"'", '"'}:
        inner = text[1:-1]
        if len(text) < 2 or text[-1] != first or first in inner or "\\" in inner:
            raise _GiveUp
        return inner
    if _PLAIN.match(text) is None or text.lower() in {"true", "false"}:
        raise _GiveUp
    return text


def _flow(text: str) -> list[str]:
    if text[-1] != "]":
        raise _GiveUp
    inner = text[1:-1].strip()
    found = []
    at = 0
    while at < len(inner):
        match = _ITEM.match(inner, at)
        if match is None or match.end() == at:
            raise _GiveUp
        found.append((match[1] or match[2] or match[3] or "").rstrip())
        at = match.end()
    return found
