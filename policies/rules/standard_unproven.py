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
from policies.finding import Confidence, Finding, SubjectKind, Verdict
from policies.rule import Context, Counted, Need
from policies.standards import RANKS, Level, asked, proofs

ID = "standard-unproven"
NEEDS = frozenset({Need.SOURCES})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """One finding of UNKNOWN for each system and standard without proof; see the module."""
    standards = context.pack.standards
    if standards is None:
        return
    systems = facts.systems()
    wanted = {s.id: asked(standards, s.tags) for s in systems.values()}
    if not any(wanted.values()):
        return
    enough = RANKS[Level(str(context.params.get("enough", Level.SEEN)))]
    seen = proofs(facts, standards, context.today)
    for system, names in sorted(wanted.items()):
        proven = 0
        for name, standard in names.items():
            found = seen.get((system, name), [])
            if any(RANKS[p.level] >= enough or not p.holds for p in found):
                proven += 1
                continue
            weak = sorted({p.what for p in found})
            values = {
                "standard": standard.name,
                "status": standard.status,
                "url": standard.url,
                "standard_scope": name,
                "standard_check": name if standard.check else "",
                "what": "; ".join(weak)[:300],
                "system_name": systems[system].name,
            }
            places = sorted({p.place for p in found})
            yield Finding(
                rule=ID,
                subject_kind=SubjectKind.SYSTEM,
                subject=system,
                system=system,
                verdict=Verdict.UNKNOWN,
                severity=context.severity,
                confidence=Confidence.MEDIUM,
                key=(("standard", name),),
                values=tuple(sorted(values.items())),
                places=tuple(places[:20]),
                place_count=len(places),
            )
        if proven:
            yield Counted(system=system, verdict=Verdict.COMPLIES, count=proven)
