"""What one sentence says of a clause, read with what stands around it."""

from collections.abc import Iterable

from sbom.contracts.clauses import status
from sbom.contracts.clauses.around import Around
from sbom.contracts.clauses.detect import Hit
from sbom.contracts.clauses.roles import Roles
from sbom.contracts.clauses.status import Decision, Status, Tables
from sbom.contracts.clauses.turned import turned
from sbom.contracts.clauses.units import Unit
from sbom.contracts.clauses.words import GAP
from sbom.contracts.values_clause import Values, values_of

_APART = (".",) * (GAP + 1)
"""Between two sentences, so that no term of a table spans them."""


class Judge:
    """Decides sentences of one document by the decision tables, with the roles of its parties."""

    def __init__(self, text: str, units: tuple[Unit, ...]) -> None:
        self._roles = Roles(text)
        self._around = Around(units)
        self._further: dict[tuple[str, int], int] = {}
        """Where a passage ends whose next sentences complete it, by clause and begin."""

    def decide(self, clause: str, hit: Hit) -> tuple[Decision, Values]:
        """Status and values of one sentence, read with what follows in its passage."""
        tables = _tables(hit.unit.language)
        values = values_of(clause, hit.unit.text)
        decision = tables.decide(clause, self._roles.words(hit.unit.text), values)
        if decision.status is Status.CONTRADICTED:
            return decision, values
        if above := self._around.announced(hit.unit):
            both = [*self._roles.words(above), *self._roles.words(hit.unit.text)]
            wider = tables.decide(clause, both, values)
            if wider.status is Status.CONTRADICTED:
                return wider, values
        return self._completed(clause, hit.unit, decision), values

    def _completed(self, clause: str, unit: Unit, decision: Decision) -> Decision:
        """The decision on a sentence when the sentences after it are read along."""
        more = self._around.following(unit)
        if not more:
            return decision
        both = [*self._roles.words(unit.text), *_APART, *self._roles.words(more)]
        values = values_of(clause, f"{unit.text} {more}")
        wider = _tables(unit.language).decide(clause, both, values)
        more_counts = status.together(clause) == status.COMPLETES
        if wider.row >= decision.row or not (more_counts or wider.status is not Status.PRESENT):
            return decision
        if more_counts and wider.status is Status.PRESENT:
            self._further[clause, unit.start] = self._around.end_following(unit)
        return wider

    def softened(self, clause: str, hits: Iterable[Hit], lead: Unit) -> Decision | None:
        """The outcome of a change that cannot be stopped when a passage lets the customer leave."""
        near = [hit.unit for hit in hits if not hit.unit.title]
        near += self._around.beside(lead)
        told = (_tables(u.language).lets_leave(self._with_following(u)) for u in near)
        for number, row in enumerate(status.rows_of(clause), 1):
            if row.leave and any(told):
                return Decision(row.status, number, row.why_nl, row.why_en)
        return None

    def _with_following(self, unit: Unit) -> list[str]:
        """The words of a sentence and of what follows it in its passage, with roles in place."""
        return self._roles.words(f"{unit.text} {self._around.following(unit)}")

    def turned(self, clause: str, decision: Decision, hit: Hit) -> str:
        """What is denied in a sentence that seems to grant, or owed by the other; else empty."""
        told = [w for m in hit.matched for w in m.words]
        return turned(clause, decision.row, self._roles.words(hit.unit.text), told)

    def end_of(self, clause: str, unit: Unit) -> int:
        """Where the passage ends that says what was decided; an offset in the text."""
        return self._further.get((clause, unit.start), unit.end)


def _tables(language: str) -> Tables:
    tables = status.shipped()
    return tables["nl" if language in {"nl", ""} else "en"]
