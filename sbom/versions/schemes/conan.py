"""Conan packages: dotted items of any text, pre-release behind `-`, build behind `+`.

Trailing zeros do not count; an item that opens with digits orders by their value, then by the rest;
other text comes after numbers. A pre-release comes before its release, a build after.
Source: Conan 2 documentation, "Version ranges" and the ordering of recipe versions.
"""

import re

from sbom.versions.digits import NUMBER, seal, unreadable

_DIGITS = re.compile("[0-9]+")


def key(version: str) -> bytes:
    """Sort key."""
    text = version.strip().lower()
    return seal(_whole(text)) if text else unreadable(version)


def _whole(text: str) -> str:
    text, plus, build = text.rpartition("+") if "+" in text else (text, "", "")
    text, hyphen, pre = text.rpartition("-") if "-" in text else (text, "", "")
    return (
        _items(text)
        + (f"\x03{_items(pre)}" if hyphen else "\x05")
        + (f"\x06{_items(build)}" if plus else "")
    )


def _items(text: str) -> str:
    parts = text.split(".")
    while parts and parts[-1] and not parts[-1].strip("0"):
        parts.pop()
    return "".join(_item(p) for p in parts) + "\x02"


def _item(text: str) -> str:
    digits = _DIGITS.match(text)
    if digits is None:
        return f"\x7e{text}\x01"
    return f"{NUMBER[digits[0]]}{text[digits.end() :]}\x01"
