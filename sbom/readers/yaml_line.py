"""One line of YAML for the fast reader: its key, and where its plain text ends."""

from sbom.readers.yaml_giveup import GiveUpError
from sbom.readers.yaml_quoted import read_quoted

MAX_KEY = 900
"""Longest key; YAML allows 1,024 characters."""
NOT_FIRST = frozenset(",[]{}#&*!|>'\"%@`")
"""What a plain scalar cannot start with."""


def closes(rest: str) -> bool:
    """Whether the quoted scalar that `rest` starts with ends on the same line."""
    try:
        read_quoted(rest, 0)
    except GiveUpError:
        return False
    return True


def cut(text: str) -> tuple[str, bool]:
    """A line of a plain scalar without its comment, and whether a comment ended it."""
    comment = text.find(" #")
    if comment >= 0:
        text = text[:comment]
    text = text.rstrip(" ")
    if ": " in text or text.endswith(":"):
        raise GiveUpError
    return text, comment >= 0


def split_key(rest: str) -> tuple[str, str, bool] | None:
    """Key, what follows the colon, and whether the key is plain; None when there is no key.

    Raises:
        GiveUpError: a key outside the subset.
    """
    if not rest:
        return None
    first = rest[0]
    if first in "\"'":
        if ":" not in rest or not closes(rest):
            return None
        key, end = read_quoted(rest, 0)
        after = rest[end:].lstrip(" ")
        if not after.startswith(":") or end > MAX_KEY:
            return None
        if after[1:2] not in {"", " "}:
            raise GiveUpError
        return key, after[1:].lstrip(" "), False
    if first in "[{|>&*!%@`#":
        return None
    end = rest.find(": ")
    if end < 0:
        if not rest.endswith(":"):
            return None
        end = len(rest) - 1
    key = rest[:end].rstrip(" ")
    if " #" in key:
        return None
    if not key or end > MAX_KEY or first in NOT_FIRST or (first in "-?:" and key[1:2] in {"", " "}):
        raise GiveUpError
    return key, rest[end + 1 :].lstrip(" "), True
