"""Passages that rank documents: "de Overeenkomst prevaleert boven de GIBIT", "order of precedence".

Read are: a list after a colon, in lines or in the sentence; "A prevails over B"; "in case of
conflict between A and B, A prevails"; and "A prevails" alone. A list counts from strongest to
weakest unless the passage says that the later named prevails. Which language or law prevails is
something else and left out. What a sentence excepts ("tenzij", "except") is kept beside the order.
"""

import re
from itertools import pairwise

import msgspec

from sbom.contracts.document import Document, Passage, PassageKind
from sbom.contracts.paper_names import Name, names_in

_WINS = (
    r"prevale(?:ert|ren|rend)|gaa[tn](?:\s(?:steeds|altijd|dan))?\s(?:voor|boven)|voorrang|leidend|doorslaggevend|"
    r"beslissend|(?:is|zijn) bepalend|prevails?|tak(?:es?|ing) precedence|(?:shall|will|do|does) (?:control|govern)|"
    r"(?:agreement|form|terms|addendum|annex|schedule|work|dpa|page) (?:controls?|governs?)|supersedes?"
)
_PREVAILS = re.compile(
    rf"\b(?:{_WINS}|rangorde|order of precedence|(?:descending )?order of priority|volgorde|hiërarchie|hierarchy|"
    r"gaa[tn] (?:de |het )?[^.;:\n]{1,80}? (?:voor|boven)\b|geld(?:t|en) (?:dan )?(?:het bepaalde|de bepaling(?:en)?) "
    r"(?:in|uit|van))",
    re.IGNORECASE,
)
_CONFLICT = re.compile(
    r"strijd|tegenstrijdig|tegenspraak|afwijk|inconsisten|conflict|discrepan|ambigu|rangorde|precedence|priority|"
    r"prevale|voorrang|hiërarchie|hierarchy|onderling|doorslaggevend|leidend|contradict",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\b(?:prevale(?:ert|ren)(?:\s(?:steeds|altijd))?(?:\sboven)?|gaa[tn](?:\s(?:steeds|altijd))?\s(?:voor|boven)(?:\sop)?|"
    r"(?:heeft|hebben|krijgt|krijgen)\s(?:steeds\s|altijd\s)?voorrang(?:\s(?:boven|op))?|(?:is|zijn)\sleidend(?:\sboven)?|"
    r"(?:is|zijn)\sdoorslaggevend|prevails?(?:\sover)?|takes?\sprecedence(?:\sover)?|(?:shall|will)\s(?:control|govern)(?:\sover)?|"
    r"controls?(?:\sover)?|governs?|supersedes?)(?!\w)",
    re.IGNORECASE,
)
_INVERTED = re.compile(
    r"\b(?:prevale(?:ert|ren)|gaa[tn]|heeft|hebben|geld(?:t|en)(?:\sdan)?|(?:is|zijn)(?:\sdan)?)\s"
    r"(?!(?:steeds|altijd|voor|boven)\b)",
    re.IGNORECASE,
)
_INVERTED_OVER = re.compile(
    r"\s(?:boven|voor(?:\sop)?|(?:voorrang|(?:dan\s)?(?:leidend|doorslaggevend|beslissend|bepalend))(?:\s(?:boven|op))?)(?!\w)"
)
_LATER = re.compile(
    r"(?:later|laatst|lager)[ -]?(?:genoemd|vermeld|gerangschikt)\w*[^.;]{0,60}?\b(?:prevale|voorrang|gaa[tn])|"
    r"(?:later|last)[ -](?:mentioned|listed|named)[^.;]{0,60}?(?:prevail|precedence|control)|"
    r"(?:oplopende|ascending)\s(?:volgorde|rangorde|order)|van laag naar hoog",
    re.IGNORECASE,
)
_RANKS = re.compile(
    r"rangorde|volgorde|order of (?:precedence|priority)|hiërarchie|hierarchy|"
    r"(?:eerder|hoger|earlier|higher|later|lager|laatst|first|eerst|last)[ -]?"
    r"(?:genoemd|vermeld|mentioned|listed|named|gerangschikt)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:tussen|between|among|van|of|in|with|met)\b", re.IGNORECASE)
_UNLESS = re.compile(
    r"\b(?:tenzij|behoudens|met uitzondering van|uitgezonderd|behalve|unless|except|save (?:for|that))\b[^.]{3,300}",
    re.IGNORECASE,
)
_NOT_PAPERS = re.compile(
    r"nederlandse (?:tekst|versie|taal)|engelse (?:tekst|versie|vertaling)|\bvertaling|\btaalversie|"
    r"english (?:version|text|language)|dutch (?:version|text|language)|translation",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.\n]{1,3000}(?:\.(?!\s|$)[^.\n]{0,400}){0,20}\.?")
_INLINE = re.compile(
    r";|\s\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[).]\s|,\s(?:en\s|and\s)?(?:dan|vervolgens|then|daarna)\b"
)
_LONGEST = 20_000
"""Characters of one passage that are looked at."""
_MOST = 25
"""Items of a list."""
_ITEM = 200
"""Characters of an item."""
_SKIPPED = frozenset({PassageKind.COMMENT, PassageKind.DELETED})


class Precedence(msgspec.Struct, frozen=True, omit_defaults=True):
    """A passage that says which document prevails."""

    start: int
    end: int
    order: tuple[str, ...] = ()
    """Documents from strongest to weakest, in the contract's words; empty where it cannot be read."""
    first_only: bool = False
    """The first prevails over each of the others; nothing is said between those."""
    unless: str = ""
    """What the passage excepts, verbatim; empty for nothing."""


def precedence_of(document: Document) -> tuple[Precedence, ...]:
    """Passages that rank documents, each ranking with the order where it can be read."""
    found: list[Precedence] = []
    for place, passage in enumerate(document.passages):
        if passage.kind in _SKIPPED:
            continue
        words = document.quote(passage)[:_LONGEST]
        if _PREVAILS.search(words) and _CONFLICT.search(words + passage.heading):
            found += _ranked(document, place, passage, words)
    return tuple(found)


def _ranked(document: Document, place: int, passage: Passage, words: str) -> list[Precedence]:
    """What one passage ranks; a ranking that cannot be read has no order."""
    order, end = _listed(document, place, words)
    made = [(order, words, True)] if order else _in_sentences(words)
    if not made:
        if len(list(names_in(words))) < 2 or _NOT_PAPERS.search(words):
            return []
        made = [((), words, False)]
    return [_precedence(passage.start, end or passage.end, words, *m) for m in made]


def _precedence(
    start: int,
    end: int,
    words: str,
    order: tuple[str, ...],
    said: str,
    full: bool,  # noqa: FBT001 - unpacked
) -> Precedence:
    if full and _LATER.search(words):
        order = order[::-1]
    unless = _UNLESS.search(said)
    excepted = unless[0] if unless else ""
    if unless and not said[: unless.start()].strip():
        excepted = excepted.partition(",")[0]
    first = not full and len(order) > 2
    return Precedence(start, end, order, first_only=first, unless=excepted.strip())


def _listed(document: Document, place: int, words: str) -> tuple[tuple[str, ...], int]:
    """The order as items in lines below the passage, and where the last one ends."""
    if not words.rstrip().endswith(":"):
        return (), 0
    out: list[str] = []
    end, first = 0, (PassageKind.ITEM, 0)
    for passage in document.passages[place + 1 : place + 1 + _MOST]:
        item = " ".join(document.words(passage).split()).rstrip(";.,")
        listed = passage.kind in {PassageKind.ITEM, PassageKind.TABLE} or passage.label
        named = next(names_in(item), None) is not None
        if len(item) > _ITEM or not (listed or named) or passage.kind is PassageKind.HEADING:
            break
        shape = (passage.kind, passage.number.count("."))
        if out and (not named or shape != first):
            break
        first = shape
        out.append(item.removesuffix(" en").removesuffix(" and").rstrip(";,"))
        end = passage.end
    return (tuple(out), end) if len(out) > 1 else ((), 0)


def _in_sentences(words: str) -> list[tuple[tuple[str, ...], str, bool]]:
    """The orders that the sentences of a passage say, each with its sentence and whether it is a list."""
    out: list[tuple[tuple[str, ...], str, bool]] = []
    for found in _SENTENCE.finditer(words):
        sentence = found[0]
        if _PREVAILS.search(sentence) is None or _NOT_PAPERS.search(sentence):
            continue
        order = _inline(sentence)
        full = bool(order)
        order = order or _said(sentence)
        if order:
            out.append((order, sentence, full))
    return out


def _inline(sentence: str) -> tuple[str, ...]:
    """A list in the sentence: "in deze rangorde: (a) de overeenkomst; (b) de bijlagen"."""
    if not _RANKS.search(sentence):
        return ()
    _, colon, rest = sentence.partition(":")
    if not colon:
        return ()
    names = list(names_in(rest))
    if len(names) < 2:
        return ()
    cuts = [0, *(m.start() for m in _INLINE.finditer(" " + rest)), len(rest) + 1]
    pieces = [(" " + rest)[a:b] for a, b in pairwise(cuts)]
    firsts = [n for n in (next(names_in(p), None) for p in pieces) if n is not None]
    if len(firsts) < 2:
        firsts = names
    return _texts(firsts[:_MOST])


def _said(sentence: str) -> tuple[str, ...]:
    """The order in a sentence: "prevaleert A boven B", "A prevails over B", "A gaat voor"."""
    said = _without_exception(sentence)
    names = list(names_in(said))
    turned = _turned(said, names)
    if turned is not None:
        return turned
    for over in _OVER.finditer(said):
        before = [n for n in names if n.end <= over.start()]
        after = [n for n in names if n.start >= over.end()]
        if before and after and _says_over(over[0], said[over.end() :]):
            return _texts([before[-1], *after])
        if before:
            winner = before[-1]
            return _texts([winner, *(n for n in before[:-1] if not _same(n, winner))])
    return ()


def _turned(said: str, names: list[Name]) -> tuple[str, ...] | None:
    """With the verb first: "prevaleert A (boven B)", "gaat A voor", "geldt het bepaalde in A"."""
    for verb in _INVERTED.finditer(said):
        after = [n for n in names if n.start >= verb.end()]
        if not after or after[0].start - verb.end() > 60:
            continue
        low = verb[0].lower()
        tail = said[after[0].end :]
        over = _INVERTED_OVER.search(tail)
        needs = low.startswith(("gaa", "is", "zijn", "he"))
        if needs and (over is None or over.start() > 80):
            continue
        before = [n for n in names if n.end <= verb.start() and not _same(n, after[0])]
        place = after[0].end + over.end() if over else after[0].end
        more = _INVERTED.search(said, place)
        below = [n for n in after[1:] if place <= n.start < (more.start() if more else len(said))]
        return _texts([after[0], *(below or before)])
    return None


def _without_exception(sentence: str) -> str:
    """A sentence without what it excepts; the exception may open it."""
    cut = _UNLESS.search(sentence)
    if cut is None:
        return sentence
    if sentence[: cut.start()].strip():
        return sentence[: cut.start()]
    return sentence[cut.start() :].partition(",")[2] or sentence


def _says_over(verb: str, rest: str) -> bool:
    """Whether "A prevails" goes on to say over what."""
    low = verb.lower()
    return low.endswith(
        ("over", "boven", "op", "voor", "supersede", "supersedes")
    ) or rest.lstrip()[:6].lower().startswith(("boven ", "over ", "op "))


def _same(one: Name, two: Name) -> bool:
    return (one.kind, one.number, one.proper, one.party) == (
        two.kind, two.number, two.proper, two.party,
    )  # fmt: skip


def _texts(names: list[Name]) -> tuple[str, ...]:
    """The names as written, each document once."""
    kept: list[Name] = []
    for name in names:
        if not any(_same(name, k) for k in kept):
            kept.append(name)
    return tuple(n.text for n in kept)
