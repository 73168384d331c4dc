"""The index of known licence texts: shingles of three words, hashed; read from `data/texts.bin`.

The file is made by `docs/tools/build_license_index.py`. It holds no text: a list of words, per
text the set of its shingles, and per shingle the texts that hold it. Layout: four bytes with the
length of the head, the head (JSON of `Head`), the parts in the order and with the byte lengths that
the head names, each at a multiple of eight. Numbers are little-endian; `keys` ends with a zero, and
`own` holds the steps of each text packed by zlib, so that only texts that are asked for are unpacked.

The index is read at first use and kept; nothing is copied, so that takes some ten milliseconds.
"""

import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, repeat
from typing import Protocol, cast

import msgspec

import sbom.licensing

FILE = "data/texts.bin"
LIKELY = 0.64
"""Share of the shingles of a text that makes it a candidate."""
KEPT = 220
"""Sets of shingles that stay in memory (some 70 kB each)."""


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """First line of the file."""

    version: int
    sources: tuple[str, ...]
    """Where the texts come from: name, version, licence of the data."""
    texts: tuple[tuple[str, str, int, int], ...]
    """Per text: id (SPDX id, exception id or ScanCode LicenseRef), kind (`t` text, `s` text that is
    taken only word for word, `x` exception, `n` text that is not open, `N` the head of such a
    text), number of its distinct shingles, number of those by which it is found (`is_sampled`)."""
    musts: tuple[tuple[str, ...], ...]
    """Per text: words of its name that it repeats; a text without them is a relative's."""
    parts: dict[str, int]
    """Byte length of each part, in the order of the file."""


class Index:
    """Known texts, ready to be asked."""

    __slots__ = (
        "_ends",
        "_firsts",
        "_keys",
        "_own",
        "_own_ends",
        "_posted",
        "_sets",
        "_words",
        "musts",
        "needed",
        "sizes",
        "texts",
    )

    def __init__(self, content: bytes) -> None:
        """Read the index.

        Args:
            content: The file.

        Raises:
            msgspec.DecodeError, KeyError: damaged file.
        """
        raw = memoryview(content)
        end = int.from_bytes(raw[:4], "little") + 4
        head = msgspec.json.decode(raw[4:end], type=Head)
        parts: dict[str, memoryview] = {}
        for name, length in head.parts.items():
            start = -end % 8 + end
            end = start + length
            parts[name] = raw[start:end]
        vocabulary = str(parts["words"], "utf-8").split("\n")
        self._words = dict(zip(vocabulary, range(1, len(vocabulary) + 1), strict=True))
        self.texts = head.texts
        self.musts = head.musts
        self.needed = [max(LIKELY * s, 5.0) for _, _, _, s in head.texts]
        self.sizes = [size for _, _, size, _ in head.texts]
        self._keys = numbers("Q", parts["keys"])
        self._firsts = numbers("I", parts["firsts"])
        self._ends = numbers("I", parts["ends"])
        self._posted = numbers("H", parts["posted"])
        self._own_ends = numbers("I", parts["own_ends"])
        self._own = parts["own"]
        self._sets: dict[int, frozenset[int]] = {}

    def shingles(self, tokens: list[str]) -> list[int]:
        """Number of each shingle of three words, -1 where no known text has it."""
        if len(tokens) < 3:
            return []
        ids = list(map(self._words.get, tokens, repeat(0)))
        asked = [a << 40 | b << 20 | c for a, b, c in zip(ids, ids[1:], ids[2:], strict=False)]
        keys, first = self._keys, self._firsts.__getitem__
        low, high = map(first, ids), map(first, [i + 1 for i in ids[: len(asked)]])
        return [
            at if keys[at] == key else -1
            for at, key in zip(
                map(bisect_left, repeat(keys), asked, low, high), asked, strict=False
            )
        ]

    def holding(self, shingle: int) -> Sequence[int]:
        """Numbers of the texts that hold a shingle."""
        ends = self._ends
        return self._posted[(ends[shingle - 1] if shingle else 0) : ends[shingle]]

    def own(self, text: int) -> frozenset[int]:
        """Shingles of a text; those of the texts asked for before are kept, the oldest let go."""
        known = self._sets.get(text)
        if known is None:
            ends = self._own_ends
            packed = self._own[(ends[text - 1] if text else 0) : ends[text]]
            steps = numbers("I", memoryview(zlib.decompress(packed)))
            known = frozenset(accumulate(steps))
            if len(self._sets) >= KEPT:
                del self._sets[next(iter(self._sets))]
            self._sets[text] = known
        return known


def is_sampled(shingle: int, size: int) -> bool:
    """Whether a text of `size` shingles is found by this one: of a long text some are enough."""
    return size < 120 or shingle % (4 if size < 600 else 16) == 0


@cache
def index() -> Index:
    """The index that ships with the package."""
    return Index(shipped(FILE))


def shipped(name: str) -> bytes:
    """Bytes of a file that ships with this package, such as `data/texts.bin`."""
    loader = cast("_Loader", sbom.licensing.__spec__.loader)
    return loader.get_data(f"{sbom.licensing.__path__[0]}/{name}")


class _Loader(Protocol):
    def get_data(self, path: str, /) -> bytes:
        """Bytes of a file beside the package."""
        ...


def numbers(code: str, content: memoryview) -> Sequence[int]:
    """Numbers of 8 (`Q`), 4 (`I`) or 2 (`H`) bytes as they lie in the file.

    Copied only where the machine orders bytes otherwise.
    """
    if sys.byteorder == "little":
        return cast("Sequence[int]", content.cast("B").cast(code))  # type: ignore[call-overload]  # "I", "H" or "Q"
    numbers: array[int] = array(code)
    numbers.frombytes(content)
    numbers.byteswap()
    return numbers
