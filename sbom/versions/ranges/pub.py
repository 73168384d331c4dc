"""Constraints of Dart's pub: `^1.2.3`, `>=1.0.0 <2.0.0`, `any`.

`^0.1.2` ends at `0.2.0`, and so does `^0.1.0` with any patch. A bound `<2.0.0` also shuts out
pre-releases of 2.0.0, unless the lower bound is one of them.
Source: Dart documentation, "Package dependencies" (version constraints); `pub_semver`, semantics.
"""

import re

from sbom.errors import ParseError
from sbom.versions.ranges import semantic
from sbom.versions.ranges.clause import ANYTHING, Alternatives, Clause

_COMPARISON = re.compile(r"\s*+(>=|<=|[<>^]|)\s*+([0-9][0-9A-Za-z.+-]*+)\s*+")


def parse(text: str) -> Alternatives:
    """The clauses of a constraint.

    Raises:
        ParseError: not a constraint.
    """
    if text.strip() in {"", "any"}:
        return ANYTHING
    found: list[Clause] = []
    position = 0
    while position < len(text):
        match = _COMPARISON.match(text, position)
        if match is None:
            raise ParseError(f"is no constraint from {text[position:][:40]!r}")
        found += _clauses(match[1], match[2])
        position = match.end()
    lows = {c.version.partition("-")[0] for c in found if c.operator[0] == ">" and "-" in c.version}
    return (tuple(_shut(c, lows) for c in found),)


def _clauses(operator: str, version: str) -> list[Clause]:
    if operator != "^":
        return [Clause(operator or "=", version)]
    part = semantic.read(version)
    place = 0 if part.numbers[0] or len(part.numbers) < 2 else 1
    return [Clause(">=", version), semantic.next_of(part, place)]


def _shut(clause: Clause, lows: set[str]) -> Clause:
    version = clause.stated or clause.version
    if clause.operator != "<" or "-" in version or "+" in version:
        return clause
    return Clause("<", version) if version in lows else Clause("<", version + "-0", version)
