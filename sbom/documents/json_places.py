"""Lines of parts of a JSON text, found by their path; made for messages, not for speed."""

import json
from collections.abc import Iterable

_SPACE = " \t\r\n"
_DECODER = json.JSONDecoder(strict=False)


def line_of(text: str, path: Iterable[str | int]) -> int | None:
    """1-based line on which the value at a path starts; that of the nearest holder when the path
    leads nowhere, and None when the text is no JSON.

    Args:
        text: The whole text.
        path: Keys and indexes from the top.
    """
    at = _skip(text, 0)
    try:
        for step in path:
            found = _enter(text, at, step)
            if found is None:
                break
            at = found
    except (ValueError, IndexError, RecursionError):
        return None
    return text.count("\n", 0, at) + 1


def shown(path: Iterable[str | int]) -> str:
    """A path as people write it: `$.components[3].name`."""
    parts = ["$"]
    for step in path:
        parts.append(f"[{step}]" if isinstance(step, int) else f".{step}")
    return "".join(parts)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE + "\ufeff":
        at += 1
    return at


def _enter(text: str, at: int, step: str | int) -> int | None:
    """Where the member or item of that name or number starts."""
    opened = text[at : at + 1]
    if opened == "{" and isinstance(step, str):
        at = _skip(text, at + 1)
        while text[at] != "}":
            key, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
            if key == step:
                return at
            at = _pass(text, at)
    elif opened == "[" and isinstance(step, int):
        at, number = _skip(text, at + 1), 0
        while text[at] != "]":
            if number == step:
                return at
            at, number = _pass(text, at), number + 1
    return None


def _pass(text: str, at: int) -> int:
    """The start of what follows a value and its comma."""
    _, at = _DECODER.raw_decode(text, at)
    at = _skip(text, at)
    return _skip(text, at + 1) if text[at] == "," else at
