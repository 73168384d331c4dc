"""A value in a contract goes beyond a limit of law or of the town's purchase terms.

What it checks:
    Of every folder of contracts: the values and statuses that were read against the limits that hold
    today (`policies/contracts/limits.json`): notice of at most two months and no switching charges
    from 12 January 2027 under the Data Act, hours in which a breach is told, the cap on liability of
    GIBIT. Limits for cloud and SaaS count only for systems with such a tag. What was not read
    exceeds nothing.

Why it matters:
    A term that the law forbids does not bind the town, but only for one who knows it. Limits of
    purchase terms are choices that were made once for all contracts.

Example:
    "Notice of termination: six months" in a contract for a SaaS service.

How to fix:
    Read the quoted passage. Ask the supplier to bring the term within the limit, with the norm that
    is named.

Source:
    Regulation (EU) 2023/2854 (Data Act), articles 25 and 29; GIBIT 2023; each limit names its own.
"""

from collections.abc import Iterator

from policies.contracts.held import finding, held, is_service, quote, where
from policies.contracts.limits import beyond, counting
from policies.facts import Facts
from policies.finding import Finding, Severity, Verdict
from policies.rule import Context, Counted, Need

ID = "contract-limit-exceeded"
NEEDS = frozenset({Need.SOURCES})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """One finding per system and limit that is crossed."""
    policy = context.pack.vendor
    found = held(facts)
    if policy is None or not found:
        return
    systems = facts.systems()
    for one in found:
        within = 0
        for limit in counting(context.today, services=is_service(systems.get(one.system))):
            worst = one.worst(limit.clause)
            if worst is None:
                continue
            if not beyond(limit, worst.status, worst.number(limit.value) if limit.value else None):
                within += 1
                continue
            choice = policy.clauses.get(limit.clause)
            names = (choice.name.nl, choice.name.en) if choice else (limit.clause, limit.clause)
            yield finding(
                ID,
                one,
                name=names,
                verdict=Verdict.DEVIATES if worst.sure else Verdict.UNKNOWN,
                severity=Severity(limit.severity),
                key=(("limit", limit.id),),
                values={
                    "limit_nl": limit.nl,
                    "limit_en": limit.en,
                    "norm_nl": limit.norm_of("nl"),
                    "norm_en": limit.norm_of("en"),
                    "quote": quote(worst),
                    "where": where(worst),
                },
                places=(worst.place,),
            )
        if within:
            yield Counted(system=one.system, verdict=Verdict.COMPLIES, count=within)
