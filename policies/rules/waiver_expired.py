"""A waiver has ended.

What it checks:
    Waivers whose last day (`valid_until`) lies before today. The findings that they covered are
    open again.

Why it matters:
    A deviation is approved for a time, so that someone looks again. An ended waiver means that
    the time has come.

Example:
    A waiver with `valid_until: 2026-10-31`, read on 1 November.

How to fix:
    Solve the findings, or take a new decision with a new end date. Remove the waiver when nothing
    needs it any more.

Source:
    "Comply or explain": Instructie rijksdienst bij aanschaf ICT-diensten of ICT-producten (2008),
    as practised with the list of open standards.
"""

from collections.abc import Iterator

from policies.facts import Facts
from policies.finding import Finding, SubjectKind, Verdict
from policies.rule import Context, Counted, Need

ID = "waiver-expired"
NEEDS = frozenset({Need.WAIVERS})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings of DEVIATES for waivers past their last day; see the module."""
    if context.applied is None:
        return
    systems = facts.systems()
    for waiver, number in context.applied.expired:
        known = systems.get(waiver.system)
        values = {
            "waiver": waiver.id,
            "valid_until": waiver.valid_until.isoformat(),
            "decided_by": waiver.decided_by,
            "findings": str(number),
            "system_name": known.name if known else "",
        }
        yield Finding(
            rule=ID,
            subject_kind=SubjectKind.WAIVER,
            subject=waiver.id,
            system=waiver.system,
            verdict=Verdict.DEVIATES,
            severity=context.severity,
            values=tuple(sorted(values.items())),
        )
    valid = {w.id for _, w in context.applied.waived} | {w.id for w in context.applied.unused}
    if valid:
        yield Counted(system="", verdict=Verdict.COMPLIES, count=len(valid))
