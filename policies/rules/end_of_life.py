"""A component is no longer maintained, or soon will not be.

What it checks:
    Runtimes, frameworks, images and components whose line of releases is past its end of life, or
    reaches it within half a year (then with severity low), by the dates of endoflife.date.

Why it matters:
    After the end no security fixes come, so a new vulnerability stays open.

Example:
    `django` 3.2: maintenance ended in April 2024.

How to fix:
    Move to a line that is maintained; plan it before the end when the finding says "soon".

Source:
    BIO2 control 8.8 (technical vulnerabilities); endoflife.date.
"""

from collections.abc import Iterator

from policies.facts import Facts
from policies.finding import Finding, Severity, SubjectKind, Verdict
from policies.rule import Context, Counted, Need
from policies.security import MAX_PLACES, security_of

ID = "end-of-life"
NEEDS = frozenset({Need.VERSIONS})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings for ends of life; see the module."""
    security = security_of(facts)
    if security is None:
        return
    systems = facts.systems()
    for use in security.endings():
        known = systems.get(use.system)
        values = {
            "name": use.name,
            "versions": use.version,
            "system_name": known.name if known else "",
            "product": use.product,
            "cycle": use.cycle,
            "ends": use.ends,
            "ended": "yes" if use.ended else "no",
            "latest": use.latest,
        }
        yield Finding(
            rule=ID,
            subject_kind=SubjectKind.COMPONENT,
            subject=use.purl_base,
            system=use.system,
            verdict=Verdict.DEVIATES,
            severity=context.severity if use.ended else Severity.LOW,
            key=(("cycle", use.cycle),),
            values=tuple(sorted(values.items())),
            places=tuple(sorted(use.places)[:MAX_PLACES]),
            place_count=use.count,
        )
