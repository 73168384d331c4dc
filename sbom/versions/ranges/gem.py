"""Requirements of RubyGems and CocoaPods: `~> 2.0, >= 2.0.3`, `!= 2.1`.

`~> 2.0.8` ends before 2.1 and its pre-releases.
Source: RubyGems guides, "Patterns" (pessimistic version constraint); `Gem::Requirement`.
"""

import re

from sbom.errors import ParseError
from sbom.versions.ranges.clause import Alternatives, Clause
from sbom.versions.schemes import gem

_COMPARISON = re.compile(r"\s*+(~>|>=|<=|!=|[<>=]|)\s*+([0-9][0-9A-Za-z.+-]*+)\s*\Z")
_LOWEST = ".A"
"""The lowest word, and so the lowest pre-release."""


def parse(text: str) -> Alternatives:
    """The clauses of a requirement; nothing at all means any version.

    Raises:
        ParseError: not a requirement.
    """
    found: list[Clause] = []
    for part in text.split(","):
        if not part.strip():
            continue
        match = _COMPARISON.match(part)
        if match is None:
            raise ParseError(f"is no requirement from {part[:40]!r}")
        operator, version = match.groups()
        if operator != "~>":
            found.append(Clause(operator or "=", version))
            continue
        upper = _bump(version)
        found += [Clause(">=", version), Clause("<", upper + _LOWEST, upper)]
    return (tuple(found),)


def _bump(version: str) -> str:
    """The version without its last number, and the one before raised."""
    numbers: list[str] = []
    for segment in gem.segments(version) or []:
        if segment[0] > "9":
            break
        numbers.append(segment[:80])
    if len(numbers) > 1:
        numbers.pop()
    return ".".join([*numbers[:-1], str(int(numbers[-1]) + 1)])
