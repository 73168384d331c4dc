"""What stands around a sentence and is read along with it: what follows, and what announces a list."""

from sbom.contracts.clauses.units import Unit

CONTEXT = 420
"""Characters of the next sentences of the same passage that are read along for the status."""
BESIDE = 3
"""Sentences after a change, under the same heading, in which a right to leave is looked for."""
LISTED = 8
"""Items of a list that are looked back over for the sentence that announces it."""


class Around:
    """The sentences of one document, by where they begin."""

    def __init__(self, units: tuple[Unit, ...]) -> None:
        self._units = units
        self._place = {unit.start: i for i, unit in enumerate(units)}

    def announced(self, unit: Unit) -> str:
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

    def beside(self, unit: Unit) -> list[Unit]:
        """The next sentences under the same heading, at most `BESIDE`."""
        at = self._place[unit.start]
        return [u for u in self._units[at + 1 : at + 1 + BESIDE] if u.heading == unit.heading]

    def following(self, unit: Unit) -> str:
        """The sentences that are read along with one, as text."""
        return " ".join(item.text for item in self._read_along(unit))

    def end_following(self, unit: Unit) -> int:
        """Where the last sentence ends that `following` reads along; an offset in the text."""
        more = self._read_along(unit)
        return more[-1].end if more else unit.end

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
