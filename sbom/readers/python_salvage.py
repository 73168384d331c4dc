"""Literals of keyword arguments in Python source that does not parse, Python 2 or cut off.

A look at the text, no more: strings after `name=`, and strings inside `name=[...]`.
"""

import re
from typing import NamedTuple

_STRING = (
    r"\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''|"
    r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'"
)
_TOKEN = re.compile(
    rf"(?P<comment>#[^\n]*+)|(?:[rRuUbB]{{1,2}}(?=[\"']))?(?P<string>{_STRING})|"
    r"(?P<word>[A-Za-z_]\w*+)|(?P<mark>==|[=\[\](){},+%.])|\n",
    re.DOTALL,
)
_JOINING = frozenset({"+", "%", ".", "string"})
"""Before a string they make it part of an expression."""


class Salvaged(NamedTuple):
    """One string found."""

    field: str
    text: str
    line: int
    listed: bool
    """Whether it stands in a list."""


def salvage(source: str, fields: frozenset[str]) -> list[Salvaged]:
    """The strings that are given to the named arguments, in the order of the source.

    A string followed by anything but `,` or a closing bracket is left out: it is part of an
    expression.
    """
    found: list[Salvaged] = []
    word = field = before = ""
    depth = opened = 0
    line = 1
    for match in _TOKEN.finditer(source):
        kind, whole = match.lastgroup, match.group()
        if kind == "word":
            word = whole
        elif kind == "mark":
            if whole == "=" and (not field or depth <= opened):
                field, opened = (word if word in fields else ""), depth
            elif whole in "[({":
                depth += 1
            elif whole in "])}":
                depth -= 1
                if depth <= opened:
                    field = field if depth == opened and whole != ")" else ""
            elif whole == "," and depth <= opened:
                field = ""
            word = ""
        elif kind == "string" and field and depth - opened <= 1 and before not in _JOINING:
            after = source[match.end() : match.end() + 200].lstrip()
            quotes = 3 if match["string"][:3] in {'"""', "'''"} else 1
            text = match["string"][quotes:-quotes]
            if after[:1] in {",", "]", ")", "}", "#", ""} and "\\" not in text:
                found.append(Salvaged(field, text, line, depth > opened))
        if kind is not None and kind != "comment":
            before = whole if kind == "mark" else kind
        line += whole.count("\n")
    return found
