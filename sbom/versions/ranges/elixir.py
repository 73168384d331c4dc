"""Requirements of Hex: `~> 1.2`, `>= 1.0.0 and < 2.0.0`, `or`.

`~> 1.2` ends before 2.0.0 and its pre-releases, `~> 1.2.3` before 1.3.0.
Source: Elixir documentation, module Version, "Requirements".
"""

import re

from sbom.errors import ParseError
from sbom.versions.ranges import semantic
from sbom.versions.ranges.clause import Alternatives, Clause, every

_COMPARISON = re.compile(r"\s*+(~>|>=|<=|==|!=|[<>!]|)\s*+([0-9][0-9A-Za-z.+-]*+)\s*\Z")
_OR = re.compile(r"\bor\b|\|\|")
_AND = re.compile(r"\band\b|,|&&")


def parse(text: str) -> Alternatives:
    """The clauses of a requirement.

    Raises:
        ParseError: not a requirement.
    """
    found: Alternatives = ()
    for part in _OR.split(text):
        found += every(_comparison(p) for p in _AND.split(part))
    return found


def _comparison(text: str) -> Alternatives:
    match = _COMPARISON.match(text)
    if match is None:
        raise ParseError(f"is no requirement from {text[:40]!r}")
    operator, version = match.groups()
    if operator != "~>":
        return ((Clause({"==": "=", "!": "!="}.get(operator, operator) or "=", version),),)
    part = semantic.read(version)
    place = max(min(len(part.numbers), 3) - 2, 0)
    return ((Clause(">=", part.low), semantic.next_of(part, place)),)
