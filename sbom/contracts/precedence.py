"""Which of several documents of one deal prevails.

`hierarchy_of` reads every ranking in a set of documents and ties the names in it to the documents
that are there. `Hierarchy.ruling` says for two papers which prevails, by which words. Nothing is
presumed: where no document says which prevails, the ruling is `SILENT`; where two rankings pull
apart it is `DISPUTED`, unless one was given against its own speaker or names the paper itself.
What that does to a clause is in `sbom.contracts.settled`.
"""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from sbom.contracts.document import Document
from sbom.contracts.paper_names import names_in
from sbom.contracts.papers import Paper, meant
from sbom.contracts.stated import Stated, stated_of


class Basis(StrEnum):
    """Why a paper prevails."""

    STATED = "stated"
    """A document ranks them."""
    EXCLUDED = "excluded"
    """A document sets the other's terms aside as a whole."""
    DISPUTED = "disputed"
    """Documents rank them differently."""
    SILENT = "silent"
    """No document ranks them."""
    SAME = "same"
    """There is only one paper."""


class Order(msgspec.Struct, frozen=True):
    """One passage that ranks papers."""

    paper: int
    """Place in `Hierarchy.papers` of the paper that says it."""
    quote: str
    """Verbatim."""
    start: int
    end: int
    page: int | None
    article: str
    names: tuple[str, ...]
    """As written, strongest first."""
    ranks: tuple[tuple[int, ...], ...]
    """Papers meant by each name, strongest first; empty where the document is not among these."""
    first_only: bool = False
    """The first prevails over each of the others; nothing is said between those."""
    unless: str = ""
    """What the passage excepts, verbatim: read it before relying on the order."""


class Excluded(msgspec.Struct, frozen=True):
    """A passage that sets general terms aside."""

    paper: int
    """The paper that says it."""
    target: int
    """The paper that is set aside."""
    quote: str
    start: int
    end: int


class Ruling(msgspec.Struct, frozen=True):
    """Which of two papers prevails."""

    winner: int | None
    """Place in `Hierarchy.papers`; None when disputed or silent."""
    basis: Basis
    orders: tuple[int, ...] = ()
    """Places in `Hierarchy.orders` that say so."""
    excluded: tuple[int, ...] = ()
    """Places in `Hierarchy.excluded` that say so."""


class Hierarchy(msgspec.Struct, frozen=True):
    """The papers of a deal and how they rank."""

    papers: tuple[Paper, ...]
    orders: tuple[Order, ...]
    excluded: tuple[Excluded, ...]
    missing: tuple[str, ...]
    """Names in rankings of documents that were not given."""

    def ruling(self, one: int, two: int) -> Ruling:
        """Which of two papers prevails.

        Args:
            one: Place in `papers`.
            two: Another place.
        """
        if one == two:
            return Ruling(one, Basis.SAME)
        aside = [(n, e.target) for n, e in enumerate(self.excluded) if e.target in {one, two}]
        if len({target for _, target in aside}) > 1:
            return Ruling(None, Basis.DISPUTED)
        if aside:
            winner = two if aside[0][1] == one else one
            return Ruling(winner, Basis.EXCLUDED, excluded=tuple(n for n, _ in aside))
        for_one = [n for n, o in enumerate(self.orders) if _above(o, one, two)]
        for_two = [n for n, o in enumerate(self.orders) if _above(o, two, one)]
        if for_one and for_two:
            return self._of_two(one, two, for_one, for_two)
        if for_one or for_two:
            return Ruling(one if for_one else two, Basis.STATED, tuple(for_one or for_two))
        if self.papers[one].part or self.papers[two].part:
            return self._by_document(one, two)
        return Ruling(None, Basis.SILENT)

    def _of_two(self, one: int, two: int, for_one: list[int], for_two: list[int]) -> Ruling:
        """Rankings pull apart: each in its own favour is disputed; one given against itself wins."""
        against = [n for n in for_one if self.orders[n].paper == two]
        counter = [n for n in for_two if self.orders[n].paper == one]
        if against and not counter:
            return Ruling(one, Basis.STATED, tuple(against))
        if counter and not against:
            return Ruling(two, Basis.STATED, tuple(counter))
        return Ruling(None, Basis.DISPUTED, (*for_one, *for_two))

    def _by_document(self, one: int, two: int) -> Ruling:
        """An annex ranks as its document does among other documents."""
        a, b = self._main(one), self._main(two)
        if a == b or {a, b} == {one, two}:
            return Ruling(None, Basis.SILENT)
        made = self.ruling(a, b)
        winner = {a: one, b: two}.get(made.winner) if made.winner is not None else None
        return msgspec.structs.replace(made, winner=winner)

    def _main(self, paper: int) -> int:
        own = self.papers[paper]
        return next(
            i for i, p in enumerate(self.papers) if p.document == own.document and not p.part
        )

    def paper_of(self, document: int, part: str) -> int:
        """Place of the paper that a passage stands in."""
        exact = next(
            (i for i, p in enumerate(self.papers) if (p.document, p.part) == (document, part)), None
        )
        if exact is not None:
            return exact
        return next(i for i, p in enumerate(self.papers) if p.document == document)


def hierarchy_of(documents: Sequence[Document]) -> Hierarchy:
    """How documents of one deal rank. One pass over each document.

    Args:
        documents: The contract and what belongs to it, in any order.
    """
    return hierarchy([stated_of(document) for document in documents])


def hierarchy(stated: Sequence[Stated]) -> Hierarchy:
    """How documents rank by what each states (`sbom.contracts.stated`), in the same order."""
    papers = tuple(
        msgspec.structs.replace(paper, document=place)
        for place, one in enumerate(stated)
        for paper in one.papers
    )
    bare = Hierarchy(papers, (), (), ())
    orders: list[Order] = []
    excluded: list[Excluded] = []
    missing: dict[str, None] = {}
    for place, one in enumerate(stated):
        for said in one.rankings:
            speaker = bare.paper_of(place, said.part)
            ranks = tuple(_ranks(n, papers, speaker) for n in said.names)
            missing.update((n, None) for n, r in zip(said.names, ranks, strict=True) if not r)
            orders.append(
                Order(
                    paper=speaker,
                    quote=said.quote,
                    start=said.start,
                    end=said.end,
                    page=said.page,
                    article=said.article,
                    names=said.names,
                    ranks=_filled(said.names, ranks, speaker),
                    first_only=said.first_only,
                    unless=said.unless,
                )
            )
        for aside in one.exclusions:
            speaker = bare.paper_of(place, aside.part)
            excluded += [
                Excluded(speaker, t, aside.quote, aside.start, aside.end)
                for name in list(names_in(aside.words))[:1]
                for t in meant(name, papers, speaker)
                if papers[t].document != place or papers[t].part
            ]
    return Hierarchy(papers, tuple(orders), tuple(excluded), tuple(missing))


def _ranks(words: str, papers: tuple[Paper, ...], speaker: int) -> tuple[int, ...]:
    """Papers that an item of a ranking means: by its first name that is among them."""
    for name in names_in(words):
        found = meant(name, papers, speaker)
        if found:
            return found
    return ()


def _filled(
    names: tuple[str, ...], ranks: tuple[tuple[int, ...], ...], speaker: int
) -> tuple[tuple[int, ...], ...]:
    """One name alone that prevails does so over all else: the paper that says it comes second."""
    if len(names) == 1 and ranks[0] and ranks[0] != (speaker,):
        return (*ranks, (speaker,))
    return ranks


def _above(order: Order, one: int, two: int) -> bool:
    """Whether an order ranks one paper above another."""
    high = next((n for n, r in enumerate(order.ranks) if one in r), None)
    low = next((n for n, r in enumerate(order.ranks) if two in r), None)
    if high is None or low is None or high >= low:
        return False
    return high == 0 or not order.first_only
