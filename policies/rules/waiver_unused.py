"""A waiver covers nothing.

What it checks:
    Waivers that hold today and fit no finding.

Why it matters:
    A waiver that covers nothing hides a mistake (a subject spelt wrongly), or is a leftover that
    would cover something new without a decision.

Example:
    The component that the waiver was about has been removed.

How to fix:
    Remove the waiver, or correct its fingerprint, rule, subject or system.

Source:
    Own design.
"""

from collections.abc import Iterator

from policies.facts import Facts
from policies.finding import Finding, SubjectKind, Verdict
from policies.rule import Context, Counted, Need

ID = "waiver-unused"
NEEDS = frozenset({Need.WAIVERS})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings of DEVIATES for waivers that cover nothing; see the module."""
    if context.applied is None:
        return
    systems = facts.systems()
    for waiver in context.applied.unused:
        known = systems.get(waiver.system)
        values = {
            "waiver": waiver.id,
            "about": waiver.fingerprint or f"{waiver.rule} {waiver.subject}",
            "valid_until": waiver.valid_until.isoformat(),
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
    used = {w.id for _, w in context.applied.waived}
    if used:
        yield Counted(system="", verdict=Verdict.COMPLIES, count=len(used))
