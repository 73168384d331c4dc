"""All that is read of the clauses of one document: found or not, what they say, where, and how sure."""

from collections.abc import Sequence

import msgspec

from sbom.contracts.clauses import catalogue, model, patterns, status
from sbom.contracts.clauses.deciding import Judge
from sbom.contracts.clauses.detect import Found, Hit, Tier, detect
from sbom.contracts.clauses.leading import leading
from sbom.contracts.clauses.model import Model
from sbom.contracts.clauses.status import Decision, Status
from sbom.contracts.clauses.units import Unit, units_of
from sbom.contracts.document import Document
from sbom.contracts.values_clause import Values

SEARCHED_TERMS = 12
NEAREST = 3
APART_MARGIN = 3.0
"""Passages this far below the best still count as saying something else."""


class Evidence(msgspec.Struct, frozen=True):
    """A passage, verbatim."""

    quote: str
    start: int
    end: int
    page: int | None = None
    article: str = ""
    heading: str = ""
    part: str = ""
    status: str = ""
    """What this passage says on its own; empty for a passage that only came near."""


class Searched(msgspec.Struct, frozen=True):
    """The proof that a clause was looked for."""

    sentences: int
    articles: int
    """How many articles or headings were gone through."""
    terms: tuple[str, ...]
    """Some of the words that were looked for."""
    nearest: tuple[Evidence, ...]
    unread: tuple[int, ...] = ()
    """Pages that could not be read."""


class Reading(msgspec.Struct, frozen=True):
    """One clause in one document."""

    document: str
    clause: str
    status: Status
    tier: Tier
    confidence: float
    values: Values
    evidence: tuple[Evidence, ...]
    """Leading passage first."""
    why_nl: str
    why_en: str
    row: int = 0
    """Row of the decision table, from 1."""
    pulls: bool = False
    """Two passages pull apart; the worse one leads."""
    pattern_words: tuple[str, ...] = ()
    model_words: tuple[str, ...] = ()
    searched: Searched | None = None
    """Only of a clause that was not found."""

    @property
    def found(self) -> bool:
        """Whether a passage was found; without one it is absent, or unclear as nothing was read."""
        return self.tier is not Tier.NONE

    def why(self, language: str) -> str:
        """The explanation in `nl` or `en`."""
        return self.why_en if language == "en" else self.why_nl


def read_clauses(
    document: Document,
    clauses: Sequence[str] | None = None,
    *,
    own: Model | None = None,
) -> tuple[Reading, ...]:
    """Every clause of a document, found or not, in the order of the catalogue.

    Args:
        document: the text with its passages.
        clauses: only these ids; None for all kinds.
        own: another model than the one that ships, for example the city's own.
    """
    wanted = list(clauses) if clauses is not None else [k.id for k in catalogue.kinds()]
    units = units_of(document)
    used = own or model.shipped()
    found = detect(units, wanted, patterns.shipped(), used)
    readings = _Readings(document, units, used)
    return tuple(readings.reading(f) for f in found)


class _Readings:
    """Turns what was found into readings, for one document."""

    def __init__(self, document: Document, units: tuple[Unit, ...], used: Model | None) -> None:
        self._document = document
        self._sentences = len(units)
        self._judge = Judge(document.text, units)
        self._model = used
        self._articles = len({(u.part, u.heading, u.number) for u in units})
        self._unreadable = not document.text.strip() or 2 * len(document.unread) > len(
            document.pages
        )

    def reading(self, found: Found) -> Reading:
        """One clause."""
        if not found.found:
            return self._not_found(found)
        judged = [(hit, *self._judge.decide(found.clause, hit)) for hit in found.hits]
        turned_at = [self._judge.turned(found.clause, d, h) for h, d, _ in judged]
        how = status.together(found.clause)
        lead = leading(judged, turned_at if how == status.COMPLETES else None)
        hit, decision, values = judged[lead]
        ordered = [judged[lead], *judged[:lead], *judged[lead + 1 :]]
        near = judged[0][0].score - APART_MARGIN
        apart = {d.status for h, d, _ in judged if d.told and h.score >= near}
        if how == status.SOFTENS and decision.status is Status.CONTRADICTED:
            hits = [h for h, _, _ in judged]
            decision = self._judge.softened(found.clause, hits, hit.unit) or decision
        outcome, why_nl, why_en = _outcome(found.clause, decision, values, turned_at[lead])
        return Reading(
            document=self._document.name,
            clause=found.clause,
            status=outcome,
            tier=found.tier,
            confidence=found.confidence,
            values=values,
            evidence=tuple(self._evidence(h, d.status, found.clause) for h, d, _ in ordered),
            why_nl=why_nl,
            why_en=why_en,
            row=decision.row,
            pulls=len(apart) > 1 and (how != status.COMPLETES or Status.CONTRADICTED in apart),
            pattern_words=tuple(dict.fromkeys(w for m in hit.matched for w in m.words)),
            model_words=self._strongest(found.clause, hit),
        )

    def _not_found(self, found: Found) -> Reading:
        """A clause that was not found, with what was searched.

        Of a document without text, or most pages of which could not be read, nothing can be said:
        the clause is unclear, not absent.
        """
        language = "en" if self._document.language == "en" else "nl"
        matcher = patterns.shipped().get(language)
        terms = matcher.searched(found.clause) if matcher else []
        why_nl, why_en = _NOT_READ if self._unreadable else _NOT_FOUND
        return Reading(
            document=self._document.name,
            clause=found.clause,
            status=Status.UNCLEAR if self._unreadable else Status.ABSENT,
            tier=found.tier,
            confidence=0.0 if self._unreadable else round(1 - found.confidence, 3),
            values=Values(found.clause),
            evidence=(),
            why_nl=why_nl,
            why_en=why_en,
            searched=Searched(
                sentences=self._sentences,
                articles=self._articles,
                terms=tuple(dict.fromkeys(map(patterns.spoken, terms[:SEARCHED_TERMS]))),
                nearest=tuple(self._evidence(h, "") for h in found.hits[:NEAREST]),
                unread=self._document.unread,
            ),
        )

    def _strongest(self, clause: str, hit: Hit) -> tuple[str, ...]:
        if self._model is None:
            return ()
        return tuple(self._model.strongest(clause, hit.unit.text, hit.unit.heading))

    def _evidence(self, hit: Hit, says: str, clause: str = "") -> Evidence:
        unit = hit.unit
        end = self._judge.end_of(clause, unit)
        return Evidence(
            quote=self._document.text[unit.start : end],
            start=unit.start,
            end=end,
            page=unit.page,
            article=unit.number,
            heading=unit.heading,
            part=unit.part,
            status=str(says),
        )


def _outcome(
    clause: str, decision: Decision, values: Values, denied: str
) -> tuple[Status, str, str]:
    """What is shown of a decision, with the reason in Dutch and English; doubt makes it unclear."""
    if values.open and decision.status is not Status.CONTRADICTED and clause in _NUMBERS_MATTER:
        return Status.UNCLEAR, *_LEFT_OPEN
    if decision.status is Status.PRESENT and denied:
        return Status.UNCLEAR, *_DENIED
    return decision.status, decision.why_nl, decision.why_en


_NOT_FOUND = (
    "Niet gevonden: het document regelt dit niet met de woorden waarop is gezocht.",
    "Not found: the document does not provide for this in the words searched for.",
)
_NOT_READ = (
    "Van (de meeste pagina's van) dit document is geen tekst gelezen; of het dit regelt, is dus niet te zeggen.",
    "Of this document, or most of its pages, no text was read, so it cannot be said whether it provides for this.",
)
_LEFT_OPEN = (
    "Het getal waar het om gaat is in de tekst open gelaten.",
    "The number that matters is left open in the text.",
)
_DENIED = (
    "De zin bevat een ontkenning of legt de plicht bij de klant zelf.",
    "The sentence denies something or lays the duty on the customer itself.",
)
_NUMBERS_MATTER = frozenset({"breach_notice"})
