"""Words of a sentence, and the terms of patterns that occur among them.

A term is what a pattern looks for: one or more words apart by spaces, each with an optional `*` at
its start or end for "anything", and `~` between two words for at most `GAP` other words. Words are
lower case without accents; digits stay. Every word of a document is looked up once, so the time is
linear in the text however many terms there are.
"""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")  # noqa: RUF001 - the apostrophes of real contracts
_JOINS = re.compile(r"[-/:.]")
"""What parts words in a text parts them in a term as well."""
GAP = 6
"""Words that `~` may skip."""

Sequence = tuple[tuple[int, int], ...]
"""Atoms of a term with the number of words that may stand before each."""


def fold(text: str) -> str:
    """Lower case, without accents; the length may differ from that of `text`."""
    low = text.lower()
    if low.isascii():
        return low
    parts = unicodedata.normalize("NFD", low)
    return "".join(c for c in parts if not unicodedata.combining(c)).replace("’", "'")  # noqa: RUF001 - as above


_SEPARABLE = frozenset(
    [
        "aan",
        "achter",
        "af",
        "bij",
        "bekend",
        "binnen",
        "buiten",
        "door",
        "in",
        "los",
        "mee",
        "mede",
        "na",
        "om",
        "onder",
        "op",
        "over",
        "samen",
        "stop",
        "tegen",
        "terug",
        "ter",
        "toe",
        "uit",
        "vast",
        "voor",
        "voort",
        "vrij",
        "weg",
        "weer",
    ]
)
"""Parts that a Dutch verb sheds before "te": "aan te passen" is "aanpassen"."""


def words(text: str) -> list[str]:
    """The words of a text, folded and without hyphens; "aan te passen" counts as the one word "aanpassen"."""
    found = _WORD.findall(fold(text))
    if "te" not in found:
        return found
    out: list[str] = []
    at = 0
    while at < len(found):
        if found[at] in _SEPARABLE and at + 2 < len(found) and found[at + 1] == "te":
            out.append(found[at] + found[at + 2])
            at += 3
        else:
            out.append(found[at])
            at += 1
    return out


class Lexicon:
    """The words that terms are made of ("atoms"), numbered, and which of them a word matches."""

    def __init__(self) -> None:
        """An empty lexicon; `atom` fills it."""
        self._numbers: dict[str, int] = {}
        self._exact: dict[str, int] = {}
        self._starts: dict[str, int] = {}
        self._ends: dict[str, int] = {}
        self._inside: dict[str, int] = {}
        self._seen: dict[str, tuple[int, ...]] = {}

    def atom(self, written: str) -> int:
        """The number of an atom as written: `opzeg*`, `*export*`, `recht`."""
        number = self._numbers.setdefault(written, len(self._numbers))
        bare = written.strip("*")
        left, right = written.startswith("*"), written.endswith("*")
        table = (
            (self._inside if right else self._ends)
            if left
            else (self._starts if right else self._exact)
        )
        table[bare] = number
        return number

    def sequence(self, term: str) -> Sequence:
        """A term as atoms with the gap allowed before each."""
        out: list[tuple[int, int]] = []
        gap = 0
        for part in _JOINS.sub(" ", term).split():
            if part == "~":
                gap = GAP
                continue
            out.append((self.atom(part), gap))
            gap = 0
        return tuple(out)

    def atoms_of(self, word: str) -> tuple[int, ...]:
        """Every atom that a folded word matches."""
        known = self._seen.get(word)
        if known is not None:
            return known
        found: list[int] = []
        exact = self._exact.get(word)
        if exact is not None:
            found.append(exact)
        for size in range(1, len(word) + 1):
            start = self._starts.get(word[:size])
            if start is not None:
                found.append(start)
            end = self._ends.get(word[-size:])
            if end is not None:
                found.append(end)
        found.extend(number for bare, number in self._inside.items() if bare in word)
        result = tuple(found)
        if len(self._seen) < 200_000:  # a hostile text has words without end
            self._seen[word] = result
        return result


def places(sequence: Sequence, spots: dict[int, list[int]]) -> list[int]:
    """Where a term begins, given the places of every atom in a sentence."""
    first = spots.get(sequence[0][0])
    if not first or len(sequence) == 1:
        return first or []
    out = []
    for begin in first:
        at = begin
        for atom, gap in sequence[1:]:
            following = spots.get(atom)
            if not following:
                return []
            at = next((p for p in following if at < p <= at + 1 + gap), -1)
            if at < 0:
                break
        else:
            out.append(begin)
    return out
