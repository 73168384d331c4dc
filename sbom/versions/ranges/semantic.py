"""Comparisons with partial Semantic Versions (`^1.2`, `~0.3.x`, `>1`), as npm and Cargo share them.

Upper bounds end in `-0`, the lowest pre-release, so that pre-releases of the next version stay out.
Source: node-semver, "Advanced Range Syntax"; Cargo Book, "Specifying Dependencies".
"""

import re
from typing import NamedTuple

from sbom.errors import ParseError
from sbom.versions.ranges.clause import ANYTHING, NOTHING, Alternatives, Clause

_PARTIAL = re.compile(
    r"[v=\s]*+([0-9]{1,80}|[xX*])(?:\.([0-9]{1,80}|[xX*]))?(?:\.([0-9]{1,80}|[xX*]))?"
    r"((?:\.[0-9]{1,80})*+)(?:-?([0-9A-Za-z-]++(?:\.[0-9A-Za-z-]++)*+))?(?:\+[0-9A-Za-z.-]*+)?\Z"
)


class Partial(NamedTuple):
    """A version of which the last numbers may be left open."""

    numbers: tuple[int, ...]
    """None to three, up to the first wildcard."""
    rest: str
    """Further numbers (`.4`), the pre-release with its hyphen, or nothing."""

    @property
    def low(self) -> str:
        """The lowest version it may mean, pre-releases of open ones aside."""
        numbers = self.numbers + (0,) * (3 - len(self.numbers))
        return ".".join(map(str, numbers)) + self.rest


def read(text: str) -> Partial:
    """A partial version.

    Raises:
        ParseError: it is none.
    """
    match = _PARTIAL.match(text)
    if match is None:
        raise ParseError(f"is no range of versions from {text[:40]!r}")
    *three, more, pre = match.groups()
    numbers: list[int] = []
    for part in three:
        if part is None or part in "xX*":
            break
        numbers.append(int(part))
    if len(numbers) < 3:
        return Partial(tuple(numbers), "")
    return Partial(tuple(numbers), more + (f"-{pre}" if pre else ""))


def below(*numbers: int) -> Clause:
    """Below a version and all its pre-releases."""
    shown = ".".join(map(str, (*numbers, 0, 0)[:3]))
    return Clause("<", shown + "-0", shown)


def next_of(part: Partial, place: int) -> Clause:
    """Below the version in which the number at `place` is one higher."""
    return below(*part.numbers[:place], part.numbers[place] + 1)


def compare(operator: str, text: str) -> Alternatives:
    """One comparison with a partial version.

    Args:
        operator: ``, `=`, `!=`, `<`, `<=`, `>`, `>=`, `~`, `~>` or `^`.
        text: The version.

    Raises:
        ParseError: not a version.
    """
    part = read(text)
    count = len(part.numbers)
    low = Clause(">=", part.low)
    if not count:
        return NOTHING if operator in {"<", ">", "!="} else ANYTHING
    if operator == "^":
        leading = next((n for n, number in enumerate(part.numbers) if number), count - 1)
        return ((low, next_of(part, leading)),)
    if operator in {"~", "~>"}:
        return ((low, next_of(part, min(count, 2) - 1)),)
    if count == 3:
        return ((Clause(operator or "=", part.low),),)
    upper = next_of(part, count - 1)
    over = Clause(">=", upper.stated)
    match operator:
        case ">":
            return ((over,),)
        case ">=":
            return ((low,),)
        case "<":
            return ((below(*part.numbers),),)
        case "<=":
            return ((upper,),)
        case "!=":
            return ((below(*part.numbers),), (over,))
        case _:
            return ((low, upper),)


def between(first: str, last: str) -> Alternatives:
    """`1.2 - 2.3`: from the first up to and including all that the last may mean.

    Raises:
        ParseError: one of them is no version.
    """
    high = read(last)
    clauses = list(compare(">=", first)[0])
    if len(high.numbers) == 3:
        clauses.append(Clause("<=", high.low))
    elif high.numbers:
        clauses.append(next_of(high, len(high.numbers) - 1))
    return (tuple(clauses),)
