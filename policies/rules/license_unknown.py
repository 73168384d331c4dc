"""No licence is known for a component.

What it checks:
    Whether any source says anything about the component's licence: manifest, lockfile, SBOM,
    licence text, or the same component elsewhere in the estate. `NOASSERTION`, `NONE` and
    `UNKNOWN` say nothing.

Why it matters:
    No licence means all rights reserved: there is no permission to use the software. Unknown never
    counts as good.

Example:
    A Python lockfile lists `pkg:pypi/voorbeeld` and names no licence, as Python lockfiles never do.

How to fix:
    Look the licence up at the component's publisher and record it as concluded, or ask the
    supplier for an SBOM with licences.

Source:
    Auteurswet article 1; BSI TR-03183-2 v2.1.0 section 5 (licences are required fields of an SBOM).

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

ID = "license-unknown"
NEEDS = frozenset({Need.LICENSES})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings of UNKNOWN where no claim says anything; see the module."""

    def judge_one(verdict: LicenseVerdict) -> Found | Verdict:
        if verdict.state is not LicenseState.MISSING:
            return Verdict.COMPLIES
        return Found(Verdict.UNKNOWN, softened(context, verdict), {})

    return license_findings(ID, facts, judge_one, context)
