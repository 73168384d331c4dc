"""The points of a check and how many there are: counted here once, told the same everywhere."""

from collections.abc import Iterable

import msgspec

from policies.finding import Verdict
from policies.vendor.line import Ground, Line
from scanner.vendor.check import Check


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """How many points; `deviates`, `unknown`, `complies` and `not_applicable` make `points`."""

    points: int
    deviates: int
    unknown: int
    complies: int
    not_applicable: int
    legal: int
    """Deviations beyond a legal limit."""
    policy: int
    """All other deviations."""
    settle: int
    """To be solved before signing: `settle_deviates` and `settle_unknown`."""
    settle_deviates: int
    settle_unknown: int
    light: int
    """Deviations and unknown points that do not stand in the way: the rest of both."""
    light_deviates: int
    light_unknown: int

    @property
    def applicable(self) -> int:
        """Points that apply to this product."""
        return self.points - self.not_applicable

    @property
    def judged(self) -> int:
        """Points on which there is a verdict."""
        return self.deviates + self.complies


def counted(check: Check) -> Counted:
    """The counts of a check."""
    lines = check.lines
    settle = settled(check)
    deviates, unknown = _of(lines, Verdict.DEVIATES), _of(lines, Verdict.UNKNOWN)
    legal = sum(x.ground is Ground.LEGAL and x.verdict is Verdict.DEVIATES for x in lines)
    named = (_of(settle, Verdict.DEVIATES), _of(settle, Verdict.UNKNOWN))
    return Counted(
        points=len(lines),
        deviates=deviates,
        unknown=unknown,
        complies=_of(lines, Verdict.COMPLIES),
        not_applicable=_of(lines, Verdict.NOT_APPLICABLE),
        legal=legal,
        policy=deviates - legal,
        settle=len(settle),
        settle_deviates=named[0],
        settle_unknown=named[1],
        light=deviates + unknown - sum(named),
        light_deviates=deviates - named[0],
        light_unknown=unknown - named[1],
    )


def settled(check: Check) -> list[Line]:
    """What stands between the dossier and signing, in the order of solving; point 1 is the first."""
    by_id = {x.id: x for x in check.lines}
    return [by_id[i] for i in check.decision.settle]


def asked(check: Check) -> list[Line]:
    """Lines with a question to the supplier: first those to be solved, so that numbers agree."""
    first = settled(check)
    known = {x.id for x in first}
    open_ = {Verdict.DEVIATES, Verdict.UNKNOWN}
    return first + [
        x
        for x in check.lines
        if x.question is not None and x.verdict in open_ and x.id not in known
    ]


def anchor(line: Line) -> str:
    """Name of the place in the annex where a line stands with all its evidence."""
    return "l-" + line.id.replace("/", "-")


def point_anchor(line: Line) -> str:
    """Name of the place in the body where a point to be solved stands."""
    return "p" + anchor(line)[1:]


def question_anchor(line: Line) -> str:
    """Name of the place of the question on a line."""
    return "q" + anchor(line)[1:]


def _of(lines: Iterable[Line], verdict: Verdict) -> int:
    return sum(x.verdict is verdict for x in lines)
