"""Two versions of a contract, or a contract and standard terms, passage by passage.

Passages are aligned in three steps: equal words in the same order; equal words elsewhere (moved);
then the most alike of what is left, by the words they share, a like number or heading counting
along. What stays alone is missing or added. A passage that the other document sets aside by name
("in afwijking van artikel 8", "artikel 8 is niet van toepassing") is overridden. All steps are
linear in the number of shared words; common words do not count.
"""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum

import msgspec

from sbom.contracts.compare_weaker import weaker
from sbom.contracts.document import Document, Passage, PassageKind
from sbom.contracts.references import Index, Reference, references_of

_ALSO = {"indien": "als", "wanneer": "als", "enige": "een"}
"""Words that another version writes differently without saying anything else."""
_SIGNS = str.maketrans("–—’‘“”", "--''\"\"")  # noqa: RUF001 - dashes and quotes as printed
_WORD = re.compile(r"\w+(?:[.,'\u2019-]\w+)*|[%€$£]")
_TOKEN = re.compile(r"\s+|\w+(?:[.,'\u2019-]\w+)*|[^\w\s]")
_OVERRIDES = re.compile(
    r"in afwijking van|niet van toepassing|wordt vervangen door|worden vervangen door|komt te vervallen|vervalt|"
    r"buiten toepassing|afgeweken van|in deviation (?:from|of)|notwithstanding|does not apply|do not apply|"
    r"is replaced by|are replaced by|is deleted|shall not apply|supersedes|instead of|in plaats van",
    re.IGNORECASE,
)
_SKIPPED = frozenset({PassageKind.COMMENT, PassageKind.DELETED})
_ALIKE = 0.45
"""Share of words that two passages must have in common to be versions of each other."""
_COMMON = 40
"""A word in more passages than this does not bring candidates."""
_MAX_TOKENS = 2000


class ChangeKind(StrEnum):
    """What became of a passage."""

    SAME = "same"
    CHANGED = "changed"
    WEAKENED = "weakened"
    """Changed, and less for the customer than before."""
    MISSING = "missing"
    """Only the first document has it."""
    ADDED = "added"
    """Only the second document has it."""
    OVERRIDDEN = "overridden"
    """Still there, but another passage of the second document sets it aside."""


class Words(msgspec.Struct, frozen=True):
    """A stretch of words in both versions."""

    old: str
    new: str
    same: bool = False
    """Nothing changed but, at most, how it is written: case, a dash, "indien" for "als"."""


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """One passage of either document and what became of it."""

    kind: ChangeKind
    old: Passage | None = None
    new: Passage | None = None
    words: tuple[Words, ...] = ()
    """The passage in stretches, for a changed one."""
    reasons: tuple[str, ...] = ()
    """Why it is weaker: names of signals (`sbom.contracts.compare_weaker`)."""
    by: Passage | None = None
    """The passage of the second document that sets it aside."""
    moved: bool = False
    """Its number or place is another."""


def compare(first: Document, second: Document) -> tuple[Change, ...]:
    """What became of each passage, in order of the second document; missing ones where they stood.

    Args:
        first: The earlier version, or the standard terms.
        second: The later version, or the contract.
    """
    old = [p for p in first.passages if p.kind not in _SKIPPED]
    new = [p for p in second.passages if p.kind not in _SKIPPED]
    old_words = [_folded(first.words(p)) for p in old]
    new_words = [_folded(second.words(p)) for p in new]
    pairs = _equal(old_words, new_words)
    _rest(pairs, old_words, new_words, old, new)
    aside = _set_aside(first, second)
    changes = [
        _change(first, second, old[pairs[n]] if n in pairs else None, p, aside)
        for n, p in enumerate(new)
    ]
    return tuple(_with_missing(changes, old, pairs, aside))


def _folded(text: str) -> str:
    return " ".join(_ALSO.get(word, word) for word in _WORD.findall(text.lower()))


def _key(token: str) -> str:
    """What a token counts as: two ways to write the same are no change."""
    low = token.lower().translate(_SIGNS)
    return _ALSO.get(low, low)


def _equal(old: list[str], new: list[str]) -> dict[int, int]:
    """Pairs with equal words, new to old: those in order first, then those that moved."""
    pairs: dict[int, int] = {}
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if len(old) * len(new) <= 4_000_000:
        for a, b, size in matcher.get_matching_blocks():
            for step in range(size):
                if old[a + step]:
                    pairs[b + step] = a + step
    taken = set(pairs.values())
    waiting: dict[str, list[int]] = {}
    for place, words in enumerate(old):
        if place not in taken:
            waiting.setdefault(words, []).append(place)
    for place, words in enumerate(new):
        if place not in pairs and words and waiting.get(words):
            pairs[place] = waiting[words].pop(0)
    return pairs


def _rest(
    pairs: dict[int, int],
    old: list[str],
    new: list[str],
    old_passages: list[Passage],
    new_passages: list[Passage],
) -> None:
    """Pair what is left by likeness, the most alike first."""
    taken = set(pairs.values())
    free = [n for n in range(len(old)) if n not in taken and old[n]]
    bags = {n: Counter(old[n].split()[:_MAX_TOKENS]) for n in free}
    where: dict[str, list[int]] = {}
    for n in free:
        for word in bags[n]:
            where.setdefault(word, []).append(n)
    scored: list[tuple[float, int, int]] = []
    for b in range(len(new)):
        if b in pairs or not new[b]:
            continue
        bag = Counter(new[b].split()[:_MAX_TOKENS])
        near: Counter[int] = Counter()
        for word in bag:
            places = where.get(word, ())
            if len(places) <= _COMMON:
                near.update(places)
        candidates = {n for n, _ in near.most_common(12)}
        candidates |= {n for n in free if _like(old_passages[n], new_passages[b])}
        for a in candidates:
            score = _likeness(bags[a], bag, old_passages[a], new_passages[b])
            if score >= _ALIKE:
                scored.append((score, a, b))
    used: set[int] = set()
    for _, a, b in sorted(scored, key=lambda s: (-s[0], s[2], s[1])):
        if a not in used and b not in pairs:
            used.add(a)
            pairs[b] = a


def _like(old: Passage, new: Passage) -> bool:
    return (
        bool(new.number)
        and old.number == new.number
        and old.part == new.part
        and old.kind == new.kind
    )


def _likeness(old: Counter[str], new: Counter[str], one: Passage, two: Passage) -> float:
    shared = sum((old & new).values())
    total = max(sum(old.values()), sum(new.values()))
    score = shared / total if total else 0.0
    if _like(one, two):
        score += 0.2
    if one.heading and one.heading == two.heading:
        score += 0.1
    heading = PassageKind.HEADING
    return score - (0.5 if (one.kind is heading) != (two.kind is heading) else 0.0)


def _change(
    first: Document,
    second: Document,
    old: Passage | None,
    new: Passage,
    aside: dict[tuple[int, int], Passage],
) -> Change:
    if old is None:
        return Change(ChangeKind.ADDED, None, new)
    before, after = first.words(old), second.words(new)
    moved = bool(old.number or new.number) and (old.number, old.part) != (new.number, new.part)
    by = aside.get((old.start, old.end))
    if by is not None and by != new:
        return Change(ChangeKind.OVERRIDDEN, old, new, by=by, moved=moved)
    if _folded(before) == _folded(after):
        return Change(ChangeKind.SAME, old, new, moved=moved)
    words = tuple(_stretches(before, after))
    reasons = weaker(before, after)
    kind = ChangeKind.WEAKENED if reasons else ChangeKind.CHANGED
    return Change(kind, old, new, words, reasons, moved=moved)


def _stretches(before: str, after: str) -> Iterator[Words]:
    """Both texts in stretches that are equal or not; whole words, space kept with them."""
    one, two = _TOKEN.findall(before)[:_MAX_TOKENS], _TOKEN.findall(after)[:_MAX_TOKENS]
    keys = [_key(t) for t in one], [_key(t) for t in two]
    matcher = SequenceMatcher(lambda t: t.isspace(), *keys, autojunk=False)
    for tag, a0, a1, b0, b1 in matcher.get_opcodes():
        yield Words("".join(one[a0:a1]), "".join(two[b0:b1]), tag == "equal")


def _with_missing(
    changes: list[Change],
    old: list[Passage],
    pairs: dict[int, int],
    aside: dict[tuple[int, int], Passage],
) -> Iterator[Change]:
    """The changes with the missing passages after the one that they followed."""
    taken = set(pairs.values())
    follows: dict[int, list[Change]] = {}
    last = -1
    for place, passage in enumerate(old):
        if place in taken:
            last = place
            continue
        by = aside.get((passage.start, passage.end))
        kind = ChangeKind.MISSING if by is None else ChangeKind.OVERRIDDEN
        follows.setdefault(last, []).append(Change(kind, passage, None, by=by))
    yield from follows.get(-1, ())
    for place, change in enumerate(changes):
        yield change
        if place in pairs:
            yield from follows.get(pairs[place], ())


def _set_aside(first: Document, second: Document) -> dict[tuple[int, int], Passage]:
    """Passages of the first document that the second sets aside by their number."""
    index, own = Index(first), Index(second)
    before = {_folded(first.words(p)) for p in first.passages}
    found: dict[tuple[int, int], Passage] = {}
    references = references_of(second)
    at = 0
    for passage in second.passages:
        while at < len(references) and references[at].start < passage.start:
            at += 1
        words = second.quote(passage)
        if (
            passage.kind in _SKIPPED
            or not _OVERRIDES.search(words)
            or _folded(second.words(passage)) in before
        ):
            continue
        mine = at
        while mine < len(references) and references[mine].start < passage.end:
            reference = references[mine]
            mine += 1
            if reference.outside and not _names(reference.outside, first):
                continue
            if not _near(words, reference.start - passage.start, reference.end - passage.start):
                continue
            place = index.article(reference.number, "")
            if place is not None and not _renumbered(reference, first, place, second, own):
                for target in _below(first, place):
                    found.setdefault((target.start, target.end), passage)
    return found


def _renumbered(
    reference: Reference, first: Document, place: int, second: Document, own: Index
) -> bool:
    """Whether the number means an article of the second document that is another in the first."""
    mine = None if reference.outside else own.article(reference.number, "")
    if mine is None:
        return False
    here, there = second.passages[mine].heading, first.passages[place].heading
    return bool(here) and bool(there) and _folded(here) != _folded(there)


def _names(outside: str, first: Document) -> bool:
    """Whether "artikel 8 van de GIBIT" points into the first document."""
    return outside.lower() in first.text[:3000].lower() or outside.lower() in first.name.lower()


def _near(words: str, start: int, end: int) -> bool:
    """Whether the words that set aside stand in the sentence of the reference."""
    left = max(words.rfind(". ", 0, start), words.rfind(";", 0, start)) + 1
    right = words.find(". ", end)
    return bool(_OVERRIDES.search(words[left : right if right > 0 else len(words)]))


def _below(document: Document, place: int) -> Iterator[Passage]:
    """A passage and what is numbered below it."""
    top = document.passages[place]
    yield top
    for passage in document.passages[place + 1 :]:
        if passage.number != top.number and not passage.number.startswith(top.number + "."):
            return
        yield passage
