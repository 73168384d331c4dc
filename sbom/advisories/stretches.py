"""Intervals of sort keys, and those of requirements as ecosystems write them (`~> 1.2`, `>=1,<2`)."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from sbom.errors import ParseError
from sbom.versions import key


class Stretch(NamedTuple):
    """An interval of keys that is affected."""

    low: bytes
    """Included; empty: from the beginning."""
    high: bytes | None
    """None: without end."""
    high_in: bool
    fixed: str
    """The version that ends it, as written; empty: none does."""


def within(stretch: Stretch, version: bytes) -> bool:
    """Whether a key lies in an interval."""
    if version < stretch.low:
        return False
    return (
        stretch.high is None
        or version < stretch.high
        or (stretch.high_in and version == stretch.high)
    )


def overlap(one: Stretch, two: Stretch) -> bool:
    """Whether two intervals share a version that may exist."""
    if one.high is not None and (two.low > one.high or (two.low == one.high and not one.high_in)):
        return False
    return two.high is None or one.low < two.high or (one.low == two.high and two.high_in)


@lru_cache(maxsize=16_384)
def required(kind: str, requirement: str) -> tuple[tuple[Stretch, ...], str]:
    """The intervals of a requirement as its ecosystem writes it; `!=` is not taken out.

    Returns:
        The intervals, and why it cannot be read, or empty.
    """
    try:
        return tuple(b.stretch for b in _bounded(kind, requirement)), ""
    except ParseError as error:
        return (), f"{requirement[:60]!r}: {error.reason}"


class _Bounded(NamedTuple):
    stretch: Stretch
    opens: str
    """The version at its low end, as written; empty: none."""


def _bounded(kind: str, requirement: str) -> list[_Bounded]:
    from sbom.versions.ranges.native import alternatives

    found = []
    for alternative in alternatives(kind, requirement):
        low, low_in, high, high_in, opens, fixed = b"", True, None, False, "", ""
        for clause in alternative:
            bound = key(kind, clause.version)
            stated = clause.stated or clause.version
            above, below = clause.operator in {">", ">=", "="}, clause.operator in {"<", "<=", "="}
            if above and (bound, clause.operator == ">") > (low, not low_in):
                low, low_in, opens = bound, clause.operator != ">", stated
            if below and (high is None or (bound, clause.operator != "<") < (high, high_in)):
                high, high_in = bound, clause.operator != "<"
                fixed = stated if clause.operator == "<" else ""
        if not low_in:
            low += b"\x00"  # the least key above it
        if high is None or low < high or (low == high and high_in):
            found.append(_Bounded(Stretch(low, high, high_in, fixed), opens))
    return found


def outside(kind: str, requirements: Iterable[str]) -> tuple[list[Stretch], str]:
    """The intervals that meet none of some requirements (`patched_versions` of RubySec).

    Returns:
        The intervals, each with the version that ends it, and what could not be read, or empty.
    """
    safe: list[_Bounded] = []
    odd = ""
    for requirement in requirements:
        try:
            safe += _bounded(kind, requirement)
        except ParseError as error:
            odd = odd or f"{requirement[:60]!r}: {error.reason}"
    found: list[Stretch] = []
    low: bytes | None = b""
    for stretch, opens in sorted(safe, key=lambda b: b.stretch.low):
        if low is None:
            break
        if stretch.low > low:
            found.append(Stretch(low, stretch.low, False, opens))
        if stretch.high is None:
            low = None
        else:
            low = max(low, stretch.high + b"\x00" if stretch.high_in else stretch.high)
    if low is not None:
        found.append(Stretch(low, None, False, ""))
    return found, odd
