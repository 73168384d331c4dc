"""All that is read of the clauses of one document: found or not, what they say, where, and how sure."""

from collections.abc import Sequence

import msgspec

from sbom.contracts.clauses import catalogue, model, patterns, status
from sbom.contracts.clauses.detect import Found, Hit, Tier, detect
from sbom.contracts.clauses.model import Model
from sbom.contracts.clauses.roles import Roles
from sbom.contracts.clauses.status import Decision, Status, Tables
from sbom.contracts.clauses.turned import turned
from sbom.contracts.clauses.units import Unit, units_of
from sbom.contracts.clauses.words import GAP
from sbom.contracts.document import Document
from sbom.contracts.values_clause import Values, values_of

SEARCHED_TERMS = 12
NEAREST = 3
LEAD_MARGIN = 2.0
"""Passages this far below the best may still lead when they are worse for the customer."""
APART_MARGIN = 3.0
"""Passages this far below the best still count as saying something else."""
CONTEXT = 420
"""Characters of the next sentences of the same passage that are read along for the status."""
WORSE = {Status.CONTRADICTED: 0, Status.UNCLEAR: 1, Status.WEAK: 2, Status.PRESENT: 3}


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
    roles = Roles(document.text)
    judge = _Judge(document, units, roles, used)
    return tuple(judge.reading(f) for f in found)


class _Judge:
    """Turns what was found into readings, for one document."""

    def __init__(
        self, document: Document, units: tuple[Unit, ...], roles: Roles, used: Model | None
    ) -> None:
        self._document = document
        self._units = units
        self._roles = roles
        self._model = used
        self._place = {unit.start: i for i, unit in enumerate(units)}
        self._articles = len({(u.part, u.heading, u.number) for u in units})

    def reading(self, found: Found) -> Reading:
        """One clause."""
        if not found.found:
            return self._absent(found)
        judged = [(hit, *self._decide(found.clause, hit)) for hit in found.hits]
        lead = _leading(judged)
        hit, decision, values = judged[lead]
        ordered = [judged[lead], *judged[:lead], *judged[lead + 1 :]]
        near = judged[0][0].score - APART_MARGIN
        apart = {d.status for h, d, _ in judged if d.told and h.score >= near}
        outcome = decision.status
        why_nl, why_en = decision.why_nl, decision.why_en
        if values.open and outcome is not Status.CONTRADICTED and found.clause in _NUMBERS_MATTER:
            outcome = Status.UNCLEAR
            why_nl = "Het getal waar het om gaat is in de tekst open gelaten."
            why_en = "The number that matters is left open in the text."
        if outcome is Status.PRESENT and self._turned(found.clause, decision, hit):
            outcome = Status.UNCLEAR
            why_nl = "De zin ontkent iets of legt de plicht bij de andere partij."
            why_en = "The sentence denies something or lays the duty on the other party."
        return Reading(
            document=self._document.name,
            clause=found.clause,
            status=outcome,
            tier=found.tier,
            confidence=found.confidence,
            values=values,
            evidence=tuple(self._evidence(h, d.status) for h, d, _ in ordered),
            why_nl=why_nl,
            why_en=why_en,
            row=decision.row,
            pulls=len(apart) > 1,
            pattern_words=tuple(dict.fromkeys(w for m in hit.matched for w in m.words)),
            model_words=self._strongest(found.clause, hit),
        )

    def _absent(self, found: Found) -> Reading:
        """A clause that was not found, with what was searched."""
        language = "en" if self._document.language == "en" else "nl"
        matcher = patterns.shipped().get(language)
        terms = matcher.searched(found.clause) if matcher else []
        return Reading(
            document=self._document.name,
            clause=found.clause,
            status=Status.ABSENT,
            tier=found.tier,
            confidence=round(1 - found.confidence, 3),
            values=Values(found.clause),
            evidence=(),
            why_nl="Niet gevonden: het document regelt dit niet met de woorden waarop is gezocht.",
            why_en="Not found: the document does not provide for this in the words searched for.",
            searched=Searched(
                sentences=len(self._units),
                articles=self._articles,
                terms=tuple(terms[:SEARCHED_TERMS]),
                nearest=tuple(self._evidence(h, "") for h in found.hits[:NEAREST]),
                unread=self._document.unread,
            ),
        )

    def _decide(self, clause: str, hit: Hit) -> tuple[Decision, Values]:
        """Status and values of one sentence, read with what follows in its passage."""
        tables = _tables(hit.unit.language)
        values = values_of(clause, hit.unit.text)
        decision = tables.decide(clause, self._roles.words(hit.unit.text), values)
        more = self._following(hit.unit)
        if more and decision.status is not Status.CONTRADICTED:
            whole = f"{hit.unit.text} {more}"
            both = [*self._roles.words(hit.unit.text), *_APART, *self._roles.words(more)]
            wider = tables.decide(clause, both, values_of(clause, whole))
            if wider.row < decision.row and wider.status is not Status.PRESENT:
                decision = wider
        return decision, values

    def _turned(self, clause: str, decision: Decision, hit: Hit) -> str:
        told = [w for m in hit.matched for w in m.words]
        return turned(clause, decision.row, self._roles.words(hit.unit.text), told)

    def _following(self, unit: Unit) -> str:
        """The sentences after a sentence in its passage, at most `CONTEXT` characters."""
        at = self._place[unit.start] + 1
        out: list[str] = []
        size = 0
        while at < len(self._units) and self._units[at].passage == unit.passage:
            size += len(self._units[at].text)
            if size > CONTEXT:
                break
            out.append(self._units[at].text)
            at += 1
        return " ".join(out)

    def _strongest(self, clause: str, hit: Hit) -> tuple[str, ...]:
        if self._model is None:
            return ()
        return tuple(self._model.strongest(clause, hit.unit.text, hit.unit.heading))

    def _evidence(self, hit: Hit, says: str) -> Evidence:
        unit = hit.unit
        return Evidence(
            quote=self._document.text[unit.start : unit.end],
            start=unit.start,
            end=unit.end,
            page=unit.page,
            article=unit.number,
            heading=unit.heading,
            part=unit.part,
            status=str(says),
        )


_APART = (".",) * (GAP + 1)
"""Between two sentences, so that no term of a table spans them."""
_NUMBERS_MATTER = frozenset({"breach_notice"})


def _tables(language: str) -> Tables:
    tables = status.shipped()
    return tables["nl" if language in {"nl", ""} else "en"]


def _leading(judged: list[tuple[Hit, Decision, Values]]) -> int:
    """Which passage leads: the worst for the customer among those near the best that say something."""
    top = judged[0][0].score
    near = [
        (WORSE[decision.status], i)
        for i, (hit, decision, _) in enumerate(judged)
        if decision.told and hit.score >= top - LEAD_MARGIN
    ]
    if not near:
        return next((i for i, (_, decision, _) in enumerate(judged) if decision.told), 0)
    return min(near)[1]
