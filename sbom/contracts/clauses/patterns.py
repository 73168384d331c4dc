"""The readable signal: patterns as data, matched on the words of one sentence.

`data/patterns_nl.yaml` and `data/patterns_en.yaml` are what people edit and read; they ship compiled
to `data/patterns.json` (`docs/tools/train_clauses.py --patterns`), so that no YAML is read at run
time. How `when` is written stands at the top of the YAML and in `sbom.contracts.clauses.terms`.
"""

from functools import lru_cache
from pkgutil import get_data

import msgspec

from sbom.contracts.clauses.terms import Terms
from sbom.contracts.clauses.words import words

SHORT = 12
"""Words of a sentence, or an item of a list, that is read together with its heading."""
ENOUGH = 2
"""Weight of patterns together that makes the signal."""


class Pattern(msgspec.Struct, frozen=True):
    """One pattern as data."""

    id: str
    clause: str
    when: str
    weight: int
    """1 supports, 2 is enough, 3 is as good as certain."""
    near: int = 0
    """All groups begin within so many words; 0 for anywhere in the sentence."""
    like: str = ""
    """A sentence that it must match."""
    unlike: str = ""
    """A sentence that it must not match."""


class PatternFile(msgspec.Struct, frozen=True):
    """The patterns of one language."""

    language: str
    concepts: dict[str, str]
    patterns: list[Pattern]


class Matched(msgspec.Struct, frozen=True):
    """A pattern that matched, with the words it matched on."""

    pattern: Pattern
    words: tuple[str, ...]
    weight: int = 0
    """What it counts for; at most `ENOUGH` when part of the words stand in the heading."""


class Matcher:
    """The patterns of one language, ready for sentences."""

    def __init__(self, file: PatternFile) -> None:
        """Numbers every term and every group of terms."""
        self.language = file.language
        self.patterns = file.patterns
        self._terms = Terms(file.concepts)
        self._compiled = [(p, self._terms.condition(p.when, p.near)) for p in file.patterns]

    def match(self, text: str, heading: str = "") -> list[Matched]:
        """The patterns that match a sentence under a heading."""
        terms = self._terms
        sentence, title = words(text), words(heading)
        look = terms.look(sentence)
        if not look.found:
            return []
        above = terms.look(title)
        short = bool(title) and len(sentence) <= SHORT
        both = terms.look(title + sentence) if short else look
        out = []
        for pattern, condition in self._compiled:
            if terms.holds(condition, look, above):
                out.append(Matched(pattern, terms.matched(condition, look), pattern.weight))
            elif short and look.found & condition.need and terms.holds(condition, both, above):
                weight = min(ENOUGH, pattern.weight)
                out.append(Matched(pattern, terms.matched(condition, both), weight))
        return out

    def searched(self, clause: str) -> list[str]:
        """The terms that the patterns of a clause look for, for the proof that it is absent."""
        out: dict[str, None] = {}
        for pattern in self.patterns:
            if pattern.clause == clause:
                first = pattern.when.split(";")[0].lstrip("!^ ")
                out |= dict.fromkeys(self._terms.terms(first))
        return list(out)


def spoken(term: str) -> str:
    """A term as people read it: "exitplan… " for every word that begins so, "…" for words between."""
    return term.replace(" ~ ", " … ").replace("*", "…").rstrip(" ~")


@lru_cache(maxsize=1)
def shipped() -> dict[str, Matcher]:
    """The patterns that ship with the tool, by language."""
    content = get_data("sbom.contracts.clauses", "data/patterns.json") or b"[]"
    files = msgspec.json.decode(content, type=list[PatternFile])
    return {file.language: Matcher(file) for file in files}
