"""When a contract has to be acted on: last day to give notice, end, and what is not known."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from sbom.registers.facts import Contract


class DeadlineKind(StrEnum):
    """What has to happen."""

    NOTICE = "notice"
    """Last day to give notice, or it goes on."""
    END = "end"
    """Last day of the contract."""
    NO_END = "no-end"
    """No end date is known."""
    NO_NOTICE = "no-notice"
    """It renews by itself and no notice period is known."""
    PAST = "past"
    """The end date lies behind; it goes on, or the register is not up to date."""


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """One date of one contract."""

    contract: Contract
    kind: DeadlineKind
    day: date | None
    """None for what is not known."""


def months_before(day: date, months: float) -> date:
    """The day so many months earlier; a part of a month counts in days of 1/30.4375."""
    whole = int(months)
    place = day.year * 12 + day.month - 1 - whole
    year, month = divmod(place, 12)
    earlier = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return earlier - timedelta(days=round((months - whole) * 30.4375))


def deadlines(contracts: Iterable[Contract], today: date) -> list[Deadline]:
    """Dates of all contracts that have not been ended, the nearest first, then what is unknown.

    A contract whose status says that it has ended gives nothing.

    Args:
        contracts: Of a register.
        today: Tells what lies behind.
    """
    found = []
    for contract in contracts:
        if contract.status.lower() in {"beeindigd", "beëindigd", "afgelopen", "ended", "expired"}:
            continue
        if contract.end is None:
            found.append(Deadline(contract=contract, kind=DeadlineKind.NO_END, day=None))
            continue
        if contract.end < today:
            found.append(Deadline(contract=contract, kind=DeadlineKind.PAST, day=contract.end))
            continue
        found.append(Deadline(contract=contract, kind=DeadlineKind.END, day=contract.end))
        if contract.notice_months is not None:
            day = months_before(contract.end, contract.notice_months)
            if day >= today:
                found.append(Deadline(contract=contract, kind=DeadlineKind.NOTICE, day=day))
        elif contract.auto_renewal:
            found.append(Deadline(contract=contract, kind=DeadlineKind.NO_NOTICE, day=None))
    return sorted(found, key=_order)


def _order(deadline: Deadline) -> tuple[bool, date, str, str, int]:
    contract = deadline.contract
    day = deadline.day or date.max
    return deadline.day is None, day, contract.key, deadline.kind.value, contract.line
