"""Terms of Elixir and Erlang as lock files write them, without running anything.

Read are strings, binaries (`<<"x">>`), atoms, numbers, tuples, lists, maps and keywords; comments
and anything else between them are passed over.
"""

import re
from itertools import pairwise
from typing import Any

from sbom.errors import ParseError

_TERM = (
    r'"((?:[^"\\]|\\.)*+)"(:?)|<<|>>|=>|'
    r"(:?'(?:[^'\\]|\\.)*+'|:?[A-Za-z_][A-Za-z0-9_@?!]*+)(:(?!:))?|(-?[0-9][0-9_.]*)|([{\[\]}])|\n"
)
_TOKENS = {"#": re.compile(r"#[^\n]*+|" + _TERM), "%": re.compile(r"%[^\n]*+|" + _TERM)}
_CLOSING = {"{": "}", "[": "]"}
MAX_DEPTH = 100


class Key(str):
    """A keyword (`hex:`) or a key of a map (`"name":`); what follows it is its value."""

    __slots__ = ()


class Atom(str):
    """An atom, without colon and quotes."""

    __slots__ = ()


class Term(list[Any]):
    """A tuple, list or map: its items, `Key`s among them."""

    __slots__ = ("kind", "line")

    def __init__(self, kind: str, line: int) -> None:
        """`kind` is `{` or `[`; `line` is 1-based."""
        super().__init__()
        self.kind = kind
        self.line = line


def read_terms(text: str, *, comment: str) -> Term:
    """The terms of a file as one list.

    Args:
        text: Of the file.
        comment: `#` for Elixir, `%` for Erlang.

    Raises:
        ParseError: brackets that do not fit, or nested deeper than `MAX_DEPTH`.
    """
    top = Term("[", 1)
    stack = [top]
    line = 1
    for match in _TOKENS[comment].finditer(text):
        whole = match.group()
        if whole == "\n":
            line += 1
            continue
        string, is_key, word, keyword, number, bracket = match.groups()
        if bracket is not None:
            if bracket in _CLOSING:
                if len(stack) > MAX_DEPTH:
                    raise ParseError("is nested too deeply", line=line)
                inner = Term(bracket, line)
                stack[-1].append(inner)
                stack.append(inner)
            elif len(stack) == 1 or _CLOSING[stack[-1].kind] != bracket:
                raise ParseError(f"has a {bracket!r} that closes nothing", line=line)
            else:
                stack.pop()
        elif string is not None:
            value = string.replace('\\"', '"').replace("\\\\", "\\")
            stack[-1].append(Key(value) if is_key else value)
            line += whole.count("\n")
        elif word is not None:
            bare = word.lstrip(":").strip("'")
            stack[-1].append(Key(bare) if keyword else Atom(bare))
        elif number is not None:
            stack[-1].append(int(number) if len(number) < 10 and number.isdigit() else number)
    if len(stack) > 1:
        raise ParseError("ends inside a term", line=stack[-1].line)
    return top


def keywords(term: object) -> dict[str, Any]:
    """The `key: value` pairs of a keyword list."""
    found: dict[str, Any] = {}
    if isinstance(term, Term):
        for key, value in pairwise(term):
            if isinstance(key, Key) and not isinstance(value, Key):
                found.setdefault(key, value)
    return found
