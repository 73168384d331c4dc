"""A licence is stated, but cannot be read as an SPDX expression.

What it checks:
    Claims that say something which is not a licence id, a known name, or an expression of these:
    free text, a pointer to a file, or a vague name (`BSD`, `GPL`) of which the version or variant
    is missing. A vague name or pointer counts as read when another claim settles it.

Why it matters:
    What cannot be read cannot be judged. A vague name can stand for licences with quite different
    duties.

Example:
    `"license": "SEE LICENSE IN LICENSE.txt"` without a licence file that was recognised.

How to fix:
    Read the text that is meant and record the licence as concluded. For own packages: write an SPDX
    expression in the manifest. For a supplier's SBOM: ask for SPDX ids.

Source:
    SPDX 2.3, Annex D; BSI TR-03183-2 v2.1.0 section 6.1.

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

ID = "license-unparsable"
NEEDS = frozenset({Need.LICENSES})
_UNREAD = {"unread", "vague", "elsewhere"}


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings of UNKNOWN for claims that cannot be read; see the module."""

    def judge_one(verdict: LicenseVerdict) -> Found | Verdict:
        if verdict.state is LicenseState.MISSING:
            return Verdict.NOT_APPLICABLE
        if verdict.state is not LicenseState.UNPARSABLE:
            return Verdict.COMPLIES
        stated = sorted({" ".join(d.split()) for code, d in verdict.reasons if code in _UNREAD})
        text = " | ".join(stated)[:300]
        return Found(
            Verdict.UNKNOWN,
            softened(context, verdict),
            {"stated": text.lower()},
            {"stated": text},
        )

    return license_findings(ID, facts, judge_one, context)
