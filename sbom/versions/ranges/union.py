"""Alternatives as one list of constraints that means the same versions.

Membership is decided at every version that a clause names and in every gap between two of them;
from that follows whether a list of constraints is right, and the shortest list that is.
"""

from collections.abc import Callable, Sequence

from sbom.versions.ranges.clause import Clause, Span, holds, spans, within

_Order = Callable[[str], bytes]
_OPERATORS = {
    (False, True, False): "=",
    (False, True, True): ">=",
    (False, False, True): ">",
    (True, True, False): "<=",
    (True, False, False): "<",
    (True, False, True): "!=",
}
"""By membership before a version, at it and behind it; the other two state nothing."""


def united(stated: Sequence[Sequence[Clause]], order: _Order) -> list[Clause] | None:
    """The clauses of all alternatives in the order of VERS, as stated where VERS reads them so.

    Args:
        stated: Clauses that must all hold, per alternative.
        order: Key of a version.

    Returns:
        None when no version meets any alternative; no clauses when every version does.
    """
    clauses = sorted((c for cs in stated for c in cs), key=lambda c: _place(c, order))
    points = sorted({order(c.version) for c in clauses})
    wanted = _wanted(stated, points, order)
    if all(wanted):
        return []
    if not any(wanted):
        return None
    if _read(clauses, points, order) == wanted:
        return clauses
    return _shortest(wanted, points, clauses, order)


def _wanted(
    stated: Sequence[Sequence[Clause]], points: Sequence[bytes], order: _Order
) -> list[bool]:
    """Membership in the gap before the first point, at it, in the gap behind it, and so on."""
    keyed = [[(c.operator, order(c.version)) for c in cs] for cs in stated]
    found = [any(all(_under(o) for o, _ in cs) for cs in keyed)]
    for point in points:
        found.append(any(all(holds(o, point, b) for o, b in cs) for cs in keyed))
        found.append(any(all(_behind(o, b, point) for o, b in cs) for cs in keyed))
    return found


def _under(operator: str) -> bool:
    return operator[0] in "<!"


def _behind(operator: str, bound: bytes, point: bytes) -> bool:
    """Whether a clause holds just behind a point."""
    if operator[0] == ">":
        return bound <= point
    return operator == "!=" or (operator[0] == "<" and bound > point)


def _read(clauses: Sequence[Clause], points: Sequence[bytes], order: _Order) -> list[bool]:
    """Membership as VERS reads the clauses; empty when it refuses them."""
    keyed = [(c.operator, order(c.version)) for c in clauses]
    equal = {k for o, k in keyed if o in {"=", "<=", ">="}}
    unequal = {k for o, k in keyed if o == "!="}
    if equal & unequal:
        return []
    between = spans(pair for pair in keyed if pair[0] not in {"=", "!="})
    rest = not between and not equal and bool(unequal)
    found = [rest or any(span.low is None for span in between)]
    for point in points:
        inside = rest or any(within(span, point) for span in between)
        found.append(point in equal or (point not in unequal and inside))
        found.append(rest or any(_spans_behind(span, point) for span in between))
    return found


def _spans_behind(span: Span, point: bytes) -> bool:
    return (span.low is None or span.low <= point) and (span.high is None or span.high > point)


def _shortest(
    wanted: Sequence[bool], points: Sequence[bytes], clauses: Sequence[Clause], order: _Order
) -> list[Clause]:
    found = []
    for place, point in enumerate(points):
        operator = _OPERATORS.get((wanted[2 * place], wanted[2 * place + 1], wanted[2 * place + 2]))
        if operator is None:
            continue
        here = [c for c in clauses if order(c.version) == point]
        chosen = next((c for c in here if c.operator == operator), here[0])
        found.append(chosen._replace(operator=operator))
    return found


def _place(clause: Clause, order: _Order) -> tuple[bytes, bool]:
    """By version; of two bounds at one version the end of an interval comes first."""
    return order(clause.version), clause.operator[0] == ">"
