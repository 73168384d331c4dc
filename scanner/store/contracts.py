"""Clauses of contracts as the database holds them now."""

from collections.abc import Iterator

import msgspec

from scanner.store.store import Store

_CLAUSES = """
SELECT system, source, document, clause, status, tier, confidence, leads, coalesce(article, ''), page,
  coalesce(quote, ''), coalesce(why_nl, ''), coalesce(why_en, ''), coalesce(law, ''), numbers
FROM contract_clause
WHERE (:system = '' OR system = :system) AND (:clause = '' OR clause = :clause)
  AND (:status = '' OR status = :status) AND (:whole OR leads)
ORDER BY system, source, clause, leads DESC, document
"""
_DOCUMENTS = """
SELECT system, source, document, coalesce(paper, ''), coalesce(title, ''), coalesce(language, ''), pages,
  words, coalesce(pages_without_text, ''), coalesce(clauses_not_found, '')
FROM contract_document WHERE (:system = '' OR system = :system) ORDER BY system, source, document
"""


class ClauseRow(msgspec.Struct, frozen=True, kw_only=True):
    """One clause in one document."""

    system: str
    source: str
    document: str
    clause: str
    status: str
    tier: str
    confidence: float
    leads: bool
    """Whether this document prevails for this clause in its folder."""
    article: str
    page: int | None
    quote: str
    why_nl: str
    why_en: str
    law: str
    numbers: dict[str, float]
    """Values that were read, by name."""


class DocumentRow(msgspec.Struct, frozen=True, kw_only=True):
    """One document."""

    system: str
    source: str
    document: str
    paper: str
    """Kind: agreement, dpa, terms ..."""
    title: str
    language: str
    pages: int | None
    words: int
    pages_without_text: str
    not_found: tuple[str, ...]
    """Clause kinds that it does not hold."""


def clauses(
    store: Store, *, system: str = "", clause: str = "", status: str = "", whole: bool = False
) -> Iterator[ClauseRow]:
    """Clauses, by system, folder and kind.

    Args:
        store: The estate.
        system: Only of this system.
        clause: Only this kind.
        status: Only with this status.
        whole: Also those of documents that do not prevail.
    """
    wanted = {"system": system, "clause": clause, "status": status, "whole": whole}
    for row in store.rows(_CLAUSES, wanted):
        *first, leads, article, page, quote, why_nl, why_en, law, numbers = row
        yield ClauseRow(
            system=first[0],
            source=first[1],
            document=first[2],
            clause=first[3],
            status=first[4],
            tier=first[5],
            confidence=first[6],
            leads=bool(leads),
            article=article,
            page=page,
            quote=quote,
            why_nl=why_nl,
            why_en=why_en,
            law=law,
            numbers=msgspec.json.decode(numbers or "{}", type=dict[str, float]),
        )


def documents(store: Store, *, system: str = "") -> Iterator[DocumentRow]:
    """Documents, by system and folder."""
    for row in store.rows(_DOCUMENTS, {"system": system}):
        yield DocumentRow(
            system=row[0],
            source=row[1],
            document=row[2],
            paper=row[3],
            title=row[4],
            language=row[5],
            pages=row[6],
            words=row[7] or 0,
            pages_without_text=row[8],
            not_found=tuple(row[9].split()),
        )
