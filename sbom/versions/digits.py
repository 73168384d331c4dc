"""Pieces of sort keys: numbers of any length, runs of zeros, natural order of free text.

A key is built as text whose characters order as the versions do, and ends as UTF-8, which keeps the
order of code points. Numbers open with a character from U+0021 up to U+0060, so that every mark
below U+0021 sorts before any further number and `1.2` can end before `1.2.0.1` goes on.
"""

import re
from collections.abc import Iterable

_LONG = 0x60
"""Opens numbers of more than 63 digits, whose length is spelled in ten digits."""
_KEPT = 4
"""Numbers up to this many digits are kept: at most 11,110 entries."""
_RUNS = re.compile(r"[0-9]+|[^0-9]+")

LOW, ZERO_LOW, END, ZERO_HIGH, HIGH = "\x10", "\x11", "\x12", "\x13", "\x14"


class _Numbers(dict[str, str]):
    """Digits to a piece of key; KeyError for anything but ASCII digits."""

    def __missing__(self, digits: str) -> str:
        if not (digits.isdecimal() and digits.isascii()):
            raise KeyError(digits)
        value = digits.lstrip("0") or "0"
        length = len(value)
        if length < _LONG - 0x20:
            code = chr(0x20 + length) + value
        else:
            code = f"{chr(_LONG)}{length:010d}{value}"
        if len(digits) <= _KEPT:
            self[digits] = code
        return code


NUMBER = _Numbers()
"""`NUMBER["12"]`: text that orders by value, shorter numbers first; leading zeros do not count."""


def seal(text: str) -> bytes:
    """The key of a text; never raises, lone surrogates included."""
    return text.encode("utf-8", "surrogatepass")


def natural(text: str) -> str:
    """Free text in natural order: `a9` before `a10`; digits before words."""
    return "".join(
        f"\x02{NUMBER[run]}" if "0" <= run[0] <= "9" else f"\x03{run}\x01"
        for run in _RUNS.findall(text)
    )


def unreadable(version: str) -> bytes:
    """Key of what is no version of its ecosystem: below all that are, in natural order."""
    return seal("\x00" + natural(version))


def zero_filled(items: Iterable[tuple[int, str]]) -> str:
    """A list that compares as if zeros without end followed it.

    Args:
        items: (sign, piece) from left to right: -1 sorts before zero, 0 is zero, 1 after. Pieces are
            self-delimiting and ordered among those of the same sign.

    Returns:
        Text in which `1`, `1.0` and `1.0.0` are the same, and `1.0.a` stays before `1` when `a` is
        -1. A run of zeros takes the side on which what follows it lies.
    """
    out = [END]
    side = 0
    for sign, piece in reversed(list(items)):
        if sign:
            out.append((LOW if sign < 0 else HIGH) + piece)
            side = sign
        elif side:
            out.append(ZERO_LOW if side < 0 else ZERO_HIGH)
    out.reverse()
    return "".join(out)
