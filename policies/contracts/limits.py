"""Limits of law and of the city on what a contract says, each with the day it begins to count.

`limits.json` holds the shipped ones; a city adds its own in a file of the same form. A limit looks
at a value that was read or at the status of a clause. What was not found or not read exceeds
nothing: that is for the reader of "not found" and "unclear".
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pkgutil import get_data

import msgspec

from sbom.contracts.clauses.reading import Reading
from sbom.errors import PackError


class Limit(msgspec.Struct, frozen=True):
    """One limit."""

    id: str
    clause: str
    severity: str
    norm: str
    """Where it is written."""
    nl: str
    en: str
    since: date = msgspec.field(name="from")
    until: date | None = None
    """Last day on which it counts."""
    value: str = ""
    """Value of the clause, as in `sbom.contracts.values_clause.Values.number`."""
    op: str = ""
    bound: float = 0.0
    status: tuple[str, ...] = ()
    """Statuses that exceed it, for a limit without a value."""
    law: bool = True
    """False: purchase terms or a choice of the town, not law."""
    services: bool = False
    """True: only for data processing services (cloud, SaaS)."""


class Exceeded(msgspec.Struct, frozen=True):
    """A limit that a contract goes beyond."""

    limit: Limit
    document: str
    number: float | None
    quote: str
    reading: Reading
    """The clause that goes beyond it, with its evidence and tier."""


@lru_cache(maxsize=1)
def shipped() -> tuple[Limit, ...]:
    """The limits that ship with the tool."""
    return read_limits(get_data("policies.contracts", "limits.json") or b"[]")


def read_limits(content: bytes) -> tuple[Limit, ...]:
    """Limits out of JSON.

    Raises:
        PackError: they are not of the form.
    """
    try:
        return tuple(msgspec.json.decode(content, type=list[Limit]))
    except msgspec.DecodeError as error:
        raise PackError(f"contract limits: {error}") from error


def exceeded(readings: Iterable[Reading], limits: Iterable[Limit], on: date) -> list[Exceeded]:
    """Limits that count on a day and that the readings go beyond, in order of the readings."""
    counting = [li for li in limits if li.since <= on and (li.until is None or on <= li.until)]
    out = []
    for reading in readings:
        for limit in counting:
            if limit.clause != reading.clause or not reading.evidence:
                continue
            number = reading.values.number(limit.value) if limit.value else None
            if limit.value:
                beyond = number is not None and _beyond(number, limit)
            else:
                beyond = str(reading.status) in limit.status
            if beyond:
                out.append(
                    Exceeded(limit, reading.document, number, reading.evidence[0].quote, reading)
                )
    return out


def _beyond(number: float, limit: Limit) -> bool:
    """Whether a number goes beyond a limit; rounding of months to days does not count."""
    slack = 0.02 * max(1.0, abs(limit.bound))
    return number > limit.bound + slack if limit.op == ">" else number < limit.bound - slack
