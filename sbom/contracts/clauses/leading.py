"""Which of several passages on one clause comes first: the worst for the customer, or the one that completes.

Only passages near the best count, and where the patterns agree on one of them the others stay behind.
"""

from sbom.contracts.clauses.detect import Hit
from sbom.contracts.clauses.patterns import ENOUGH
from sbom.contracts.clauses.status import Decision, Status
from sbom.contracts.values_clause import Values

LEAD_MARGIN = 2.0
"""Passages this far below the best may still lead when they are worse for the customer."""
AGAINST_MARGIN = 4.0
"""The same for a passage on which the patterns agree and that works against the customer."""
WORSE = {Status.CONTRADICTED: 0, Status.UNCLEAR: 1, Status.WEAK: 2, Status.PRESENT: 3}


def _margin(hit: Hit, decision: Decision) -> float:
    """How far below the best a passage may still lead."""
    against = decision.status is Status.CONTRADICTED and hit.pattern >= ENOUGH
    return AGAINST_MARGIN if against else LEAD_MARGIN


def leading(judged: list[tuple[Hit, Decision, Values]], turned_at: list[str] | None = None) -> int:
    """Which passage leads among those near the best that say something.

    The worst for the customer; where passages complete each other (`turned_at` is given: what of
    each passage is denied) the one that grants most, unless one of them works against the customer.
    """
    top = judged[0][0].score
    near = [
        (WORSE[decision.status], i)
        for i, (hit, decision, _) in enumerate(judged)
        if decision.told and hit.score >= top - _margin(hit, decision)
    ]
    backed = [(rank, i) for rank, i in near if judged[i][0].pattern >= ENOUGH]
    near = backed or near
    if not near:
        return next((i for i, (_, decision, _) in enumerate(judged) if decision.told), 0)
    if turned_at is not None and min(near)[0] != WORSE[Status.CONTRADICTED]:
        grants = [i for rank, i in near if rank == WORSE[Status.PRESENT] and not turned_at[i]]
        if grants:
            return grants[0]
    return min(near)[1]
