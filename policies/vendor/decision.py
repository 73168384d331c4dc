"""What the lines decide: sign, negotiate first, do not sign, or cannot be judged."""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from policies.finding import Verdict
from policies.pack_vendor import DecisionRow, VendorPolicy
from policies.vendor.line import Line


class Outcome(StrEnum):
    """The verdict on the dossier."""

    SIGN = "sign"
    NEGOTIATE = "negotiate"
    DO_NOT_SIGN = "do-not-sign"
    CANNOT_BE_JUDGED = "cannot-be-judged"


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict and what it rests on."""

    outcome: Outcome
    row: int
    """Row of the table that decided, from 1; 0: none did, so sign."""
    because: tuple[str, ...]
    """Ids of the lines that decided, gravest first."""
    without_them: Outcome
    """What it would be once `to_solve` lines were put right: what would change the verdict."""
    to_solve: int
    """How many lines that takes, these included."""


def decide(lines: Sequence[Line], policy: VendorPolicy) -> Decision:
    """The first row of the policy that fits.

    Args:
        lines: All of the page.
        policy: With its table.
    """
    number, because = _first(lines, policy.decision)
    outcome = Outcome(policy.decision[number - 1].verdict) if number else Outcome.SIGN
    solved = set(because)
    after = outcome
    while after is outcome and outcome is not Outcome.SIGN:
        row, more = _first([line for line in lines if line.id not in solved], policy.decision)
        after = Outcome(policy.decision[row - 1].verdict) if row else Outcome.SIGN
        if after is outcome:
            solved.update(more)
    return Decision(
        outcome=outcome,
        row=number,
        because=because,
        without_them=after,
        to_solve=len(solved),
    )


def _first(lines: Sequence[Line], rows: Sequence[DecisionRow]) -> tuple[int, tuple[str, ...]]:
    for number, row in enumerate(rows, 1):
        fitting = [line for line in lines if _fits(line, row)]
        if len(fitting) >= row.at_least:
            fitting.sort(key=lambda line: (-line.severity.rank, line.id))
            return number, tuple(line.id for line in fitting)
    return 0, ()


def _fits(line: Line, row: DecisionRow) -> bool:
    when = row.when
    return (
        line.verdict == Verdict(when.verdict)
        and line.severity.rank >= when.severity.rank
        and (not when.weight or (line.ground is not None and line.ground.value in when.weight))
    )
