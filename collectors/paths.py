"""Paths of foreign files: which to show as they are, how to show the others, which to leave out."""

import re
from collections.abc import Callable, Sequence
from functools import cache


def shown(path: str) -> str:
    r"""A path that is safe to print, store and join: POSIX, relative, printable, one line.

    Bytes that are not UTF-8 (as surrogate escapes), control and invisible characters, backslashes
    and the segments `.`, `..` and empty are written as `\xNN` or `\u{NNNN}`. Two different paths
    never become the same text.
    """
    if is_plain(path):
        return path
    return "/".join(_segment(s) for s in path.split("/"))


def is_plain(path: str) -> bool:
    """Whether `shown` leaves a path as it is."""
    if not path.isprintable() or "\\" in path:
        return False
    if path[:1] in {"", "/"} or path[-1] == "/" or "//" in path:
        return False
    return "." not in path or not any(s in {".", ".."} for s in path.split("/"))


def _segment(segment: str) -> str:
    if segment in {".", ".."}:
        return segment.replace(".", "\\x2e")
    if not segment:
        return "\\x"
    return "".join(c if c.isprintable() and c != "\\" else _escape(ord(c)) for c in segment)


def _escape(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # PEP 383: a byte that is not UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{{{code:x}}}"


def excluder(patterns: Sequence[str]) -> Callable[[str], bool]:
    """A test for paths that the user left out.

    `*` and `?` stay within one folder, `**` spans folders. A pattern with a slash in it counts from
    the top of the source; one without fits at any depth. What is below a fitting folder is left out
    with it. Case counts.
    """
    given = tuple(p for p in patterns if p.strip().strip("/"))
    if not given:
        return _nothing
    match = _compiled(given).match
    return lambda path: match(path) is not None


def _nothing(_: str) -> bool:
    return False


@cache
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{_regex(p)})" for p in patterns), re.DOTALL)


def _regex(pattern: str) -> str:
    body = pattern.strip().rstrip("/")
    anywhere = "/" not in body
    out, rest = [], body.lstrip("/")
    while rest:
        if rest.startswith("**/"):
            out.append("(?:.*/)?")
            rest = rest[3:].removeprefix("**/")
        elif rest.startswith("**"):
            out.append(".*")
            rest = rest.lstrip("*")
        else:
            out.append({"*": "[^/]*", "?": "[^/]"}.get(rest[0], re.escape(rest[0])))
            rest = rest[1:]
    return ("(?:.*/)?" if anywhere else "") + "".join(out) + r"(?:/.*)?\Z"
