"""Requirements of Cargo: commas between comparisons, a bare version means `^`.

A pre-release counts only when a comparison names one of the same version.
Source: Cargo Book, "Specifying Dependencies".
"""

import re

from sbom.errors import ParseError
from sbom.versions.ranges import semantic
from sbom.versions.ranges.clause import ANYTHING, Alternatives, every

NAMED_ONLY = True

_COMPARISON = re.compile(r"\s*+(>=|<=|[<>=~^]|)\s*+([^\s<>=~^]++)\s*\Z")


def parse(text: str) -> Alternatives:
    """The clauses of a requirement.

    Raises:
        ParseError: not a requirement.
    """
    if not text.strip():
        return ANYTHING
    parts = []
    for part in text.split(","):
        match = _COMPARISON.match(part)
        if match is None:
            raise ParseError(f"is no requirement from {part[:40]!r}")
        operator = match[1]
        if not operator and not match[2].endswith("*"):
            operator = "^"
        parts.append(semantic.compare(operator, match[2]))
    return every(parts)
