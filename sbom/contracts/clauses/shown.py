"""A reading as JSON, the form that `sluis contract read` writes: one line per clause."""

from sbom.contracts.clauses.catalogue import kind_of
from sbom.contracts.clauses.reading import Evidence, Reading


def as_row(reading: Reading, language: str) -> dict[str, object]:
    """One reading; keys `document, clause, status, tier, confidence, values, evidence, explanation`.

    Evidence is verbatim, leading passage first; `start` and `end` are offsets in the document's
    text. A clause that was not found has `searched` instead, with what came nearest.
    """
    kind = kind_of(reading.clause)
    row: dict[str, object] = {
        "document": reading.document,
        "clause": reading.clause,
        "name": kind.name(language) if kind else reading.clause,
        "status": str(reading.status),
        "tier": str(reading.tier),
        "confidence": reading.confidence,
        "values": reading.values.shown(),
        "evidence": [evidence_row(e) for e in reading.evidence],
        "explanation": explanation(reading, language),
    }
    if reading.pulls:
        row["pulls_apart"] = True
    if reading.evidence:
        row["because"] = {
            "row": reading.row,
            "patterns": list(reading.pattern_words),
            "model": list(reading.model_words),
        }
    if reading.searched is not None:
        row["searched"] = {
            "sentences": reading.searched.sentences,
            "articles": reading.searched.articles,
            "terms": list(reading.searched.terms),
            "nearest": [evidence_row(e) for e in reading.searched.nearest],
            "pages_without_text": list(reading.searched.unread),
        }
    return row


def evidence_row(evidence: Evidence) -> dict[str, object]:
    """One passage."""
    row: dict[str, object] = {
        "quote": evidence.quote,
        "page": evidence.page,
        "article": evidence.article,
        "start": evidence.start,
        "end": evidence.end,
    }
    if evidence.heading:
        row["heading"] = evidence.heading
    if evidence.part:
        row["part"] = evidence.part
    if evidence.status:
        row["status"] = evidence.status
    return row


def explanation(reading: Reading, language: str) -> str:
    """A sentence for an official: what it says, and how far it can be trusted."""
    parts = [reading.why(language)]
    dutch = language != "en"
    if reading.tier == "one":
        parts.append(
            "Dit is minder zeker: lees de passage zelf."
            if dutch
            else "This is less certain: read the passage yourself."
        )
    if reading.pulls:
        parts.append(
            "Andere passages zeggen iets anders; de passage die voor de klant het slechtst uitpakt staat voorop."
            if dutch
            else "Other passages differ; the worst for the customer comes first."
        )
    if reading.searched is not None and reading.searched.unread:
        pages = ", ".join(map(str, reading.searched.unread))
        parts.append(
            f"Zonder leesbare tekst: pagina {pages}."
            if dutch
            else f"Without readable text: page {pages}."
        )
    return " ".join(parts)
