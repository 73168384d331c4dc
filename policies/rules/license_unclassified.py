"""A licence can be read, but the pack has no class for it.

What it checks:
    Effective licences that hold an id without a class: an own `LicenseRef-`, or an id that the
    pack puts in the class `unknown`. When another branch of an OR is classified, that branch is
    used and there is no finding.

Why it matters:
    Without a class there is no verdict, and unknown never passes.

Example:
    A supplier's SBOM states `LicenseRef-voorbeeld-eula`.

How to fix:
    Read the licence text, and add the id with a class under `ids:` in the town's own
    `licenses.yaml`, with the document that was read as its note.

Source:
    SPDX 2.3, Annex D (LicenseRef); BSI TR-03183-2 v2.1.0 section 6.1.

Parameters:
    severity_when_review: severity where the use would only ask for review (internal use, tools).
"""

from collections.abc import Iterator

from policies.facts import Facts
from policies.finding import Finding, Verdict
from policies.grouping import Found, license_findings, softened
from policies.license_view import LicenseState
from policies.licensing import LicenseVerdict
from policies.rule import Context, Counted, Need

ID = "license-unclassified"
NEEDS = frozenset({Need.LICENSES})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings of UNKNOWN for licences without a class; see the module."""

    def judge_one(verdict: LicenseVerdict) -> Found | Verdict:
        if verdict.state in {LicenseState.MISSING, LicenseState.UNPARSABLE}:
            return Verdict.NOT_APPLICABLE
        names = sorted({detail for code, detail in verdict.reasons if code == "unclassified"})
        if verdict.verdict is not Verdict.UNKNOWN or not names:
            return Verdict.COMPLIES
        return Found(
            Verdict.UNKNOWN,
            softened(context, verdict),
            {"unclassified": " | ".join(names)},
            {"unclassified": ", ".join(names)},
        )

    return license_findings(ID, facts, judge_one, context)
