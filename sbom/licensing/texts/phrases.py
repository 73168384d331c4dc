"""Known notices and statements, word for word: which stand in a text, and what they mean.

The table `data/phrases.bin` is made by `docs/tools/build_license_phrases.py`. It holds no text: a
list of words, and per phrase its first and last three words, a check sum of all its words, their
number and what they mean. So looking is one pass: the places where three words begin a phrase, then
its last three words, then the check sum.

Layout: four bytes with the length of the head, the head (JSON of `Head`), the parts in the order and
with the byte lengths that the head names, each at a multiple of eight. Numbers are little-endian.
Read at first use and kept; a text that is word for word a known licence never needs it.
"""

from array import array
from collections.abc import Sequence
from functools import cache
from itertools import repeat
from typing import NamedTuple
from zlib import crc32

import msgspec

from sbom.licensing.texts.index import numbers, shipped

FILE = "data/phrases.bin"
KINDS = ("text", "notice", "tag", "reference", "false")
"""Kinds of phrases, strongest first."""
MAX_LOOKS = 300_000
"""Phrases compared in one text before the rest is left to the other readings."""


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """First line of the file."""

    version: int
    source: str
    meanings: tuple[tuple[str, int], ...]
    """SPDX expression, empty for words that say no licence, and number of the kind."""
    parts: dict[str, int]
    """Byte length of each part, in the order of the file."""


class Phrase(NamedTuple):
    """A known phrase found in a text."""

    start: int
    """First word."""
    end: int
    """One past the last word."""
    expression: str
    """Empty when the words look like a licence and say none."""
    kind: str


class _Table(NamedTuple):
    words: dict[str, int]
    places: dict[int, int]
    """Three words that begin phrases, to the number of the first of these."""
    first: Sequence[int]
    last: Sequence[int]
    check: Sequence[int]
    length: Sequence[int]
    meaning: Sequence[int]
    meanings: tuple[tuple[str, int], ...]


def phrases_in(tokens: list[str]) -> list[Phrase]:
    """The longest known phrases in the words of a text, in order, not overlapping."""
    if len(tokens) < 3:
        return []
    table = _table()
    ids = list(map(table.words.get, tokens, repeat(0)))
    keys = [a << 40 | b << 20 | c for a, b, c in zip(ids, ids[1:], ids[2:], strict=False)]
    places = table.places
    found = []
    looks = MAX_LOOKS
    for at in [n for n, key in enumerate(keys) if key in places]:
        row, looks = _longest(table, ids, keys, at, looks)
        if row >= 0:
            found.append((at, at + table.length[row], row))
        if looks < 0:
            break
    kept: list[tuple[int, int, int]] = []
    for one in found:  # in order; of overlapping ones the longer is kept
        while kept and one[0] < kept[-1][1] and one[1] - one[0] > kept[-1][1] - kept[-1][0]:
            kept.pop()
        if not kept or one[0] >= kept[-1][1]:
            kept.append(one)
    phrases = []
    for start, end, row in kept:
        expression, kind = table.meanings[table.meaning[row]]
        phrases.append(Phrase(start, end, expression, KINDS[kind]))
    return phrases


def _longest(
    table: _Table, ids: list[int], keys: list[int], at: int, looks: int
) -> tuple[int, int]:
    """Number of the longest phrase that begins at a word, or -1, and the looks that are left."""
    row = table.places[keys[at]]
    key, rows, total = keys[at], len(table.first), len(keys)
    while row < rows and table.first[row] == key:
        looks -= 1
        size = table.length[row]
        last = at + size - 3
        if (
            last < total
            and keys[last] == table.last[row]
            and crc32(array("I", ids[at : at + size])) == table.check[row]
        ):
            return row, looks
        row += 1
    return -1, looks


def encode(head: Head, parts: dict[str, bytes]) -> bytes:
    """The file of a head and its parts."""
    line = msgspec.json.encode(
        msgspec.structs.replace(head, parts={n: len(p) for n, p in parts.items()})
    )
    made = bytearray(len(line).to_bytes(4, "little") + line)
    for part in parts.values():
        made += b"\0" * (-len(made) % 8) + part
    return bytes(made)


@cache
def _table() -> _Table:
    raw = memoryview(shipped(FILE))
    end = int.from_bytes(raw[:4], "little") + 4
    head = msgspec.json.decode(raw[4:end], type=Head)
    parts: dict[str, memoryview] = {}
    for name, length in head.parts.items():
        start = -end % 8 + end
        end = start + length
        parts[name] = raw[start:end]
    vocabulary = str(parts["words"], "utf-8").split("\n")
    first = numbers("Q", parts["first"])
    places = dict(zip(reversed(first), range(len(first) - 1, -1, -1), strict=True))
    return _Table(
        dict(zip(vocabulary, range(1, len(vocabulary) + 1), strict=True)),
        places,
        first,
        numbers("Q", parts["last"]),
        numbers("I", parts["check"]),
        numbers("H", parts["length"]),
        numbers("H", parts["meaning"]),
        head.meanings,
    )
