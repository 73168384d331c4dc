"""A linear score over what is in a sentence and beside it, each thing counted once.

The second signal of `sbom.contracts.clauses.cuad`. Things are words, their pieces of four and five
letters, pairs, runs of three words, and the words of the sentence before and after. The weights are
written as those of `sbom.contracts.clauses.model`; only additions happen here. The sum is divided
by the root of the number of words, as there.
"""

from base64 import b85decode
from collections.abc import Sequence
from itertools import pairwise
from math import sqrt
from struct import iter_unpack
from zlib import crc32

import msgspec

from sbom.contracts.clauses.model import COMMON, ModelFile, pieces
from sbom.contracts.clauses.words import words

BEFORE, AFTER = "<|", ">|"
"""What marks a word of the sentence before and after."""
_WORDS = 200_000
"""Words whose pieces are remembered."""


def runs(sentence: Sequence[str]) -> list[str]:
    """Pairs of words that say something, and runs of three words of any kind."""
    kept = [word for word in sentence if word not in COMMON]
    out = [f"{a} {b}" for a, b in pairwise(kept)]
    out.extend(
        f"{a} {b} {c}" for a, b, c in zip(sentence, sentence[1:], sentence[2:], strict=False)
    )
    return out


def once(sentence: Sequence[str]) -> set[str]:
    """All things in a sentence; for training."""
    return {piece for word in set(sentence) for piece in pieces(word)} | set(runs(sentence))


def beside(sentences: Sequence[Sequence[str]], at: int) -> set[str]:
    """The words of the sentences before and after one; for training."""
    before = sentences[at - 1] if at else ()
    after = sentences[at + 1] if at + 1 < len(sentences) else ()
    return {f"{BEFORE}{word}" for word in before if word not in COMMON} | {
        f"{AFTER}{word}" for word in after if word not in COMMON
    }


class Context:
    """Weights by thing."""

    def __init__(self, file: ModelFile) -> None:
        """Unpacks the weights."""
        self._classes = len(file.classes)
        self._bias = file.bias
        self._scale = file.scale
        table: dict[int, list[tuple[int, int]]] = {}
        for key, number, weight in iter_unpack("<IBb", b85decode(file.entries)):
            table.setdefault(key, []).append((number, weight))
        self._table = table
        self._known: dict[str, tuple[list[int], int, int]] = {}

    def _word(self, word: str) -> tuple[list[int], int, int]:
        """Keys of a word's pieces that have a weight, and its keys before and after."""
        known = self._known.get(word)
        if known is None:
            table = self._table
            keys = [key for piece in pieces(word) if (key := crc32(piece.encode())) in table]
            known = keys, crc32(f"{BEFORE}{word}".encode()), crc32(f"{AFTER}{word}".encode())
            if len(self._known) < _WORDS:
                self._known[word] = known
        return known

    def scores(self, texts: Sequence[str]) -> list[list[float]]:
        """One score per class for each of the sentences of a document, in order."""
        sentences = [words(text) for text in texts]
        sets = [{w for w in sentence if w not in COMMON} for sentence in sentences]
        return [self._score(sentences, sets, at) for at in range(len(sentences))]

    def _score(self, sentences: list[list[str]], sets: list[set[str]], at: int) -> list[float]:
        sentence = sentences[at]
        keys: set[int] = set()
        for word in sets[at]:
            keys.update(self._word(word)[0])
        keys.update([crc32(run.encode()) for run in runs(sentence)])
        if at:
            keys.update([self._word(word)[1] for word in sets[at - 1]])
        if at + 1 < len(sets):
            keys.update([self._word(word)[2] for word in sets[at + 1]])
        total = [0] * self._classes
        table = self._table
        for key in keys & table.keys():
            for number, weight in table[key]:
                total[number] += weight
        size = self._scale / sqrt(sum(w not in COMMON for w in sentence) + 3)
        return [t * size + b for t, b in zip(total, self._bias, strict=True)]


def read_context(content: bytes) -> Context:
    """The weights of a file.

    Raises:
        msgspec.DecodeError: the file is none.
    """
    return Context(msgspec.json.decode(content, type=ModelFile))
