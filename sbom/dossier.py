"""Which kind of document a file of a dossier is, by its content first and its name second.

The kind is shown to the reader and can be corrected (`documents:` in product.yaml); a guess by the name
alone has low confidence.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class PaperKind(StrEnum):
    """What a file is in the dossier."""

    CONTRACT = "contract"
    TERMS = "terms"
    STANDARD_TERMS = "standard-terms"
    """Text of known general terms, to compare with; no part of what is agreed by itself."""
    PROCESSOR_AGREEMENT = "processor-agreement"
    SLA = "sla"
    OFFER = "offer"
    SBOM = "sbom"
    REGISTER = "register"
    ANSWERS = "answers"
    OPENAPI = "openapi"
    TEST_RESULT = "test-result"
    EXPORT = "export"
    DESCRIPTION = "description"
    OTHER = "other"


AGREEMENTS = frozenset(
    {
        PaperKind.CONTRACT,
        PaperKind.TERMS,
        PaperKind.PROCESSOR_AGREEMENT,
        PaperKind.SLA,
        PaperKind.OFFER,
    }
)
"""Kinds in which clauses are looked for."""
_WORDS: Mapping[PaperKind, tuple[tuple[str, int], ...]] = {
    PaperKind.PROCESSOR_AGREEMENT: (
        (
            r"verwerkers?overeenkomst|bewerkersovereenkomst|data processing (?:agreement|addendum)",
            4,
        ),
        (r"verwerkingsverantwoordelijke|data controller|betrokkenen", 2),
        (r"artikel 28|article 28", 2),
    ),
    PaperKind.SLA: (
        (r"service ?level ?agreement|dienstenniveau|\bsla\b|\bdap\b", 4),
        (r"beschikbaarheid(?:spercentage)?|availability|uptime", 2),
        (r"hersteltijd|reactietijd|response time|prioriteit [1p]", 2),
    ),
    PaperKind.TERMS: (
        (
            r"algemene (?:inkoop)?voorwaarden|inkoopvoorwaarden|general terms|terms of (?:service|use)",
            4,
        ),
        (
            (
                r"(?:leverings|gebruiks|licentie|verkoop|dienstverlenings|service)voorwaarden"
                r"|terms and conditions|licen[cs]e terms|terms of (?:sale|supply)"
            ),
            4,
        ),
    ),
    PaperKind.OFFER: (
        (r"\bofferte\b|\bprijsopgave\b|\bquotation\b|\bquote\b|\baanbieding\b", 4),
        (r"geldig tot|prijs per (?:gebruiker|inwoner)|valid until|per user", 2),
    ),
    PaperKind.CONTRACT: (
        (r"raamovereenkomst|overeenkomst|\bcontract\b|agreement", 2),
        (
            r"ondergetekenden|partijen verklaren|komen (?:het volgende )?overeen|hereby agree|aldus overeengekomen",
            4,
        ),
        (r"opdrachtgever|opdrachtnemer|leverancier|\bcustomer\b|\bsupplier\b", 1),
    ),
}
_TITLE = 600
"""Characters at the start in which a word counts double."""


class Told(NamedTuple):
    """What a file is, and how sure."""

    kind: PaperKind
    confidence: float
    """0 to 1."""
    why: str
    """The word or sign that told."""


def kind_of_text(name: str, text: str) -> Told:
    """The kind of a document that people read.

    Args:
        name: Of the file.
        text: Its words; the first 20,000 characters are looked at.
    """
    start, plain = text[:_TITLE].lower(), text[:20_000].lower()
    stem = name.rpartition("/")[2].lower().replace("_", " ").replace("-", " ")
    scores: list[tuple[int, PaperKind, str]] = []
    for kind, words in _WORDS.items():
        points, why = 0, ""
        for pattern, weight in words:
            if found := re.search(pattern, stem):
                points += weight
                why = why or found.group()
            if found := re.search(pattern, start):
                points += weight * 2
                why = found.group()
            elif found := re.search(pattern, plain):
                points += weight
                why = why or found.group()
        scores.append((points, kind, why))
    scores.sort(key=lambda s: -s[0])
    best, second = scores[0], scores[1]
    if best[0] < 3:
        return Told(PaperKind.OTHER, 0.5, "")
    confidence = min(0.95, 0.5 + 0.05 * (best[0] - second[0]) + 0.02 * best[0])
    return Told(best[1], round(confidence, 2), best[2])
