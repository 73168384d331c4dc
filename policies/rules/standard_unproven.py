"""It is not known whether an open standard that binds is followed.

What it checks:
    Of every system with product tags: the open standards that bind for those tags and of which
    nothing was found: no test result, no document, no component that is made for it. Software
    that is made for a standard counts as enough only when the parameter says so.

Why it matters:
    The town must ask for these standards and be able to show that it did. What nobody tested is
    unknown, and unknown is not the same as good.

Example:
    A system with the tag `website` and no results of internet.nl.

How to fix:
    Put proof in a source of the system: results of internet.nl, the OpenAPI document, a test
    report. Or ask the supplier for it.

Source:
    List of open standards of Forum Standaardisatie; Instructie rijksdienst bij aanschaf
    ICT-diensten of ICT-producten, articles 3 and 4.

Parameters:
    enough: the least proof that counts: `seen`, `observed` or `tested`.
"""

from collections.abc import Iterator

from policies.facts import Facts
from policies.finding import Confidence, Finding, Verdict
from policies.pack import Standard
from policies.rule import Context, Counted, Need
from policies.standards import RANKS, Level, Proof, Shown, standard_findings

ID = "standard-unproven"
NEEDS = frozenset({Need.SOURCES})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """One finding of UNKNOWN for each system and standard without proof; see the module."""
    enough = RANKS[Level(str(context.params.get("enough", Level.SEEN)))]

    def judge_one(name: str, standard: Standard, found: list[Proof]) -> Verdict | Shown:
        if any(RANKS[p.level] >= enough or not p.holds for p in found):
            return Verdict.COMPLIES
        return Shown(
            verdict=Verdict.UNKNOWN,
            confidence=Confidence.MEDIUM,
            proofs=found,
            values={"standard_scope": name, "standard_check": name if standard.check else ""},
        )

    return standard_findings(ID, facts, context, judge_one)
