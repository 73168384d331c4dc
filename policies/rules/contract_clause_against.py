"""A contract holds a clause that works against the town.

What it checks:
    Of every folder of contracts: the clauses that were found and whose own words work against the
    customer (`contradicted`), in the document that prevails. A clause that both signals of the
    reader point at deviates; one that only one signal points at is unknown: a person reads it.

Why it matters:
    Such a clause decides what happens on the day that the town wants to leave, or that the supplier
    is sold, goes bankrupt or raises its prices.

Example:
    "The supplier may suspend access without notice when an invoice is paid late."

How to fix:
    Read the quoted passage in its context. Propose other wording before signing or renewing, and
    write down the decision when the clause is accepted.

Source:
    GIBIT 2023 with the VNG commentary; Regulation (EU) 2023/2854 (Data Act), articles 23 to 34. The
    reading is a reasoned proposal, no legal advice.
"""

from collections.abc import Iterator

from policies.contracts.held import finding, held, quote, where
from policies.facts import Facts
from policies.finding import Finding, Verdict
from policies.rule import Context, Counted, Need

ID = "contract-clause-against"
NEEDS = frozenset({Need.SOURCES})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """One finding per system and clause; what was found and is not against the town complies."""
    policy = context.pack.vendor
    if policy is None:
        return
    for one in held(facts):
        fine = 0
        for name, choice in policy.clauses.items():
            worst = one.worst(name)
            if worst is None:
                continue
            if worst.status != "contradicted":
                fine += 1
                continue
            yield finding(
                ID,
                one,
                name=(choice.name.nl, choice.name.en),
                verdict=Verdict.DEVIATES if worst.sure else Verdict.UNKNOWN,
                severity=choice.severity,
                key=(("clause", name),),
                values={
                    "quote": quote(worst),
                    "where": where(worst),
                    "why_nl": worst.values.get("why_nl", ""),
                    "why_en": worst.values.get("why_en", ""),
                    "proposed_nl": choice.proposed.nl,
                    "proposed_en": choice.proposed.en,
                },
                places=(worst.place,),
            )
        if fine:
            yield Counted(system=one.system, verdict=Verdict.COMPLIES, count=fine)
