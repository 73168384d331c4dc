"""A licence decision covers nothing, or takes a choice that is not on offer.

What it checks:
    Each decision in `curations.yaml`: whether a component in use fits its package and versions, and
    whether the licence that was chosen is on offer there.

Why it matters:
    A decision that covers nothing hides a mistake (a name spelt wrongly, a range that ended), or would
    settle something new without anyone looking. A choice that is not on offer has no effect at all.

Example:
    The decision was about versions below 2.0, and every system has moved to 2.1.

How to fix:
    Remove the decision, or correct its package, versions or choice after looking at what is used now.

Source:
    Own design.
"""

from collections.abc import Iterator

from policies.decisions import decisions_of
from policies.facts import Facts
from policies.finding import Finding, SubjectKind, Verdict
from policies.rule import Context, Counted, Need

ID = "curation-unused"
NEEDS = frozenset({Need.LICENSES})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings of DEVIATES; see the module."""
    decisions = decisions_of(facts)
    if decisions is None:
        return
    listed = [(c, ()) for c in decisions.unused] + list(decisions.refused)
    for curation, purls in listed:
        values = {
            "curation": curation.id,
            "about": f"{curation.purl} {curation.versions}".strip(),
            "choice": curation.choice,
            "refused": ", ".join(purls[:5]) + (", ..." if len(purls) > 5 else ""),
            "decided_by": curation.decided_by,
            "decided_on": curation.decided_on.isoformat(),
        }
        yield Finding(
            rule=ID,
            subject_kind=SubjectKind.WAIVER,
            subject=curation.id,
            system="",
            verdict=Verdict.DEVIATES,
            severity=context.severity,
            key=(("refused", "yes"),) if purls else (),
            values=tuple(sorted(values.items())),
        )
    if decisions.used:
        yield Counted(system="", verdict=Verdict.COMPLIES, count=decisions.used)
