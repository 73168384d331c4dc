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
from policies.finding import Confidence, Finding, SubjectKind, Verdict
from policies.rule import Context, Counted, Need
from policies.standards import asked, proofs

ID = "standard-broken"
NEEDS = frozenset({Need.SOURCES})
_SHOWN = 20


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings of DEVIATES by system and standard; see the module."""
    standards = context.pack.standards
    if standards is None:
        return
    systems = facts.systems()
    wanted = {s.id: asked(standards, s.tags) for s in systems.values()}
    if not any(wanted.values()):
        return
    counts: dict[tuple[str, Verdict], int] = {}
    seen = proofs(facts, standards, context.today)
    for system, names in sorted(wanted.items()):
        for name, standard in names.items():
            found = seen.get((system, name), [])
            against = [p for p in found if not p.holds]
            if not against:
                verdict = Verdict.COMPLIES if found else Verdict.UNKNOWN
                counts[system, verdict] = counts.get((system, verdict), 0) + 1
                continue
            places = sorted({p.place for p in against})
            what = sorted({p.what for p in against})
            values = {
                "standard": standard.name,
                "status": standard.status,
                "url": standard.url,
                "what": "; ".join(what)[:600],
                "count": str(len(what)),
                "system_name": systems[system].name,
            }
            yield Finding(
                rule=ID,
                subject_kind=SubjectKind.SYSTEM,
                subject=system,
                system=system,
                verdict=Verdict.DEVIATES,
                severity=context.severity,
                confidence=Confidence.HIGH,
                key=(("standard", name),),
                values=tuple(sorted(values.items())),
                places=tuple(places[:_SHOWN]),
                place_count=len(places),
            )
    for (system, verdict), count in sorted(counts.items()):
        yield Counted(system=system, verdict=verdict, count=count)
