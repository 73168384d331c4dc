"""Version ranges of Maven: `[1.0,2.0)`, `(,1.0],[1.2,)`, `[1.5]`.

A plain version is a soft requirement, which Maven takes unless something else asks otherwise; here
only that version meets it.
Source: Maven POM reference, "Dependency Version Requirement Specification".
"""

import re

from sbom.errors import ParseError
from sbom.versions.ranges.clause import ANYTHING, NOTHING, Alternative, Alternatives, Clause

_SET = re.compile(r"\s*+([\[(])([^\[\]()]*+)([\])])\s*+(?:,(?=\s*[\[(])|\Z)")


def parse(text: str) -> Alternatives:
    """The clauses of a requirement.

    Raises:
        ParseError: brackets that do not match, a set of no meaning, or nothing at all.
    """
    text = text.strip()
    if not text:
        raise ParseError("is empty")
    if text[0] not in "[(":
        if any(c in text for c in "[]()"):
            raise ParseError("has brackets that do not match")
        return ANYTHING if text in {"LATEST", "RELEASE"} else ((Clause("=", text),),)
    return bracketed(text)


def bracketed(text: str) -> Alternatives:
    """Sets in brackets with commas between them.

    Raises:
        ParseError: brackets that do not match, or a set of no meaning.
    """
    found: Alternatives = NOTHING
    position = 0
    while position < len(text):
        match = _SET.match(text, position)
        if match is None:
            raise ParseError(f"is no range of versions from {text[position:][:40]!r}")
        found += (_set(*match.groups()),)
        position = match.end()
    return found


def _set(left: str, inside: str, right: str) -> Alternative:
    low, comma, high = (part.strip() for part in inside.partition(","))
    if not comma:
        if not low or left != "[" or right != "]":
            raise ParseError("has a single version that is not in square brackets")
        return (Clause("=", low),)
    if "," in high:
        raise ParseError("has more than two bounds in one set")
    found = []
    if low:
        found.append(Clause(">=" if left == "[" else ">", low))
    if high:
        found.append(Clause("<=" if right == "]" else "<", high))
    return tuple(found)
