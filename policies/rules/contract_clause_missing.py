"""The contracts of a system do not provide for something that keeps the town independent.

What it checks:
    Of every system with contracts: the clause kinds whose absence is to the town's harm, over all
    its documents together. Not found in any is a deviation; unknown when a document or page could
    not be read, or when only one of the reader's two signals points at a passage.

Why it matters:
    What is not agreed has to be asked for later, from a supplier that owes nothing.

Example:
    A contract for a case system that says nothing of what happens to the data when it ends.

How to fix:
    Look in documents that were not in the folder. Otherwise propose the wording that the pack gives
    before signing, or at the next renewal.

Source:
    GIBIT 2023 with the VNG commentary; Regulation (EU) 2023/2854 (Data Act), articles 23 to 34. The
    reading is a reasoned proposal, no legal advice.

Parameters:
    clauses: ids of the clauses whose absence counts; empty: all but those whose absence is fine.
"""

from collections.abc import Iterator

from policies.contracts.held import finding, held, quote, wanted, where
from policies.facts import Facts
from policies.finding import Finding, Severity, Verdict
from policies.rule import Context, Counted, Need

ID = "contract-clause-missing"
NEEDS = frozenset({Need.SOURCES})
_PAPERS = {"processor_agreement": "dpa"}
"""Clauses that a document of their own is there for."""
_MILDER = {
    Severity.CRITICAL: Severity.HIGH,
    Severity.HIGH: Severity.MEDIUM,
    Severity.MEDIUM: Severity.LOW,
}


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """One finding per system and clause that its contracts do not hold for sure."""
    policy = context.pack.vendor
    if policy is None:
        return
    systems = facts.systems()
    for one in held(facts):
        there = 0
        asked = wanted(policy.clauses, context.words("clauses"), systems.get(one.system))
        for name, choice in asked.items():
            if _PAPERS.get(name) in one.papers:
                there += 1
                continue
            found = one.worst(name)
            if found is not None and (found.sure or found.status == "contradicted"):
                there += 1  # one that is against the town is for `contract-clause-against`
                continue
            unknown = found is not None or one.partial or not one.documents
            yield finding(
                ID,
                one,
                name=(choice.name.nl, choice.name.en),
                verdict=Verdict.UNKNOWN if unknown else Verdict.DEVIATES,
                severity=_MILDER.get(choice.severity, choice.severity),
                key=(("clause", name),),
                values={
                    "documents": str(len(one.documents)),
                    "near": f"{where(found)}: {quote(found, 200)}" if found else "",
                    "unread": "yes" if one.partial and found is None else "",
                    "proposed_nl": choice.proposed.nl,
                    "proposed_en": choice.proposed.en,
                },
                places=(found.place,) if found else one.documents,
            )
        if there:
            yield Counted(system=one.system, verdict=Verdict.COMPLIES, count=there)
