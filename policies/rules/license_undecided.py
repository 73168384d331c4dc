"""A component's licence asks for a decision that nobody has recorded.

What it checks:
    The same judgement as `license-denied`. A finding when the pack says `review`: allowed
    perhaps, under a duty or limit that someone has to weigh. It deviates, with a lower severity
    than a denied licence, until the decision is recorded as a waiver.

Why it matters:
    Copyleft is no ban but a duty: can we publish the source, and does it fit the licence of our
    own code? A restricted licence may fit today and not tomorrow. Without a recorded decision
    nobody knows.

Example:
    A system hosted for residents builds on a component under `AGPL-3.0-only`: whoever runs a
    modified version has to offer its source to the users. Review.

How to fix:
    Let the owner of the system decide with a lawyer: meet the duty (publish, ship texts), or
    replace the component. Record the decision as a waiver with a ground, a document and an end
    date.

Source:
    `licenses.yaml` of the pack (matrix: proposal of this project); AGPL-3.0 section 13; EUPL-1.2
    articles 1 and 5.
"""

from collections.abc import Iterator

from policies.facts import Facts
from policies.finding import Finding, Verdict
from policies.grouping import Found, license_findings
from policies.licensing import LicenseVerdict
from policies.pack import Outcome
from policies.rule import Context, Counted, Need

ID = "license-undecided"
NEEDS = frozenset({Need.LICENSES})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings of DEVIATES for outcome review; see the module."""

    def judge_one(verdict: LicenseVerdict) -> Found | Verdict:
        if verdict.verdict is Verdict.UNKNOWN:
            return Verdict.UNKNOWN
        if verdict.outcome is Outcome.DENY:
            return Verdict.NOT_APPLICABLE
        if verdict.outcome is not Outcome.REVIEW:
            return Verdict.COMPLIES
        return Found(Verdict.DEVIATES, context.severity, {"license": verdict.key})

    return license_findings(ID, facts, judge_one, context)
