"""A component shows its source but is not open source.

What it checks:
    Effective licences whose class is one of the parameter `classes`, by default `source-available`
    (BUSL, SSPL, Elastic, FSL and the like), whatever the use: also where the use itself is allowed.

Why it matters:
    One company decides what may be done with the software and can change the terms for the next
    version. Such a component makes a system depend on a single supplier, and code built on it
    cannot be published as open source.

Example:
    A hosted system uses a component under `BUSL-1.1`, which was `MPL-2.0` two versions ago.

How to fix:
    Look for an open successor (a fork is often there), stay on the last open version for a
    limited time, or lay down in the contract what happens when the terms change.

Source:
    Standard for Public Code 0.8.0, criterion "Publish with an open licence"; Open Source
    Definition, clauses 5 and 6; letter of the council on digital independence.

Parameters:
    classes: licence classes that count.
"""

from collections.abc import Iterator

from policies.facts import Facts
from policies.finding import Finding, Verdict
from policies.grouping import Found, license_findings
from policies.license_view import LicenseState
from policies.licensing import LicenseVerdict
from policies.rule import Context, Counted, Need

ID = "source-available-component"
NEEDS = frozenset({Need.LICENSES})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings of DEVIATES for licences of the listed classes; see the module."""
    classes = context.words("classes")

    def judge_one(verdict: LicenseVerdict) -> Found | Verdict:
        if verdict.state in {LicenseState.MISSING, LicenseState.UNPARSABLE}:
            return Verdict.UNKNOWN
        found = [c for c in verdict.classes if c in classes]
        if not found:
            unclear = "unknown" in verdict.classes
            return Verdict.UNKNOWN if unclear else Verdict.COMPLIES
        return Found(
            Verdict.DEVIATES,
            context.severity,
            {"license": verdict.key},
            {"license_class": found[0]},
        )

    return license_findings(ID, facts, judge_one, context)
