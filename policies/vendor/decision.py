"""What the lines decide: sign, negotiate first, do not sign, or cannot be judged."""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from policies.finding import Verdict
from policies.pack_vendor import DecisionRow, VendorPolicy
from policies.vendor.line import Ground, Line

_GRAVEST = (
    Ground.LEGAL,
    Ground.CONTRADICTED,
    Ground.FACT,
    Ground.POLICY,
    Ground.WEAK,
    Ground.ABSENT,
    Ground.UNREAD,
)
"""What is told first among lines of one severity: what the papers say goes before what they leave out."""


class Outcome(StrEnum):
    """The verdict on the dossier."""

    SIGN = "sign"
    NEGOTIATE = "negotiate"
    DO_NOT_SIGN = "do-not-sign"
    CANNOT_BE_JUDGED = "cannot-be-judged"


class Step(msgspec.Struct, frozen=True):
    """Lines that hold the dossier at one verdict."""

    outcome: Outcome
    """The verdict as long as any of them stands, all of the steps before it solved."""
    lines: tuple[str, ...]
    """Ids, gravest first within the row of the table that named them."""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict and what it rests on."""

    outcome: Outcome
    row: int
    """Row of the table that decided, from 1; 0: none did, so sign."""
    because: tuple[str, ...]
    """Ids of the lines that decided, gravest first."""
    steps: tuple[Step, ...]
    """The way to signing: what to solve first, and what stands between it and each next verdict."""

    @property
    def without_them(self) -> Outcome:
        """What it would be once the lines of the first step were put right."""
        return self.steps[1].outcome if len(self.steps) > 1 else Outcome.SIGN

    @property
    def to_solve(self) -> int:
        """How many lines the first step takes, those of `because` included."""
        return len(self.steps[0].lines) if self.steps else 0

    @property
    def settle(self) -> tuple[str, ...]:
        """Ids of all lines that stand between the dossier and signing, in the order of solving."""
        return tuple(i for step in self.steps for i in step.lines)


def decide(lines: Sequence[Line], policy: VendorPolicy) -> Decision:
    """The first row of the policy that fits, and all rows that fit after it.

    Args:
        lines: All of the page.
        policy: With its table.
    """
    number, because = _first(lines, policy.decision)
    outcome = Outcome(policy.decision[number - 1].verdict) if number else Outcome.SIGN
    return Decision(
        outcome=outcome,
        row=number,
        because=because,
        steps=tuple(_steps(lines, policy.decision)),
    )


def _steps(lines: Sequence[Line], rows: Sequence[DecisionRow]) -> list[Step]:
    steps: list[Step] = []
    left = list(lines)
    while True:
        number, named = _first(left, rows)
        after = Outcome(rows[number - 1].verdict) if number else Outcome.SIGN
        if after is Outcome.SIGN or not named:
            return steps
        if steps and steps[-1].outcome is after:
            steps[-1] = Step(after, steps[-1].lines + named)
        else:
            steps.append(Step(after, named))
        left = [line for line in left if line.id not in named]


def _first(lines: Sequence[Line], rows: Sequence[DecisionRow]) -> tuple[int, tuple[str, ...]]:
    for number, row in enumerate(rows, 1):
        fitting = [line for line in lines if _fits(line, row)]
        if len(fitting) >= row.at_least:
            fitting.sort(key=lambda line: (-line.severity.rank, _gravity(line), line.id))
            return number, tuple(line.id for line in fitting)
    return 0, ()


def _gravity(line: Line) -> int:
    return _GRAVEST.index(line.ground) if line.ground is not None else len(_GRAVEST)


def _fits(line: Line, row: DecisionRow) -> bool:
    when = row.when
    return (
        line.verdict == Verdict(when.verdict)
        and line.severity.rank >= when.severity.rank
        and (not when.weight or (line.ground is not None and line.ground.value in when.weight))
    )
