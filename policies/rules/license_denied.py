"""A component's licence is not allowed for the way the system uses it.

What it checks:
    The effective licence of every component version (concluded before declared before detected
    before inferred), judged by class and use context. Of an expression with OR the best branch
    counts, of AND the worst part. A finding when the pack says `deny`. Development, test and
    build dependencies are judged as tools. What is unknown is counted here as unknown and
    reported by the rules `license-unknown`, `license-unparsable`, `license-unclassified` and
    `license-conflict`.

Why it matters:
    The licence is the permission to use the software. Without a fitting permission the municipality
    breaks copyright, may have to withdraw an application, and cannot publish its own code.

Example:
    A system that runs in the visitor's browser uses a component under `CC-BY-NC-4.0`: deny, because
    non-commercial terms do not fit code that is handed to everyone.

How to fix:
    Replace the component, buy a licence, or use it in a way that the licence allows. When the
    deviation is deliberate, record it as a waiver with a ground and an end date.

Source:
    `licenses.yaml` of the pack (matrix: proposal of this project); Auteurswet article 1; Standard
    for Public Code 0.8.0, criterion "Publish with an open licence".
"""

from collections.abc import Iterator

from policies.facts import Facts
from policies.finding import Finding, Verdict
from policies.grouping import Found, license_findings
from policies.licensing import LicenseVerdict
from policies.pack import Outcome
from policies.rule import Context, Counted, Need

ID = "license-denied"
NEEDS = frozenset({Need.LICENSES})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings of DEVIATES for outcome deny; see the module."""

    def judge_one(verdict: LicenseVerdict) -> Found | Verdict:
        if verdict.verdict is Verdict.UNKNOWN:
            return Verdict.UNKNOWN
        if verdict.outcome is not Outcome.DENY:
            return Verdict.COMPLIES
        return Found(Verdict.DEVIATES, context.severity, {"license": verdict.key})

    return license_findings(ID, facts, judge_one, context)
