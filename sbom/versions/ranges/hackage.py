"""Version ranges of Cabal: `>=1.2 && <1.4 || ==2.*`, `^>=1.2.3`.

Source: Cabal User Guide, "build-depends"; Haskell Package Versioning Policy.
"""

import re

from sbom.errors import ParseError
from sbom.versions.ranges.clause import ANYTHING, NOTHING, Alternatives, Clause, every

_COMPARISON = re.compile(
    r"\s*+(\^>=|>=|<=|==|/=|[<>])\s*+([0-9]{1,80}(?:\.[0-9]{1,80})*)(\.\*)?\s*\Z"
)


def parse(text: str) -> Alternatives:
    """The clauses of a range.

    Raises:
        ParseError: not a range.
    """
    found: Alternatives = ()
    for part in text.split("||"):
        found += every(_comparison(p) for p in part.split("&&"))
    return found


def _comparison(text: str) -> Alternatives:
    if text.strip() in {"", "-any", "*"}:
        return ANYTHING
    if text.strip() == "-none":
        return NOTHING
    match = _COMPARISON.match(text)
    if match is None:
        raise ParseError(f"is no range of versions from {text[:40]!r}")
    operator, version, wildcard = match.groups()
    numbers = version.split(".")
    if operator == "^>=":
        major = [*numbers, "0"][:2]
        return ((Clause(">=", version), Clause("<", f"{major[0]}.{int(major[1]) + 1}")),)
    if wildcard:
        after = ".".join([*numbers[:-1], str(int(numbers[-1]) + 1)])
        if operator == "/=":
            return ((Clause("<", version),), (Clause(">=", after),))
        return ((Clause(">=", version), Clause("<", after)),)
    return ((Clause({"==": "=", "/=": "!="}.get(operator, operator), version),),)
