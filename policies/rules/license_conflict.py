"""Sources contradict each other about a component's licence.

What it checks:
    Whether claims of different kinds (declared by the author, detected in a text) name licences
    that the stronger kind does not, or whether inferred claims differ. `-only` and `-or-later`
    count as one: a text cannot tell them apart. A concluded licence settles the matter.

Why it matters:
    One of the two is wrong, or the package holds parts under another licence. Until someone has
    looked, we do not know which terms apply.

Example:
    The manifest says `MIT`, the licence file in the package is the GPL.

How to fix:
    Read the licence file and the manifest, and record what holds as concluded. Tell the publisher.

Source:
    SPDX 2.3, clauses 7.13 and 7.15 (concluded and declared licence); CycloneDX 1.6, licence
    acknowledgement.

Parameters:
    severity_when_same: severity where every reading leads to the same verdict.
"""

from collections.abc import Iterator

from policies.facts import Facts
from policies.finding import Finding, Severity, Verdict
from policies.grouping import Found, license_findings
from policies.license_view import LicenseState
from policies.licensing import LicenseVerdict
from policies.rule import Context, Counted, Need

ID = "license-conflict"
NEEDS = frozenset({Need.LICENSES})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings of UNKNOWN for contradicting claims; see the module."""
    milder = Severity(str(context.params.get("severity_when_same", context.severity)))

    def judge_one(verdict: LicenseVerdict) -> Found | Verdict:
        if verdict.state in {LicenseState.MISSING, LicenseState.UNPARSABLE}:
            return Verdict.NOT_APPLICABLE
        if verdict.state is not LicenseState.CONFLICT:
            return Verdict.COMPLIES
        severity = context.severity
        if verdict.verdict is not Verdict.UNKNOWN:
            severity = min(severity, milder, key=lambda s: s.rank)
        return Found(
            Verdict.UNKNOWN,
            severity,
            {"readings": " | ".join(sorted(verdict.conflict))},
            {"readings": " | ".join(verdict.conflict)},
        )

    return license_findings(ID, facts, judge_one, context)
