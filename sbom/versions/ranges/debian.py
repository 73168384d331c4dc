"""Relations of Debian packages: `>= 1.2`, `<< 2.0`, with or without the name and parentheses.

Source: Debian Policy, section 7.1 (`<` and `>` are the old spelling of `<=` and `>=`).
"""

import re

from sbom.errors import ParseError
from sbom.versions.ranges.clause import ANYTHING, Alternatives, Clause, every

_RELATION = re.compile(
    r"\s*+(?:[A-Za-z0-9][A-Za-z0-9+.:-]*+\s*+(?=\())?\(?\s*+(<<|<=|>=|>>|[<>=]|)\s*+"
    r"([^\s()<>=|,]++)\s*+\)?\s*\Z"
)
_SAME = {"<<": "<", ">>": ">", "<": "<=", ">": ">=", "": "="}


def parse(text: str) -> Alternatives:
    """The clauses of a relation; nothing at all means any version.

    Raises:
        ParseError: not a relation.
    """
    if text.strip() in {"", "*"}:
        return ANYTHING
    found: Alternatives = ()
    for part in text.split("|"):
        found += every(_relation(p) for p in part.split(","))
    return found


def _relation(text: str) -> Alternatives:
    match = _RELATION.match(text)
    if match is None:
        raise ParseError(f"is no relation from {text[:40]!r}")
    return ((Clause(_SAME.get(match[1], match[1]), match[2]),),)
