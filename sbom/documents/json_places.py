"""Lines of parts of a JSON text, found by their paths in one pass; made for messages."""

import contextlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

_SPACE = " \t\r\n"
_DECODER = json.JSONDecoder(strict=False)
_HERE = object()
Path = Sequence[str | int]


def lines_of(text: str, paths: Iterable[Path]) -> list[int | None]:
    """1-based lines on which the values at these paths start.

    For a path that leads nowhere it is the line of the nearest holder; None when the text is no JSON.
    Parts that no path enters are passed over, so the whole is linear in the text for each level.

    Args:
        text: The whole text.
        paths: Keys and indexes from the top.
    """
    wanted = [tuple(p) for p in paths]
    tree: dict[Any, Any] = {}
    for path in wanted:
        node = tree
        for step in path:
            node = node.setdefault(step, {})
        node[_HERE] = path
    found: dict[tuple[str | int, ...], int] = {}
    with contextlib.suppress(ValueError, IndexError, RecursionError):
        _walk(text, _skip(text, 0), tree, found, 0)
    offsets = sorted(set(found.values()))
    lines: dict[int, int] = {}
    line, counted = 1, 0
    for offset in offsets:
        line += text.count("\n", counted, offset)
        counted = offset
        lines[offset] = line
    return [lines.get(found.get(p, -1)) for p in wanted]


def shown(path: Path) -> str:
    """A path as people write it: `$.components[3].name`."""
    parts = ["$"]
    for step in path:
        parts.append(f"[{step}]" if isinstance(step, int) else f".{step}")
    return "".join(parts)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE + "\ufeff":
        at += 1
    return at


def _walk(text: str, at: int, tree: dict[Any, Any], found: dict[Any, int], depth: int) -> int:
    """Note where the parts of the tree start; gives the end of the value."""
    _note(tree, at, found)
    opened = text[at]
    if len(tree) == (_HERE in tree) or opened not in "{[" or depth > 300:
        return _DECODER.raw_decode(text, at)[1]
    closing = "}" if opened == "{" else "]"
    at, number = _skip(text, at + 1), 0
    while text[at] != closing:
        step: str | int = number
        if opened == "{":
            step, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        inner = tree.get(step)
        if inner is None:
            at = _DECODER.raw_decode(text, at)[1]
        else:
            at = _walk(text, at, inner, found, depth + 1)
        at = _skip(text, at)
        if text[at] == ",":
            at = _skip(text, at + 1)
        number += 1
    return at + 1


def _note(tree: dict[Any, Any], at: int, found: dict[Any, int]) -> None:
    """This place holds for the paths that end here, and until something nearer is met below it."""
    stack = [tree]
    while stack:
        node = stack.pop()
        for step, inner in node.items():
            if step is _HERE:
                found[inner] = at
            else:
                stack.append(inner)
