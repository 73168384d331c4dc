"""Which papers a set of documents holds: each document and each of its annexes, by what it calls itself.

A paper is known by its title (the first lines of a document, the heading of an annex) and by the
name of its file. The kinds are those of `sbom.contracts.paper_names`.
"""

import re
from collections.abc import Sequence

import msgspec

from sbom.contracts import paper_names as names
from sbom.contracts.document import Document, PassageKind
from sbom.contracts.paper_names import Name, names_in

_LEAD_PASSAGES = 6
_LEAD_LINE = 160
"""A longer line is no title."""
_NAMED = 6
"""Words of a line with a closing mark that can still be a title."""
_FILE_MARKS = re.compile(r"[_\-+.]+")
_NOT_TITLES = frozenset({PassageKind.COMMENT, PassageKind.DELETED, PassageKind.FOOTNOTE})
_ABOVE = (
    names.DPA, names.SLA, names.CLARIFICATION, names.REQUIREMENTS, names.OFFER, names.CALL_OFF,
    names.FRAMEWORK, names.TERMS, names.AGREEMENT, names.OTHER,
)  # fmt: skip
"""Kinds in the order in which a title is believed: "Bijlage 2 Verwerkersovereenkomst" is a dpa."""
_NEAR = {
    names.AGREEMENT: (names.AGREEMENT, names.FRAMEWORK),
    names.FRAMEWORK: (names.FRAMEWORK,),
    names.CALL_OFF: (names.CALL_OFF,),
}
"""Kinds of paper that a name of a kind may mean, best first."""


class Paper(msgspec.Struct, frozen=True):
    """One document, or one annex in it."""

    document: int
    """Place in the documents that were given."""
    part: str
    """Title of the annex as `Passage.part` has it; empty for the main text."""
    title: str
    """For people: the annex's heading, the document's first line, or the name of its file."""
    kind: str
    """Of `sbom.contracts.paper_names`: "agreement", "dpa", "terms", ...; "other" when not told."""
    number: str = ""
    """As annex: "2", "b"; empty for none."""
    proper: str = ""
    """Published terms: "GIBIT"."""
    party: str = ""
    """Whose terms, "customer" or "supplier"; empty when not told."""


def papers_of(documents: Sequence[Document]) -> tuple[Paper, ...]:
    """The main text of every document and its annexes, in order.

    Args:
        documents: What belongs to one deal.
    """
    found: list[Paper] = []
    for place, document in enumerate(documents):
        found.append(_main(place, document))
        seen = {""}
        for passage in document.passages:
            if passage.part not in seen:
                seen.add(passage.part)
                found.append(_paper(place, passage.part, passage.part, passage.part))
    return tuple(found)


def _main(place: int, document: Document) -> Paper:
    """The main text, by its first lines and else by the name of its file."""
    lines = []
    for passage in document.passages[:_LEAD_PASSAGES]:
        if passage.kind in _NOT_TITLES or passage.number:
            break
        words = " ".join(document.quote(passage).strip("#*_ ").split())
        if len(words) > _LEAD_LINE or (words.endswith((".", ";")) and len(words.split()) > _NAMED):
            break
        lines.append(words)
    base = document.name.rpartition("!")[2].rpartition("/")[2]
    stem = _FILE_MARKS.sub(" ", base.rpartition(".")[0] or base)
    made = None
    for line in [*lines[:3], stem]:
        if next(names_in(line), None) is None:
            continue
        made = _paper(place, "", lines[0] if lines else base, line)
        if made.kind not in {names.OTHER, names.AGREEMENT} or line is stem:
            break
    made = made or Paper(place, "", lines[0] if lines else base, names.OTHER)
    number = made.number or next((n.number for n in names_in(stem) if n.number), "")
    return msgspec.structs.replace(made, number=number)


def _paper(place: int, part: str, title: str, words: str) -> Paper:
    """A paper from the words that name it."""
    named = list(names_in(words))
    number = next((n.number for n in named if n.kind == names.ANNEX), "")
    best = next((n for kind in _ABOVE for n in named if n.kind == kind), None)
    if best is None:
        kind = names.ANNEX if named else names.OTHER
        return Paper(place, part, title, kind, number)
    return Paper(place, part, title, best.kind, number, best.proper, best.party)


def meant(name: Name, papers: Sequence[Paper], speaker: int) -> tuple[int, ...]:
    """Which papers a name means, as places in `papers`; none when it is not among them.

    Args:
        name: As a sentence of a paper names it.
        papers: `papers_of` the documents.
        speaker: Place of the paper that the sentence stands in.
    """
    own = papers[speaker]
    if name.this:
        return _this(name, papers, speaker)
    if name.kind == names.ANNEX:
        annexes = [i for i, p in enumerate(papers) if p.number or p.kind == names.ANNEX]
        if not name.number:
            return tuple(i for i in annexes if i != speaker) if name.every else tuple(annexes[:1])
        fit = [i for i in annexes if papers[i].number == name.number]
        near = [i for i in fit if papers[i].document == own.document]
        return tuple((near or fit)[:1])
    for kind in _NEAR.get(name.kind, (name.kind,)):
        fit = [i for i, p in enumerate(papers) if p.kind == kind and _like(name, p)]
        if fit:
            return tuple(fit) if name.every else _nearest(fit, papers, own)
    return ()


def _this(name: Name, papers: Sequence[Paper], speaker: int) -> tuple[int, ...]:
    """What "this Agreement" means: the paper itself; in an annex of another kind, the main text before it."""
    own = papers[speaker]
    if not own.part or name.kind in {own.kind, names.ANNEX}:
        return (speaker,)
    main = next(
        (i for i, p in enumerate(papers) if p.document == own.document and not p.part), None
    )
    return (speaker if main is None else main,)


def _like(name: Name, paper: Paper) -> bool:
    if name.kind != names.TERMS:
        return True
    if name.proper or paper.proper:
        return name.proper == paper.proper or (not name.proper and name.party == paper.party != "")
    return not name.party or not paper.party or name.party == paper.party


def _nearest(fit: list[int], papers: Sequence[Paper], own: Paper) -> tuple[int, ...]:
    """Of papers that a name fits, the main text first, then one of the same document."""
    best = min(fit, key=lambda i: (papers[i].document != own.document, bool(papers[i].part), i))
    return (best,)
