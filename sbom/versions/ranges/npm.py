"""Ranges of npm: `^1.2`, `~1.2.3`, `1.x`, `>=1 <2`, `1.0 - 2.0`, `||`.

A pre-release counts only when a comparison of the same alternative names one of the same version.
Tags (`latest`), addresses and aliases are no ranges.
Source: node-semver, "Ranges" and "Prerelease Tags".
"""

import re

from sbom.errors import ParseError
from sbom.versions.ranges import semantic
from sbom.versions.ranges.clause import ANYTHING, Alternatives, every

NAMED_ONLY = True

_HYPHEN = re.compile(r"\s*+(\S+)\s+-\s+(\S+)\s*\Z")
_COMPARISON = re.compile(r"\s*+(>=|<=|=>|=<|!=|~>|[<>=~^]|)\s*+([^\s,<>=~^!|]++)[\s,]*+")


def parse(text: str) -> Alternatives:
    """The clauses of a range; nothing at all means any version.

    Raises:
        ParseError: not a range.
    """
    found: Alternatives = ()
    for part in text.split("||"):
        found += alternative(part)
    return found


def alternative(text: str) -> Alternatives:
    """The clauses of what stands between two `||`.

    Raises:
        ParseError: not a range.
    """
    if not text.strip():
        return ANYTHING
    hyphen = _HYPHEN.match(text)
    if hyphen is not None:
        return semantic.between(hyphen[1], hyphen[2])
    parts = []
    position = 0
    while position < len(text):
        match = _COMPARISON.match(text, position)
        if match is None:
            raise ParseError(f"is no range of versions from {text[position:][:40]!r}")
        operator = {"=>": ">=", "=<": "<="}.get(match[1], match[1])
        parts.append(semantic.compare(operator, match[2]))
        position = match.end()
    return every(parts)
