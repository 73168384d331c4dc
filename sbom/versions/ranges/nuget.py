"""Version ranges of NuGet: `1.0` (that or higher), `[1.0,2.0)`, `[1.0]`, floating `1.*`, `1.0.0-*`.

A floating version means all that its pattern fits, stable ones only unless it floats a pre-release;
otherwise pre-releases count by their place in the order.
Source: Microsoft Learn, "Package versioning" (version ranges, floating version resolutions).
"""

import re

from sbom.errors import ParseError
from sbom.versions.ranges import maven, semantic
from sbom.versions.ranges.clause import Alternatives, Clause

_FLOATING = re.compile(r"((?:[0-9]{1,80}\.){0,3})\*(-\*)?\Z")
_FLOATING_PRE = re.compile(r"([0-9]{1,80}(?:\.[0-9]{1,80}){0,3})-([0-9A-Za-z.-]*)\*\Z")
_PLAIN = re.compile(r"v?[0-9][0-9A-Za-z.+-]*\Z")


def parse(text: str) -> Alternatives:
    """The clauses of a requirement.

    Raises:
        ParseError: not a requirement.
    """
    text = text.strip()
    if text[:1] in {"[", "("}:
        found = maven.bracketed(text)
        if any("*" in c.version for a in found for c in a):
            found = tuple(tuple(_fixed(c) for c in a) for a in found)
        return found
    if _PLAIN.match(text):
        return ((Clause(">=", text),),)
    floating = _FLOATING.match(text)
    if floating is not None:
        return _float(floating[1], pre=bool(floating[2]))
    pre = _FLOATING_PRE.match(text)
    if pre is not None:
        low = f"{pre[1]}-{pre[2].rstrip('.') or '0'}"
        numbers = [int(n) for n in pre[1].split(".")]
        return ((Clause(">=", low), _below([*numbers[:-1], numbers[-1] + 1])),)
    raise ParseError("is no requirement" if text else "is empty")


def _float(head: str, *, pre: bool) -> Alternatives:
    numbers = [int(n) for n in head.split(".") if n]
    low = ".".join(map(str, numbers or [0]))
    first = Clause(">=", low + ".0-0", low) if pre else Clause(">=", low)
    if not numbers:
        return ((first,),)
    return ((first, _below([*numbers[:-1], numbers[-1] + 1])),)


def _below(numbers: list[int]) -> Clause:
    if len(numbers) <= 3:
        return semantic.below(*numbers)
    shown = ".".join(map(str, numbers))
    return Clause("<", shown + "-0", shown)


def _fixed(clause: Clause) -> Clause:
    """A floating bound inside brackets stands for the lowest version it fits."""
    head = clause.version.partition("*")[0].rstrip(".-")
    return Clause(clause.operator, head or "0")
