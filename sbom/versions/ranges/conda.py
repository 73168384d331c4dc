"""Version specs of conda: `>=1.2,<2|==3.0`, `1.2.*`, `=1.2` (all that begins with it), `~=1.2`.

`,` binds closer than `|`. A plain version means that version; a build behind a space is left out of
account.
Source: conda documentation, "Package match specifications".
"""

import re

from sbom.errors import ParseError
from sbom.versions.ranges.clause import ANYTHING, Alternatives, Clause, every

_COMPARISON = re.compile(
    r"\s*+(~=|>=|<=|==|!=|[<>=]|)\s*+([0-9A-Za-z_.!+-]*+)(\*?)(?:\s.*)?\Z", re.DOTALL
)
_LAST = re.compile(r"([0-9]{1,80})([^0-9.]*)\Z")


def parse(text: str) -> Alternatives:
    """The clauses of a spec.

    Raises:
        ParseError: not a spec.
    """
    found: Alternatives = ()
    for part in text.split("|"):
        found += every(_comparison(p) for p in part.split(","))
    return found


def _comparison(text: str) -> Alternatives:
    match = _COMPARISON.match(text)
    if match is None:
        raise ParseError(f"is no version spec from {text[:40]!r}")
    operator, version, star = match.groups()
    version = version.rstrip(".") if star else version
    if not version:
        if star or not operator:
            return ANYTHING
        raise ParseError("has a comparison without version")
    if operator == "~=":
        head = version.rpartition(".")[0]
        if not head:
            raise ParseError("'~=' needs at least two numbers")
        return ((Clause(">=", version), _starting(head)[1]),)
    if (operator == "=" and text.strip()[:2] != "==") or (star and operator in {"", "=="}):
        return (_starting(version),)
    if star and operator == "!=":
        low, high = _starting(version)
        return ((Clause("<", low.version, version),), (Clause(">=", high.version, high.stated),))
    return ((Clause({"==": "=", "": "="}.get(operator, operator), version),),)


def _starting(version: str) -> tuple[Clause, Clause]:
    """From the first to before the first that no longer begins with the version."""
    last = _LAST.search(version)
    if last is None or last[2]:
        raise ParseError(f"has no number at the end of {version[:40]!r}")
    after = version[: last.start()] + str(int(last[1]) + 1)
    return Clause(">=", version + "dev", version), Clause("<", after + "dev", after)
