"""What holds of a clause when the documents of a deal are laid together.

Each document speaks once, with the passage that leads in it (the worst for the customer that is sure
enough); what its annexes say against it is in its own reading.

The paper that prevails leads (`sbom.contracts.precedence`). Where no document says which prevails,
or documents say different things, the worst reading for the customer leads; all are shown.
"""

from collections.abc import Sequence

import msgspec

from sbom.contracts.clauses.detect import Tier
from sbom.contracts.clauses.leading import WORSE
from sbom.contracts.clauses.reading import Evidence, Reading
from sbom.contracts.clauses.status import Status
from sbom.contracts.document import Document
from sbom.contracts.precedence import Basis, Hierarchy


class Stand(msgspec.Struct, frozen=True):
    """What one document says of a clause: the passage that leads in it."""

    paper: int
    status: Status
    reading: int
    """Place in the readings that were given."""
    evidence: Evidence
    sure: bool = True
    """Both signals point at it."""


class Settled(msgspec.Struct, frozen=True):
    """One clause over all papers."""

    clause: str
    status: Status
    """Of what leads; absent when no paper holds the clause."""
    basis: Basis
    leads: Stand | None
    others: tuple[Stand, ...] = ()
    """What the other papers say, worst for the customer first."""
    orders: tuple[int, ...] = ()
    """Places in `Hierarchy.orders` that decided."""
    excluded: tuple[int, ...] = ()
    """Places in `Hierarchy.excluded` that decided."""

    @property
    def apart(self) -> bool:
        """Whether papers say different things."""
        return self.leads is not None and any(o.status is not self.status for o in self.others)


def settled(
    documents: Sequence[Document], readings: Sequence[Reading], hierarchy: Hierarchy
) -> tuple[Settled, ...]:
    """What holds of each clause when all papers are laid together, in order of first mention.

    A paper that no other prevails over leads. Where several are left (silent or disputed), the worst
    for the customer of those leads.

    Args:
        documents: As given to `hierarchy_of`; readings are matched to them by name.
        readings: `read_clauses` of these documents.
        hierarchy: `hierarchy_of` the same documents.
    """
    return settled_by_name([d.name for d in documents], readings, hierarchy)


def settled_by_name(
    names: Sequence[str], readings: Sequence[Reading], hierarchy: Hierarchy
) -> tuple[Settled, ...]:
    """As `settled`, with the names of the documents in place of the documents."""
    places = {name: n for n, name in enumerate(names)}
    stands: dict[str, list[Stand]] = {}
    for number, reading in enumerate(readings):
        kept = stands.setdefault(reading.clause, [])
        if not reading.found or reading.document not in places:
            continue
        paper = hierarchy.paper_of(places[reading.document], reading.evidence[0].part)
        kept.append(
            Stand(paper, reading.status, number, reading.evidence[0], reading.tier is Tier.BOTH)
        )
    return tuple(_settle(clause, found, hierarchy) for clause, found in stands.items())


def _settle(clause: str, stands: list[Stand], hierarchy: Hierarchy) -> Settled:
    if not stands:
        return Settled(clause, Status.ABSENT, Basis.SAME, None)
    ranked = sorted(stands, key=lambda s: WORSE[s.status])
    beaten: set[int] = set()
    orders: list[int] = []
    aside: list[int] = []
    bases: set[Basis] = set()
    for n, one in enumerate(ranked):
        for two in ranked[n + 1 :]:
            made = hierarchy.ruling(one.paper, two.paper)
            bases.add(made.basis)
            if made.winner is not None and made.basis is not Basis.SAME:
                over, under = (one, two) if made.winner == one.paper else (two, one)
                if under.sure and not over.sure:
                    continue  # what has to be read first sets nothing aside
                beaten.add(under.paper)
                orders += made.orders
                aside += made.excluded
    left = [s for s in ranked if s.paper not in beaten] or ranked
    basis = _basis(left, bases)
    others = tuple(s for s in ranked if s is not left[0])
    return Settled(clause, left[0].status, basis, left[0], others, _once(orders), _once(aside))


def _once(places: list[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(places))


def _basis(left: list[Stand], bases: set[Basis]) -> Basis:
    """What decided: the words that rank, unless several papers are left."""
    if len(left) > 1:
        return Basis.DISPUTED if Basis.DISPUTED in bases else Basis.SILENT
    for basis in (Basis.STATED, Basis.EXCLUDED):
        if basis in bases:
            return basis
    return Basis.SAME
