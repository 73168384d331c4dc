"""Clauses: one comparison each; what every notation is read into, and how they become intervals."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from sbom.errors import ParseError


class Clause(NamedTuple):
    """One comparison with a version."""

    operator: str
    """`=`, `!=`, `<`, `<=`, `>` or `>=`."""
    version: str
    """To compare with; may be made up to shut pre-releases out (`2.0.0-0`)."""
    stated: str = ""
    """What people call this bound when it differs from `version` (`2.0.0`)."""


Alternative = tuple[Clause, ...]
"""Clauses that must all hold; none at all means any version."""
Alternatives = tuple[Alternative, ...]
"""Alternatives of which one must hold; none at all means no version."""

NOTHING: Alternatives = ()
ANYTHING: Alternatives = ((),)

MOST = 64
"""Alternatives that a product may yield; a requirement with more is refused, not read for long."""


class Span(NamedTuple):
    """An interval of keys; None is without end."""

    low: bytes | None
    low_in: bool
    high: bytes | None
    high_in: bool


def holds(operator: str, version: bytes, bound: bytes) -> bool:
    """Whether `version operator bound`, on keys."""
    match operator:
        case "=":
            return version == bound
        case "!=":
            return version != bound
        case "<":
            return version < bound
        case "<=":
            return version <= bound
        case ">":
            return version > bound
        case _:
            return version >= bound


def within(span: Span, version: bytes) -> bool:
    """Whether a key lies in an interval."""
    if span.low is not None and (version < span.low or (version == span.low and not span.low_in)):
        return False
    return span.high is None or version < span.high or (version == span.high and span.high_in)


def both(left: Alternatives, right: Alternatives) -> Alternatives:
    """The alternatives in which one of each side holds.

    Raises:
        ParseError: more than `MOST` would come of it.
    """
    if len(left) * len(right) > MOST:
        raise ParseError(f"has more than {MOST} alternatives")
    return tuple(one + two for one in left for two in right)


def every(parts: Iterable[Alternatives]) -> Alternatives:
    """The alternatives in which one of each part holds."""
    found = ANYTHING
    for part in parts:
        found = both(found, part)
    return found


def bounds(alternative: Sequence[Clause], key: Callable[[str], bytes]) -> list[Clause] | None:
    """The clauses of an alternative that count: at most one low and one high, or one `=`, then `!=`.

    Returns:
        None when no version can meet them all.
    """
    low = high = exact = None
    for clause in alternative:
        bound = key(clause.version)
        if clause.operator in {">", ">="}:
            if low is None or (bound, clause.operator == ">") > (
                key(low.version),
                low.operator == ">",
            ):
                low = clause
        elif clause.operator in {"<", "<="}:
            if high is None or (bound, clause.operator == "<=") < (
                key(high.version),
                high.operator == "<=",
            ):
                high = clause
        elif clause.operator == "=":
            if exact is not None and key(exact.version) != bound:
                return None
            exact = exact or clause
    if exact is not None:
        value = key(exact.version)
        fits = all(holds(c.operator, value, key(c.version)) for c in alternative)
        return [exact] if fits else None
    if low is not None and high is not None:
        one, two = key(low.version), key(high.version)
        if one > two or (one == two and (low.operator == ">" or high.operator == "<")):
            return None
        if one == two:
            return bounds([low._replace(operator="="), *alternative], key)
    unequal = [c for c in alternative if c.operator == "!="]
    return [c for c in (low, high) if c is not None] + unequal


def spans(constraints: Iterable[tuple[str, bytes]]) -> list[Span]:
    """Intervals of `<`, `<=`, `>` and `>=` sorted by version, redundant ones left out.

    Source: package-url/vers-spec, "Constraints simplification": of several lows in a row the first
    counts, of several highs the last.
    """
    found: list[Span] = []
    low: tuple[bytes, bool] | None = None
    for operator, bound in constraints:
        if operator[0] == ">":
            low = low or (bound, operator == ">=")
        elif low is not None:
            found.append(Span(low[0], low[1], bound, operator == "<="))
            low = None
        elif found:
            found[-1] = Span(found[-1].low, found[-1].low_in, bound, operator == "<=")
        else:
            found.append(Span(None, False, bound, operator == "<="))
    if low is not None:
        found.append(Span(low[0], low[1], None, False))
    return found
