"""Plain comparisons: `>=1.0, <2.0`, `=1.5`, `1.5`, with `||` or `|` between alternatives.

What systems without a notation of their own use, and the ground of those of distributions.
"""

import re

from sbom.errors import ParseError
from sbom.versions.ranges.clause import ANYTHING, Alternatives, Clause

_COMPARISON = re.compile(r"[\s,]*+(>=|<=|=>|=<|==|!=|<>|<<|>>|[<>=]|)\s*+([^\s,<>=!|]++)[\s,]*+")
_SAME = {"=>": ">=", "=<": "<=", "==": "=", "<>": "!=", "<<": "<", ">>": ">", "": "="}


def parse(text: str) -> Alternatives:
    """The clauses of a requirement; nothing or `*` means any version.

    Raises:
        ParseError: not a requirement.
    """
    if text.strip() in {"", "*"}:
        return ANYTHING
    return tuple(tuple(clauses(part)) for part in text.replace("||", "|").split("|"))


def clauses(text: str) -> list[Clause]:
    """Comparisons in a row, all of which must hold.

    Raises:
        ParseError: not a row of comparisons.
    """
    found: list[Clause] = []
    position = 0
    while position < len(text):
        match = _COMPARISON.match(text, position)
        if match is None:
            raise ParseError(f"is no comparison from {text[position:][:40]!r}")
        found.append(Clause(_SAME.get(match[1], match[1]), match[2]))
        position = match.end()
    if not found:
        raise ParseError("has an empty alternative")
    return found
