"""The learned signal: a small linear model over words and pieces of words.

The weights ship as data (`data/model.json`, made by `docs/tools/train_clauses.py`); nothing but
additions happens here. A word counts with itself and its pieces of four and five letters, so that
an inflection or compound never seen still weighs; a pair of words counts too, and the words of the
heading a little. The sum is divided by the root of the number of words.
"""

from base64 import b85decode
from functools import lru_cache
from itertools import pairwise
from math import sqrt
from pkgutil import get_data
from struct import iter_unpack
from zlib import crc32

import msgspec

from sbom.contracts.clauses.words import words

PIECES = (4, 5)
COMMON = frozenset(
    [
        "de",
        "het",
        "een",
        "en",
        "van",
        "in",
        "op",
        "te",
        "dat",
        "die",
        "is",
        "zijn",
        "aan",
        "voor",
        "met",
        "door",
        "of",
        "als",
        "om",
        "bij",
        "dan",
        "ook",
        "er",
        "tot",
        "uit",
        "wordt",
        "worden",
        "the",
        "a",
        "an",
        "of",
        "to",
        "and",
        "in",
        "or",
        "by",
        "for",
        "on",
        "with",
        "that",
        "is",
        "be",
        "as",
        "at",
        "this",
        "it",
        "its",
        "from",
    ]
)
"""Words without a say of their own."""


def pieces(word: str) -> list[str]:
    """The features of one word: the word, and its pieces with its ends marked."""
    if word in COMMON:
        return []
    if word.isdigit():
        return ["#" * min(len(word), 5)]
    marked = f"<{word[:40]}>"
    out = [f"={word[:40]}"]
    for size in PIECES:
        out.extend(marked[i : i + size] for i in range(len(marked) - size + 1))
    return out


def features(text: str, heading: str = "") -> list[str]:
    """All features of a sentence, with repeats; for training and for explanations."""
    sentence = words(text)
    out = [f for word in sentence for f in pieces(word)]
    kept = [w for w in sentence if w not in COMMON]
    out.extend(f"{a} {b}" for a, b in pairwise(kept))
    out.extend(f"^{word}" for word in words(heading)[:12] if word not in COMMON)
    return out


class Gate(msgspec.Struct, frozen=True):
    """Thresholds of one language, chosen by cross-validation."""

    found: float
    """Score (patterns and model together) above which a clause counts as found."""
    alone: float
    """The same for a sentence on which no pattern gives a signal."""
    both: float
    """The model's own score above which it is a signal."""
    shift: dict[str, float] = {}
    """What is added to `found` and `alone` for some clauses."""


class ModelFile(msgspec.Struct, frozen=True):
    """How the weights are written down."""

    classes: list[str]
    bias: list[float]
    scale: float
    """What one step of a weight is."""
    entries: str
    """base85 of rows: crc32 of a feature, class, weight as a signed byte."""
    gates: dict[str, Gate] = {}
    licence: str = ""
    data: str = ""
    """What it was trained on."""


class Model:
    """Weights by feature."""

    def __init__(self, file: ModelFile) -> None:
        """Unpacks the weights."""
        self.classes = file.classes
        self.places = {name: at for at, name in enumerate(file.classes)}
        self._gates = file.gates
        self._bias = file.bias
        self._scale = file.scale
        table: dict[int, list[tuple[int, int]]] = {}
        for key, number, weight in iter_unpack("<IBb", b85decode(file.entries)):
            table.setdefault(key, []).append((number, weight))
        self._table = table
        self._words: dict[str, dict[int, int]] = {}

    def gate(self, language: str, clause: str) -> Gate:
        """The thresholds for a clause."""
        gate = self._gates.get(language) or Gate(-0.6, -0.25, -0.1)
        shift = gate.shift.get(clause, 0.0)
        return Gate(gate.found + shift, gate.alone + shift, gate.both) if shift else gate

    def _of(self, names: list[str]) -> dict[int, int]:
        total: dict[int, int] = {}
        for name in names:
            for number, weight in self._table.get(crc32(name.encode()), ()):
                total[number] = total.get(number, 0) + weight
        return total

    def _word(self, word: str) -> dict[int, int]:
        known = self._words.get(word)
        if known is None:
            known = self._of(pieces(word))
            if len(self._words) < 200_000:
                self._words[word] = known
        return known

    def scores(self, text: str, heading: str = "") -> list[float]:
        """One score per class; above 0 is more likely than not in the training data."""
        sentence = words(text)
        total = [0] * len(self.classes)
        for word in sentence:
            for number, weight in self._word(word).items():
                total[number] += weight
        kept = [w for w in sentence if w not in COMMON]
        table = self._table
        for a, b in pairwise(kept):
            for number, weight in table.get(crc32(f"{a} {b}".encode()), ()):
                total[number] += weight
        for word in words(heading)[:12]:
            for number, weight in table.get(crc32(f"^{word}".encode()), ()):
                total[number] += weight
        size = self._scale / sqrt(len(kept) + 3)
        return [t * size + b for t, b in zip(total, self._bias, strict=True)]

    def strongest(self, clause: str, text: str, heading: str = "", most: int = 5) -> list[str]:
        """The words and pairs of a sentence that spoke most for a clause."""
        if clause not in self.classes:
            return []
        number = self.classes.index(clause)
        weights: dict[str, int] = {}
        sentence = words(text)
        for word in sentence:
            weights[word] = self._word(word).get(number, 0)
        kept = [w for w in sentence if w not in COMMON]
        for a, b in pairwise(kept):
            weights[f"{a} {b}"] = self._of([f"{a} {b}"]).get(number, 0)
        for word in words(heading)[:12]:
            weights[f"^{word}"] = self._of([f"^{word}"]).get(number, 0)
        best = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
        return [name for name, weight in best[:most] if weight > 0]


def read_model(content: bytes) -> Model:
    """A model from its file.

    Raises:
        msgspec.DecodeError: the file is not one.
    """
    return Model(msgspec.json.decode(content, type=ModelFile))


@lru_cache(maxsize=1)
def shipped() -> Model | None:
    """The model that ships with the tool; None where it is left out."""
    try:
        content = get_data("sbom.contracts.clauses", "data/model.json")
    except OSError:
        return None
    return read_model(content) if content else None
