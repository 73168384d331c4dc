"""All that is read of the clauses of one document: found or not, what they say, where, and how sure."""

from collections.abc import Sequence

import msgspec

from sbom.contracts.clauses import catalogue, model, patterns, status
from sbom.contracts.clauses.detect import Found, Hit, Tier, detect
from sbom.contracts.clauses.leading import leading
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
APART_MARGIN = 3.0
"""Passages this far below the best still count as saying something else."""
BESIDE = 3
"""Sentences after a change, under the same heading, in which a right to leave is looked for."""
CONTEXT = 420
"""Characters of the next sentences of the same passage that are read along for the status."""
LISTED = 8
"""Items of a list that are looked back over for the sentence that announces it."""


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
        self._further: dict[tuple[str, int], int] = {}
        """Where a passage ends whose next sentences complete it, by clause and begin."""

    def reading(self, found: Found) -> Reading:
        """One clause."""
        if not found.found:
            return self._absent(found)
        judged = [(hit, *self._decide(found.clause, hit)) for hit in found.hits]
        turned_at = [self._turned(found.clause, d, h) for h, d, _ in judged]
        how = status.together(found.clause)
        lead = leading(judged, turned_at if how == status.COMPLETES else None)
        hit, decision, values = judged[lead]
        ordered = [judged[lead], *judged[:lead], *judged[lead + 1 :]]
        near = judged[0][0].score - APART_MARGIN
        apart = {d.status for h, d, _ in judged if d.told and h.score >= near}
        if how == status.SOFTENS and decision.status is Status.CONTRADICTED:
            decision = self._softened(found.clause, judged, hit.unit) or decision
        outcome = decision.status
        why_nl, why_en = decision.why_nl, decision.why_en
        if values.open and outcome is not Status.CONTRADICTED and found.clause in _NUMBERS_MATTER:
            outcome = Status.UNCLEAR
            why_nl = "Het getal waar het om gaat is in de tekst open gelaten."
            why_en = "The number that matters is left open in the text."
        if outcome is Status.PRESENT and turned_at[lead]:
            outcome = Status.UNCLEAR
            why_nl = "De zin bevat een ontkenning of legt de plicht bij de klant zelf."
            why_en = "The sentence denies something or lays the duty on the customer itself."
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

    def _absent(self, found: Found) -> Reading:
        """A clause that was not found, with what was searched; without text nothing can be said."""
        language = "en" if self._document.language == "en" else "nl"
        matcher = patterns.shipped().get(language)
        terms = matcher.searched(found.clause) if matcher else []
        return Reading(
            document=self._document.name,
            clause=found.clause,
            status=Status.ABSENT,
            tier=found.tier,
            confidence=round(1 - found.confidence, 3) if self._units else 0.0,
            values=Values(found.clause),
            evidence=(),
            why_nl=_NOT_FOUND[0] if self._units else _NOT_READ[0],
            why_en=_NOT_FOUND[1] if self._units else _NOT_READ[1],
            searched=Searched(
                sentences=len(self._units),
                articles=self._articles,
                terms=tuple(dict.fromkeys(map(patterns.spoken, terms[:SEARCHED_TERMS]))),
                nearest=tuple(self._evidence(h, "") for h in found.hits[:NEAREST]),
                unread=self._document.unread,
            ),
        )

    def _decide(self, clause: str, hit: Hit) -> tuple[Decision, Values]:
        """Status and values of one sentence, read with what follows in its passage."""
        tables = _tables(hit.unit.language)
        values = values_of(clause, hit.unit.text)
        decision = tables.decide(clause, self._roles.words(hit.unit.text), values)
        if decision.status is not Status.CONTRADICTED and (above := self._announced(hit.unit)):
            both = [*self._roles.words(above), *self._roles.words(hit.unit.text)]
            wider = tables.decide(clause, both, values)
            if wider.status is Status.CONTRADICTED:
                return wider, values
        more = self._following(hit.unit)
        if more and decision.status is not Status.CONTRADICTED:
            whole = f"{hit.unit.text} {more}"
            both = [*self._roles.words(hit.unit.text), *_APART, *self._roles.words(more)]
            wider = tables.decide(clause, both, values_of(clause, whole))
            more_counts = status.together(clause) == status.COMPLETES
            if wider.row < decision.row and (more_counts or wider.status is not Status.PRESENT):
                if more_counts and wider.status is Status.PRESENT:
                    self._further[clause, hit.unit.start] = self._end_following(hit.unit)
                decision = wider
        return decision, values

    def _softened(
        self, clause: str, judged: list[tuple[Hit, Decision, Values]], lead: Unit
    ) -> Decision | None:
        """The outcome of a change that cannot be stopped when a passage lets the customer leave."""
        near = [h.unit for h, _, _ in judged if not h.unit.title]
        at = self._place[lead.start]
        near += [u for u in self._units[at + 1 : at + 1 + BESIDE] if u.heading == lead.heading]
        told = (_tables(u.language).lets_leave(self._with_following(u)) for u in near)
        for number, row in enumerate(status.rows_of(clause), 1):
            if row.leave and any(told):
                return Decision(row.status, number, row.why_nl, row.why_en)
        return None

    def _with_following(self, unit: Unit) -> list[str]:
        """The words of a sentence and of what follows it in its passage, with roles in place."""
        return self._roles.words(f"{unit.text} {self._following(unit)}")

    def _turned(self, clause: str, decision: Decision, hit: Hit) -> str:
        told = [w for m in hit.matched for w in m.words]
        return turned(clause, decision.row, self._roles.words(hit.unit.text), told)

    def _announced(self, unit: Unit) -> str:
        """The sentence with a colon whose list a sentence is an item of; empty when it is none.

        "The provider does not warrant that:" turns every item under it.
        """
        place = self._place[unit.start]
        for at in range(place - 1, max(-1, place - 1 - LISTED), -1):
            above = self._units[at]
            if above.title or above.heading != unit.heading:
                return ""
            if above.text.endswith(":"):
                return above.text if len(above.text) <= CONTEXT else ""
            if above.text.endswith("."):
                return ""
        return ""

    def _end_following(self, unit: Unit) -> int:
        """Where the last sentence ends that `_following` reads along."""
        more = self._read_along(unit)
        return more[-1].end if more else unit.end

    def _following(self, unit: Unit) -> str:
        """The sentences that are read along with one, as text."""
        return " ".join(item.text for item in self._read_along(unit))

    def _read_along(self, unit: Unit) -> list[Unit]:
        """The sentences after a sentence in its passage, at most `CONTEXT` characters.

        After a colon the list that it announces is read along, though its items are passages apart.
        """
        at = self._place[unit.start] + 1
        out: list[Unit] = []
        size = 0
        listed = unit.text.endswith(":")
        while at < len(self._units):
            item = self._units[at]
            apart = item.passage != unit.passage
            if apart and (not listed or item.title or item.heading != unit.heading):
                break
            size += len(item.text)
            if size > CONTEXT:
                break
            out.append(item)
            at += 1
        return out

    def _strongest(self, clause: str, hit: Hit) -> tuple[str, ...]:
        if self._model is None:
            return ()
        return tuple(self._model.strongest(clause, hit.unit.text, hit.unit.heading))

    def _evidence(self, hit: Hit, says: str, clause: str = "") -> Evidence:
        unit = hit.unit
        end = self._further.get((clause, unit.start), unit.end)
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


_APART = (".",) * (GAP + 1)
"""Between two sentences, so that no term of a table spans them."""
_NOT_FOUND = (
    "Niet gevonden: het document regelt dit niet met de woorden waarop is gezocht.",
    "Not found: the document does not provide for this in the words searched for.",
)
_NOT_READ = (
    "Er is geen tekst gelezen; of het document dit regelt, is dus niet te zeggen.",
    "No text was read, so it cannot be said whether the document provides for this.",
)
_NUMBERS_MATTER = frozenset({"breach_notice"})


def _tables(language: str) -> Tables:
    tables = status.shipped()
    return tables["nl" if language in {"nl", ""} else "en"]
