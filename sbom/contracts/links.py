"""References from one document of a deal into another: "artikel 8 van de GIBIT", "bijlage 2".

References within a document are in `sbom.contracts.references`; here those are followed that leave
it, to the article or annex of the other document where it is among those given.
"""

from collections.abc import Sequence

import msgspec

from sbom.contracts.document import Document, Passage
from sbom.contracts.paper_names import names_in
from sbom.contracts.papers import Paper, meant, papers_of
from sbom.contracts.references import Index, Reference, references_of

_AFTER = 100
"""Characters behind an article's number in which its document is named."""
_NEAR = 45
"""The name begins within this many."""


class Link(msgspec.Struct, frozen=True):
    """One reference that leaves its document."""

    document: int
    """Place of the document that refers."""
    start: int
    end: int
    """Of the reference in its text."""
    number: str
    """Article or annex as in `Reference.number`."""
    named: str
    """The other document as written."""
    target: int | None
    """Place of the other document; None when it is not among those given."""
    passage: int | None
    """Place in its passages of the article, or of its beginning for an annex; None when not found."""


def links_of(
    documents: Sequence[Document], papers: Sequence[Paper] | None = None
) -> tuple[Link, ...]:
    """Every reference into another document, in order. Linear in the texts.

    Args:
        documents: What belongs to one deal.
        papers: `papers_of` them, where at hand.
    """
    papers = papers_of(documents) if papers is None else papers
    indices: dict[int, Index] = {}
    out: list[Link] = []
    for place, document in enumerate(documents):
        speakers = {p.part: n for n, p in enumerate(papers) if p.document == place}
        passages = iter(document.passages)
        passage = next(passages, None)
        for reference in references_of(document):
            while passage is not None and passage.end <= reference.start:
                passage = next(passages, None)
            part = passage.part if passage is not None else ""
            speaker = speakers.get(part, speakers[""])
            made = _link(documents, papers, place, speaker, reference, indices)
            if made is not None:
                out.append(made)
    return tuple(out)


def _link(
    documents: Sequence[Document],
    papers: Sequence[Paper],
    place: int,
    speaker: int,
    reference: Reference,
    indices: dict[int, Index],
) -> Link | None:
    """Where a reference leads outside its document, or None for one that stays or names a law."""
    annex = not reference.number[:1].isdigit()
    if annex:
        if reference.target is not None:
            return None
        words, named = reference.number, None
    else:
        if not reference.outside:
            return None
        after = documents[place].text[reference.end : reference.end + _AFTER]
        named = next((n for n in names_in(after) if n.start <= _NEAR), None)
        words = named.text if named else reference.outside
    named = named or next(names_in(_titled(words)), None)
    if named is None:
        return None
    found = [n for n in meant(named, papers, speaker) if papers[n].document != place]
    if not found:
        return Link(place, reference.start, reference.end, reference.number, words, None, None)
    paper = papers[found[0]]
    passage = _begin(documents[paper.document], paper)
    if not annex:
        index = indices.get(paper.document) or Index(documents[paper.document])
        indices[paper.document] = index
        passage = index.article(reference.number, paper.part)
    target = paper.document
    return Link(place, reference.start, reference.end, reference.number, words, target, passage)


def _titled(words: str) -> str:
    """Words such as "bijlage b" with the capital that the name has."""
    head, _, number = words.rpartition(" ")
    return f"{head} {number.upper()}" if head else words


def _begin(document: Document, paper: Paper) -> int | None:
    return next((n for n, p in enumerate(document.passages) if p.part == paper.part), None)


def followed_across(
    documents: Sequence[Document], links: Sequence[Link], document: int, passage: Passage
) -> list[tuple[int, Passage]]:
    """Passages of other documents that a passage refers to: (place of the document, passage).

    Args:
        documents: As given to `links_of`.
        links: `links_of` them.
        document: Place of the document of `passage`.
        passage: One of its passages.
    """
    out: list[tuple[int, Passage]] = []
    for link in links:
        if link.document != document or not passage.start <= link.start < passage.end:
            continue
        if link.target is not None and link.passage is not None:
            found = (link.target, documents[link.target].passages[link.passage])
            if found not in out:
                out.append(found)
    return out
