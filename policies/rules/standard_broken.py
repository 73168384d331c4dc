"""A test or a file shows that an open standard is not followed.

What it checks:
    Of every system with product tags: the open standards that bind for those tags, held against
    results of internet.nl, OpenAPI documents (eleven API Design Rules) and security.txt in the
    sources of the system. A failed test, a broken rule or an expired file is a deviation, also
    when other tests passed.

Why it matters:
    "Comply or explain": the town must ask for these standards and account for what deviates.
    Without them another supplier cannot take over, and data does not flow.

Example:
    A system with the tag `website`, whose results of internet.nl say that DNSSEC failed.

How to fix:
    Have the owner or supplier repair it and test again. When that cannot be done yet: decide to
    deviate on one of the allowed grounds, and record it with an end date.

Source:
    List of open standards of Forum Standaardisatie; Instructie rijksdienst bij aanschaf
    ICT-diensten of ICT-producten, articles 3 and 4.
"""

from collections.abc import Iterator

from policies.facts import Facts
from policies.finding import Confidence, Finding, Verdict
from policies.pack import Standard
from policies.rule import Context, Counted, Need
from policies.standards import Proof, Shown, standard_findings

ID = "standard-broken"
NEEDS = frozenset({Need.SOURCES})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings of DEVIATES by system and standard; see the module."""

    def judge_one(_name: str, _standard: Standard, found: list[Proof]) -> Verdict | Shown:
        against = [p for p in found if not p.holds]
        if not against:
            return Verdict.COMPLIES if found else Verdict.UNKNOWN
        return Shown(verdict=Verdict.DEVIATES, confidence=Confidence.HIGH, proofs=against)

    return standard_findings(ID, facts, context, judge_one)
