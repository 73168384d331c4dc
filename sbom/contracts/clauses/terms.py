"""Conditions on the words of a sentence, as patterns and decision tables write them.

A condition is a row of groups apart by `;`, all of which must occur; a group is terms apart by `|`,
one of which must occur. `!` before a group: none may occur. `^`: it must occur in the heading.
`@name` stands for a concept, a list of terms with a name.
"""

import msgspec

from sbom.contracts.clauses.words import Lexicon, Sequence, places


class Condition(msgspec.Struct, frozen=True):
    """A condition as bits of groups."""

    need: int = 0
    ban: int = 0
    heading: int = 0
    groups: tuple[int, ...] = ()
    near: int = 0
    """All groups begin within so many words; 0 for anywhere."""


class Look(msgspec.Struct, frozen=True):
    """What occurs in one sentence."""

    words: list[str]
    found: int
    """Bits of the groups."""
    spots: dict[int, list[int]]
    """Places of every atom."""


NOTHING = Look([], 0, {})


class Terms:
    """All terms of a set of conditions, looked up in one pass over a sentence."""

    def __init__(self, concepts: dict[str, str]) -> None:
        """`concepts` are lists of terms apart by `|`, by name."""
        self._lexicon = Lexicon()
        self._concepts = concepts
        self._groups: dict[str, int] = {}
        self._single: dict[int, int] = {}
        self._longer: dict[int, list[tuple[Sequence, int]]] = {}

    def condition(self, when: str, near: int = 0) -> Condition:
        """A condition out of its words."""
        need = ban = heading = 0
        groups = []
        for raw in when.split(";"):
            group = raw.strip()
            bit = self._group(group.lstrip("!^").strip())
            if group.startswith("!"):
                ban |= bit
            elif group.startswith("^"):
                heading |= bit
            else:
                need |= bit
                groups.append(bit)
        return Condition(need, ban, heading, tuple(groups), near)

    def terms(self, group: str) -> list[str]:
        """The terms of a group, concepts written out."""
        out: list[str] = []
        for raw in group.split("|"):
            term = raw.strip()
            if term.startswith("@"):
                out.extend(self.terms(self._concepts[term[1:]]))
            elif term:
                out.append(term)
        return out

    def _group(self, group: str) -> int:
        known = self._groups.get(group)
        if known is not None:
            return known
        bit = 1 << len(self._groups)
        self._groups[group] = bit
        for term in self.terms(group):
            sequence = self._lexicon.sequence(term)
            first = sequence[0][0]
            if len(sequence) == 1:
                self._single[first] = self._single.get(first, 0) | bit
            else:
                self._longer.setdefault(first, []).append((sequence, bit))
        return bit

    def look(self, sentence: list[str]) -> Look:
        """Which groups occur in a sentence."""
        spots: dict[int, list[int]] = {}
        atoms_of = self._lexicon.atoms_of
        for place, word in enumerate(sentence):
            for atom in atoms_of(word):
                spots.setdefault(atom, []).append(place)
        found = 0
        for atom in spots:
            found |= self._single.get(atom, 0)
            for sequence, bit in self._longer.get(atom, ()):
                if not found & bit and places(sequence, spots):
                    found |= bit
        return Look(sentence, found, spots)

    def holds(self, condition: Condition, look: Look, above: Look = NOTHING) -> bool:
        """Whether a condition holds in a sentence under a heading."""
        if look.found & condition.need != condition.need or look.found & condition.ban:
            return False
        if above.found & condition.heading != condition.heading:
            return False
        return not condition.near or _within(self._spread(condition, look), condition.near)

    def matched(self, condition: Condition, look: Look) -> tuple[str, ...]:
        """The words on which a condition holds, one per group."""
        spread = self._spread(condition, look)
        return tuple(dict.fromkeys(look.words[at[0]] for at in spread if at))

    def _spread(self, condition: Condition, look: Look) -> list[list[int]]:
        return [sorted(self._places_of(bit, look.spots)) for bit in condition.groups]

    def _places_of(self, bit: int, spots: dict[int, list[int]]) -> set[int]:
        out: set[int] = set()
        for atom, at in spots.items():
            if self._single.get(atom, 0) & bit:
                out.update(at)
            for sequence, its in self._longer.get(atom, ()):
                if its & bit:
                    out.update(places(sequence, spots))
        return out


def _within(spread: list[list[int]], near: int) -> bool:
    """Whether one place of every group lies in a window of `near` words."""
    return any(
        all(any(begin <= p <= begin + near for p in other) for other in spread)
        for first in spread
        for begin in first
    )
