"""What one document states of itself and of its rank among others; small, and kept in place of the text.

`sbom.contracts.precedence.hierarchy` ties what several documents state together, so that a document
that did not change need not be read again to know which prevails.
"""

import msgspec

from sbom.contracts.document import Document
from sbom.contracts.general_terms import terms_of
from sbom.contracts.papers import Paper, papers_of
from sbom.contracts.ranking import precedence_of

_MORE = 60
"""Characters behind the name of general terms that may say whose they are."""


class Ranking(msgspec.Struct, frozen=True, omit_defaults=True):
    """A passage that ranks papers, as `sbom.contracts.ranking.Precedence` with its place."""

    part: str
    article: str
    page: int | None
    quote: str
    start: int
    end: int
    names: tuple[str, ...] = ()
    first_only: bool = False
    unless: str = ""


class Exclusion(msgspec.Struct, frozen=True, omit_defaults=True):
    """A passage that sets general terms aside."""

    part: str
    words: str
    """The terms as named."""
    quote: str
    start: int
    end: int


class Stated(msgspec.Struct, frozen=True, omit_defaults=True):
    """All of one document that its rank depends on."""

    papers: tuple[Paper, ...]
    """Its main text and annexes; `document` is 0."""
    rankings: tuple[Ranking, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()


def stated_of(document: Document) -> Stated:
    """What a document states; one pass over it."""
    at = {p.start: p for p in document.passages}
    rankings = [
        Ranking(
            part=at[found.start].part,
            article=at[found.start].number,
            page=document.page_at(found.start),
            quote=document.text[found.start : found.end],
            start=found.start,
            end=found.end,
            names=found.order,
            first_only=found.first_only,
            unless=found.unless,
        )
        for found in precedence_of(document)
    ]
    exclusions = []
    for terms in terms_of(document):
        passage = next((p for p in document.passages if p.start <= terms.start < p.end), None)
        if terms.applies is False and passage is not None:
            words = document.text[terms.start : terms.end + _MORE]
            quote = document.quote(passage)
            exclusions.append(Exclusion(passage.part, words, quote, passage.start, passage.end))
    return Stated(papers_of([document]), tuple(rankings), tuple(exclusions))
