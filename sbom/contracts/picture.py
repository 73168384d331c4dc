"""Words on pictures: what a reader of pictures is given, and what it hands back.

`sbom` starts no program; whoever calls it passes an `Ocr` (`scanner.ocr` has one).
"""

from collections.abc import Callable, Iterable, Iterator

import msgspec


class Picture(msgspec.Struct, frozen=True):
    """One page to read."""

    data: bytes
    """An image file: binary PGM of a rendered page, or the picture as it came (PNG, JPEG, TIFF)."""
    dpi: int
    """Dots per inch; 0 where the file says so itself or nobody knows."""
    page: int
    """From 1."""


class PictureLine(msgspec.Struct, frozen=True):
    """A line of words that was recognised; measures in dots from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    sure: float
    """Mean certainty of its words, 0 to 1."""
    paragraph: int = 0
    """Which paragraph of the page it was seen in."""
    sheet: int = 1
    """Which page of a file with several (TIFF), from 1."""


Ocr = Callable[[Iterable[Picture]], Iterator[tuple[PictureLine, ...]]]
"""Lines of each picture, in order; may take the next pictures while the first are read."""
