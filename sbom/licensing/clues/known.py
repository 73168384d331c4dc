"""What known phrases add to the reading of notices by grammar, and where they overrule it.

A phrase that holds a statement whole decides what it means: "version 3.0 or later" three lines after
`License: LGPL-3`, a choice over two paragraphs, an exception in its own words. A statement that goes
on outside the phrase is the longer reading and stays. Words that are no statement by grammar become
one only when the phrase is long, or when the file says nothing else: a bare name stays a clue.
"""

import re

from sbom.licensing.clues.flat import Flat
from sbom.licensing.clues.statements import is_denied
from sbom.licensing.found import Clue, Part
from sbom.licensing.texts.phrases import Phrase
from sbom.licensing.texts.words import Words

MATCHER = "phrase"
LEAST = {"text": 12, "notice": 7, "tag": 99, "reference": 12}
"""Words of a phrase from which it stands by itself, by kind."""
WHOLE = 0.8
"""Share of the words of a file from which its phrases are what the file says."""
FIELD_WORDS = 12
"""Words of a phrase from which it knows more than the field in it."""
MAX_NAMES = 40
"""More different licences than this are a list of licences, no statement."""
_STEP = 200
_OR_LATER = re.compile(r"((?:A|L)?GPL-[\d.]+)-or-later")
_LATER = re.compile(r"\w\+(?!\w)")
"""The sign for later versions, which the words of a phrase do not hold."""


class Known:
    """Phrases of one text, placed in the flat text."""

    def __init__(
        self, flat: Flat, words: Words, phrases: list[Phrase], explained: set[int]
    ) -> None:
        self.text = flat.text
        self.whole = sum(p.end - p.start for p in phrases) >= WHOLE * len(words.tokens)
        self.placed: list[tuple[int, int, Phrase, tuple[int, int]]] = []
        for phrase in phrases:
            lines = (words.line(phrase.start), words.line(phrase.end - 1))
            if lines[0] in explained or lines[1] in explained:
                continue
            begin, end = _span(flat, words.tokens[phrase.start : phrase.end], lines[0])
            if _LATER.search(flat.text, begin, end + 1):
                continue
            self.placed.append((begin, end, phrase, lines))
        if len({p.expression for _, _, p, _ in self.placed}) > MAX_NAMES:
            self.placed = []

    def applied(self, parts: list[Part], clues: list[Clue]) -> tuple[list[Part], list[Clue]]:
        """The statements and clues with what the phrases say."""
        for begin, end, phrase, lines in self.placed:
            inside = [p for p in parts if _is_in(p, begin, end, lines)]
            crossing = [p for p in parts if p not in inside and p.at < end and p.end > begin]
            size = phrase.end - phrase.start
            tagged = any(p.matcher == "spdx-tag" for p in inside)
            fields = any(p.matcher == "field" for p in inside)
            if (
                crossing
                or tagged
                or (fields and size < FIELD_WORDS)
                or any(_says_later(p.expression, phrase.expression) for p in inside)
            ):
                continue
            if not phrase.expression:
                parts = [p for p in parts if p not in inside]
                clues = clues + [
                    Clue(about=p.expression, line=p.lines[0], matcher=p.matcher) for p in inside
                ]
                continue
            if not inside and (
                (not self.whole and size < LEAST[phrase.kind]) or is_denied(self.text, begin)
            ):
                continue
            loose = tuple(x for p in inside for x in p.loose if x in phrase.expression)
            parts = [p for p in parts if p not in inside]
            parts.append(Part(begin, end, phrase.expression, lines, 1.0, MATCHER, loose))
        return parts, clues


def _says_later(ours: str, phrase: str) -> bool:
    """Whether a statement allows later versions of what the phrase has without them.

    Of a choice the phrase knows more: its versions stand in other sentences.
    """
    return " OR " not in phrase and any(
        f"{name}-only" in phrase for name in _OR_LATER.findall(ours)
    )


def _is_in(part: Part, begin: int, end: int, lines: tuple[int, int]) -> bool:
    """Whether a statement lies within a phrase; a tag knows only its line."""
    if part.at == part.end:
        return lines[0] <= part.lines[0] <= lines[1]
    return begin <= part.at + 1 and part.end <= end + 3 and part.at < end and part.end > begin


def _span(flat: Flat, tokens: list[str], line: int) -> tuple[int, int]:
    """Where words stand in the flat text, from the line of the first one on."""
    text = flat.text
    begin = at = flat.start(line)
    found = False
    for token in tokens:
        place = text.find(token, at, at + _STEP)
        if place < 0:
            continue
        if not found:
            begin, found = place, True
        at = place + len(token)
    return begin, at
