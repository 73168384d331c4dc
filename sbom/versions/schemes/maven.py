"""Maven: numbers, words and sub-lists, as the class ComparableVersion orders them.

A hyphen, and every turn between digits and letters, opens a sub-list; zeros and release words at
the end of a list do not count. At one place: words of pre-releases (`alpha` < `beta` < `milestone`
< `rc` < `snapshot`), the end, `sp`, other words, sub-lists, numbers. A word behind a dot reads as
behind a hyphen, but only a hyphen trims the zeros before a word that comes after the release
(`2-1` < `2.0.a`); before one of a pre-release they always go (`1.0.RC1` is `1-RC1`), since anything
else would be no order: the class itself puts `1.0.alpha.1` below `1`, `1` below `1-sp`, and `1-sp`
below `1.0.alpha.1`.
Source: Maven POM reference, "Version Order Specification".
"""

import re

from sbom.versions.digits import NUMBER, seal, unreadable

_TOKEN = re.compile(r"([.-]?)([0-9]+|[^0-9.-]+|(?=[.-]|\Z))")
_KNOWN = {"alpha": "\x02", "beta": "\x03", "milestone": "\x04", "rc": "\x05", "cr": "\x05"}
_KNOWN |= {"snapshot": "\x06", "sp": "\x09"}
_SHORT = {"a": "alpha", "b": "beta", "m": "milestone"}
_SAME = frozenset({"", "ga", "final", "release"})
_LIST_LOW, _END, _WORD, _LIST_HIGH = "\x07", "\x08", "\x0a", "\x0b"


class _List:
    """A list of numbers and words; at most one sub-list follows them."""

    __slots__ = ("dotted", "items")

    def __init__(self, *, dotted: bool) -> None:
        self.dotted = dotted
        self.items: list[str] = []


def key(version: str) -> bytes:
    """Sort key."""
    if version.replace(".", "").isdecimal() and version.isascii() and version[0] != ".":
        parts = version.split(".")
        while parts and not parts[-1].strip("0"):
            parts.pop()
        return seal("".join([NUMBER[p or "0"] for p in parts]) + _END)
    text = version.strip().lower()
    return seal(_text(_lists(text))) if text else unreadable(version)


def _lists(text: str) -> list[_List]:
    """The lists from the outermost to the innermost."""
    here = _List(dotted=False)
    found = [here]
    before = ""
    tokens = _TOKEN.findall(text)
    for n, (mark, token) in enumerate(tokens):
        number = not token or token[0].isdecimal()
        turned = not mark and before and before[0].isdecimal() != number
        if mark == "-" or ((turned or (mark and not number)) and here.items):
            here = _List(dotted=mark == ".")
            found.append(here)
        if token:
            glued = n + 1 < len(tokens) and not tokens[n + 1][0] and bool(tokens[n + 1][1])
            here.items.append(token if number else _word(token, glued=glued))
            before = token
        elif n + 1 < len(tokens) or mark:
            here.items.append("0")
            before = "0"
    return found


def _word(token: str, *, glued: bool) -> str:
    """The word in full: `a` right before a digit is `alpha`; release words are empty."""
    token = _SHORT.get(token, token) if glued else token
    return "" if token in _SAME else token


def _text(lists: list[_List]) -> str:
    """The lists without what does not count, each marked by the side of the end on which it lies."""
    out = [_END]
    dotted = False
    for one in reversed(lists):
        trims = True
        below = out[-1][0]
        if below != _END:
            trims = below < _END or not dotted
            out.append(_LIST_LOW if below < _END else _LIST_HIGH)
        for item in reversed(one.items):
            if trims and not item.strip("0"):
                continue
            trims = False
            out.append(_piece(item))
        dotted = one.dotted
    out.reverse()
    return "".join(out)


def _piece(item: str) -> str:
    if not item or item[0].isdecimal():
        return NUMBER[item or "0"] if item.isascii() else f"{_WORD}{item}\x01"
    return _KNOWN.get(item) or f"{_WORD}{item}\x01"
