"""Finding known licence texts in a text: which, where, and how much of each.

Works on shingles of three words (the exact tier before it is `texts.exact`): texts that share enough shingles
with what is not yet explained are candidates; each is laid over the stretch where it shares most,
and scored as an edit distance would: shared shingles minus what the text has and the stretch lacks,
minus what the stretch has besides. The best is taken, its stretch counts as explained, and the
rest is looked at again, so several licences in one file come out, each with its lines. Of the many
texts that share a disclaimer only the one with the fewest differences is left.
"""

from bisect import bisect_left
from collections import Counter
from itertools import accumulate, chain, pairwise
from operator import sub
from typing import NamedTuple

from sbom.licensing.texts.index import LIKELY, Index
from sbom.licensing.texts.words import Words

MISSING = 1.0
"""Price of a shingle that the known text has and the stretch lacks."""
BESIDES = 0.6
"""Price of a shingle in the stretch that the known text lacks."""
REFERENCE = 14.0
PLAIN_BSD = frozenset({"BSD-2-Clause", "BSD-3-Clause", "BSD-4-Clause", "BSD-4-Clause-UC"})
"""The usual ones; another BSD text must be nearer by half of what a text off the list must."""
REFERENCE_SHARE = 0.1
"""By how much, in shingles and as a share of its size, an open text off the SPDX list must be nearer
than the nearest SPDX text: smaller differences are the names and turns of one author."""
MIN_GAP = 14
LOOSE = 8
"""Strange shingles up to which a stretch is taken from its first shared shingle to its last."""
SPREAD = 1.06
"""Places per shared shingle from which parts of the text may stand twice."""
AGAIN = 0.02
"""Price of a shingle that stands there once more."""
NAMELESS = 0.12
"""Price, as a share of its size, of a text that repeats its own name where the file lacks it."""
LEAST = 6
"""Shingles below which nothing is looked for."""
MAX_ROUNDS = 40
MAX_HITS = 200
"""Texts, copies included, that are taken in one round."""
MAX_LAID = 400
"""Candidates laid over the text in one round."""
MAX_EFFORT = 40_000_000
"""Shingles looked at over all candidates before the rest is left unexplained."""


class Hit(NamedTuple):
    """A known text found in a text."""

    text: int
    """Number in the index."""
    start: int
    """First word."""
    end: int
    """One past the last word."""
    coverage: float
    """Share of the known text that is there, 0 to 1."""
    purity: float
    """Share of the stretch that belongs to the known text, 0 to 1."""
    strange: frozenset[str] = frozenset()
    """Words in the stretch that stand where the known text has others."""
    gaps: tuple[tuple[int, int], ...] = ()
    """Stretches of words within that do not belong to the known text, from 12 words."""

    @property
    def quality(self) -> float:
        """Dice coefficient of the known text and the stretch."""
        total = self.coverage + self.purity
        return 2 * self.coverage * self.purity / total if total else 0.0


def find(index: Index, words: Words) -> tuple[list[Hit], list[Hit]]:
    """Texts that are there, and stretches that only resemble one, both in no certain order."""
    return _Search(index, words.tokens).run()


class _Search:
    """One text being explained."""

    def __init__(self, index: Index, tokens: list[str]) -> None:
        self.index = index
        self.tokens = tokens
        self.known_words = set(tokens)
        self.row = index.shingles(tokens)
        self.left = MAX_EFFORT
        self.own: dict[int, frozenset[int]] = {}
        self.last: dict[int, int] = {}
        self.again: list[int] = []

    def run(self) -> tuple[list[Hit], list[Hit]]:
        found: list[Hit] = []
        poor: list[Hit] = []
        for _ in range(MAX_ROUNDS):
            hits = self._round(poor)
            found += hits
            if not hits or self.left < 0:
                break
        return found, poor

    def _with_strange(self, hit: Hit) -> Hit:
        """The hit with the words in it that stand where the known text has others."""
        if hit.purity > 0.999:
            return hit
        own = self.own[hit.text]
        strange: set[str] = set()
        apart = {p for a, b in hit.gaps for p in range(a - 3, b + 1)}
        for place in range(hit.start, min(hit.end, len(self.row))):
            if self.row[place] not in own and place not in apart:
                strange.update(self.tokens[place : place + 3])
        return hit._replace(strange=frozenset(strange))

    def _round(self, poor: list[Hit]) -> list[Hit]:
        """Best texts that do not overlap."""
        row = self.row
        last = dict(zip(row, range(len(row)), strict=True))
        last.pop(-1, None)
        if len(last) < LEAST:
            return []
        found = self._candidates(set(last))
        if not found:
            return []
        self.last = last
        self.again = [i for i, s in enumerate(row) if s >= 0 and last[s] != i]
        best: list[tuple[float, Hit]] = []
        taken: list[tuple[float, set[int]]] = []
        for bound, text, common in found:
            size = self.index.sizes[text]
            if self.left < 0:
                break
            if any(s > bound and len(common - seen) < LIKELY * size for s, seen in taken):
                continue
            score, hit = self._lay(text, common)
            if is_there(hit, size, self.index.texts[text][1]):
                best.append((score, hit))
                taken.append((score - 2 * REFERENCE, set(self.row[hit.start : hit.end])))
            elif hit.coverage > 0.4 and not poor:
                poor.append(hit)
        return self._taken(self._settled(best))

    def _taken(self, hits: list[Hit]) -> list[Hit]:
        """The hits of a round that are kept, with all further copies of their texts.

        Of relatives only the best is taken in one round: else, where two copies of the MIT text stand,
        the end of the first and the begin of the second would pass for a variant with its paragraphs in
        another order.
        """
        kept: list[Hit] = []
        for hit in hits:
            own = self.own[hit.text]
            room = (hit.end - hit.start) / 10
            if any(
                min(hit.end, k.end) - max(hit.start, k.start) > room
                or 2 * len(own & self.own[k.text]) > len(own)
                for k in kept
            ):
                continue
            again: Hit | None = hit
            while again is not None and len(kept) < MAX_HITS:
                again = self._with_strange(again)
                kept.append(again)
                self.row[again.start : again.end] = [-1] * (again.end - again.start)
                again = self._copy(hit.text)
        return kept

    def _copy(self, text: int) -> Hit | None:
        """One more copy of a text in what is left, or None."""
        row = self.row
        own, size = self.own[text], self.index.sizes[text]
        self.left -= len(row) // 8
        common = own.intersection(row)
        if len(common) < LIKELY * size or self.left < 0:
            return None
        self.last = dict(zip(row, range(len(row)), strict=True))
        self.again = [i for i, s in enumerate(row) if s >= 0 and self.last[s] != i]
        _, hit = self._lay(text, common)
        return hit if is_there(hit, size, self.index.texts[text][1]) else None

    def _candidates(self, present: set[int]) -> list[tuple[float, int, frozenset[int]]]:
        """Texts of which enough is there: best score possible, number, shared shingles."""
        sizes, needed = self.index.sizes, self.index.needed
        counts = Counter(chain.from_iterable(map(self.index.holding, present)))
        found = []
        for text in [t for t, count in counts.items() if count >= needed[t]]:
            own = self.own[text] = self.index.own(text)
            common = own & present
            self.left -= len(common)
            size = sizes[text]
            if len(common) >= LIKELY * size:
                named = all(w in self.known_words for w in self.index.musts[text])
                price = 0 if named else NAMELESS * size
                found.append((len(common) - MISSING * (size - len(common)) - price, text, common))
        found.sort(key=lambda f: -f[0])
        return found[:MAX_LAID]

    def _narrowed(
        self, own: frozenset[int], places: list[int], size: int, stretch: tuple[int, int]
    ) -> tuple[int, int]:
        """Of a text with relatives beside it (GPL before LGPL) the stretch that is the text itself.

        Around the window that holds most different shingles of it, the ends are moved to where a
        further step adds more strange or repeated words than new ones. The stretch stays when that explains less.
        """
        row, near = self.row, places
        if places[-1] - places[0] > 2 * size:
            reach = size + size // 10
            windows = range(places[0], places[-1], size // 4 + 1)
            first = max(windows, key=lambda at: len(own.intersection(row[at : at + reach])))
            left = bisect_left(places, first - size // 2)
            near = places[left : bisect_left(places, first + reach + size // 2)]
            self.left -= 4 * (places[-1] - places[0])
        forth = _useful(_useful(near[::-1], row)[::-1], row)
        back = _useful(_useful(near, row)[::-1], row)[::-1]

        def worth(a: int, b: int) -> float:
            inside = bisect_left(places, b) - bisect_left(places, a)
            return len(own.intersection(row[a:b])) - BESIDES * (b - a - inside) - AGAIN * inside

        choices = (stretch, (forth[0], forth[-1] + 1), (back[0], back[-1] + 1))
        return max(choices, key=lambda c: worth(*c))

    def _settled(self, best: list[tuple[float, Hit]]) -> list[Hit]:
        """By falling score; of equals the id that is preferred."""
        texts = self.index.texts

        def worth(entry: tuple[float, Hit]) -> tuple[float, int]:
            score, hit = entry
            name, kind, size, _ = texts[hit.text]
            if name.startswith("LicenseRef-") and kind == "t":
                score -= max(REFERENCE, min(REFERENCE_SHARE * size, 2 * REFERENCE))
            elif name.startswith("BSD-") and name not in PLAIN_BSD:
                score -= REFERENCE / 2
            return -round(score), len(name)

        best.sort(key=worth)
        return [hit for _, hit in best]

    def _lay(self, text: int, common: frozenset[int]) -> tuple[float, Hit]:
        """Score and place of a text where it shares most."""
        own = self.own[text]
        size = self.index.sizes[text]
        row = self.row
        places = [self.last[s] for s in common]
        places += [i for i in self.again if row[i] in common]
        places.sort()
        self.left -= len(places) + size
        start, end = _stretch(places, size)
        there = len(own.intersection(row[start:end]))
        inside = bisect_left(places, end) - bisect_left(places, start)
        if len(places) > len(common) * SPREAD and (
            end - start > min(inside, SPREAD * there + LOOSE) or there < len(common) / SPREAD
        ):
            start, end = self._narrowed(own, places, size, (start, end))
            there = len(own.intersection(row[start:end]))
            inside = bisect_left(places, end) - bisect_left(places, start)
        length = end - start
        named = all(w in self.known_words for w in self.index.musts[text])
        score = (
            there
            - (0 if named else NAMELESS * size)
            - MISSING * (size - there)
            - BESIDES * (length - inside)
        )
        purity = inside / length if length else 0.0
        gaps: tuple[tuple[int, int], ...] = ()
        if purity < 0.97 and there > 0.6 * size:
            within = places[bisect_left(places, start) : bisect_left(places, end)]
            gaps = tuple((a + 3, b) for a, b in pairwise(within) if b - a > MIN_GAP)
        return score, Hit(text, start, end + 2, there / size, purity, gaps=gaps)


def _stretch(places: list[int], size: int) -> tuple[int, int]:
    """Start and end of the stretch with the best balance of shared and other shingles."""
    if not places:
        return 0, 0
    best = (0.0, 0, 0)
    total = 0.0
    begin = previous = places[0]
    limit = int(size * 1.6) + 12
    extent = places[-1] + 1 - begin
    if extent <= limit and extent - len(places) <= LOOSE:
        return begin, begin + extent
    for place in places:
        total -= BESIDES * (place - previous - 1) if place > previous else 0.0
        if total < 0 or place - begin > limit:
            total, begin = 0.0, place
        total += 1.0
        previous = place
        if total > best[0]:
            best = (total, begin, place + 1)
    return best[1], best[2]


def _useful(places: list[int], row: list[int]) -> list[int]:
    """Those of these places, from the first on, that explain more than they bring strange words."""
    new = set(
        dict(zip(map(row.__getitem__, reversed(places)), reversed(places), strict=True)).values()
    )
    steps = map(abs, map(sub, chain(places[:1], places), places))
    gains = [
        (p in new) - AGAIN - BESIDES * (g - 1 if g else 0)
        for p, g in zip(places, steps, strict=True)
    ]
    totals = list(accumulate(gains))
    return places[: totals.index(max(totals)) + 1]


def is_there(hit: Hit, size: int, kind: str) -> bool:
    """Whether so much of a text of `size` shingles is there that it is that text."""
    if kind == "s":
        return hit.coverage >= 0.95 and hit.purity >= 0.9
    if kind == "x":
        return hit.coverage >= 0.7 and hit.purity >= 0.6 and size >= 12
    if size < 25:
        return hit.coverage >= 0.92 and hit.purity >= 0.75
    if size < 60:
        return hit.coverage >= 0.8 and hit.purity >= 0.7
    return hit.coverage >= 0.75 and hit.purity >= 0.65 and hit.quality >= 0.76
