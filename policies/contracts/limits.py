"""Limits of law and of the city on what a contract says, each with the day it begins to count.

`limits.json` holds the shipped ones; a city adds its own in a file of the same form. A limit looks
at a value that was read or at the status of a clause. What was not found or not read exceeds
nothing: that is for the reader of "not found" and "unclear".
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pkgutil import get_data
from typing import TYPE_CHECKING

import msgspec

from sbom.errors import PackError

if TYPE_CHECKING:  # the reader of clauses compiles hundreds of patterns; limits need none of them
    from sbom.contracts.clauses.reading import Reading


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
    norm_en: str = ""
    """The same in English; empty: as in Dutch."""
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

    def norm_of(self, lang: str) -> str:
        """Where it is written, in a language."""
        return (self.norm_en or self.norm) if lang == "en" else self.norm


class Exceeded(msgspec.Struct, frozen=True):
    """A limit that a contract goes beyond."""

    limit: Limit
    document: str
    number: float | None
    quote: str
    reading: "Reading"
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


def exceeded(readings: "Iterable[Reading]", limits: Iterable[Limit], on: date) -> list[Exceeded]:
    """Limits that count on a day and that the readings go beyond, in order of the readings."""
    today = [limit for limit in limits if _counts(limit, on)]
    out = []
    for reading in readings:
        for limit in today:
            if limit.clause != reading.clause or not reading.evidence:
                continue
            number = reading.values.number(limit.value) if limit.value else None
            if beyond(limit, str(reading.status), number):
                out.append(
                    Exceeded(limit, reading.document, number, reading.evidence[0].quote, reading)
                )
    return out


def counting(on: date, *, services: bool) -> list[Limit]:
    """The shipped limits that count on a day.

    Args:
        on: The day.
        services: Whether it is a data processing service (cloud, SaaS).
    """
    return [li for li in shipped() if _counts(li, on) and (services or not li.services)]


def beyond(limit: Limit, status: str, number: float | None) -> bool:
    """Whether a clause goes beyond a limit.

    Args:
        limit: On this clause.
        status: Of the clause.
        number: The value that the limit looks at; None where it was not read.
    """
    if limit.value:
        return number is not None and _beyond(number, limit)
    return status in limit.status


def _counts(limit: Limit, on: date) -> bool:
    return limit.since <= on and (limit.until is None or on <= limit.until)


def _beyond(number: float, limit: Limit) -> bool:
    """Whether a number goes beyond a limit; rounding of months to days does not count."""
    slack = 0.02 * max(1.0, abs(limit.bound))
    return number > limit.bound + slack if limit.op == ">" else number < limit.bound - slack
