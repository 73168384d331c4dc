"""Lines of a PDF page with their place: text by PDFium, four measures per line.

PDFium gives a page's text in order of its content, lines parted by CR LF; a hyphen that only
breaks a word over two lines is the sign U+0002. The place of a line is that of its first and last
character, so a page costs some hundred calls and not thousands.
"""

import ctypes
import re
from itertools import pairwise
from typing import Any, NamedTuple

from sbom.contracts.invisible import without

_GAPS = re.compile(r"[\ufffe\ufffd\ue000-\uf8ff\x00-\x01\x03-\x08\x0b\x0c\x0e-\x1f]")
_PIECE = re.compile(r"([^\n\x02\ufffe]+)([\x02\ufffe]?)")
"""A line of PDFium's text: it ends at a newline, or at the sign for a hyphen that breaks a word."""
_SPACES = re.compile(r"[ \t\xa0]+")
_FAR = 1.7
"""Times the letters' size that parts a line in two."""
_RECTANGLES = 200
_RULE = re.compile(r"[-=─━\s]{4,}")


class Line(NamedTuple):
    """One line of text on a page; measures in points from the top left."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    weight: int
    hyphen: bool
    """The line ends in a hyphen that only breaks a word."""


class PageText(NamedTuple):
    """What one page gave."""

    lines: list[Line]
    width: float
    height: float
    letters: int
    """Characters that are not space."""
    unmapped: int
    """Of them, how many the font gives no letter for."""
    invisible: int
    """Zero-width and direction signs that were taken out."""


def read_page(page: Any) -> PageText:
    """Lines of a page in order of its content.

    Args:
        page: A `pypdfium2.PdfPage`.
    """
    from pypdfium2 import raw

    width, height = page.get_size()
    turned = raw.FPDFPage_GetRotation(page.raw)
    textpage = page.get_textpage()
    try:
        handle = textpage.raw
        total = raw.FPDFText_CountChars(handle)
        if total <= 0:
            return PageText([], width, height, 0, 0, 0)
        buffer = ctypes.create_string_buffer((total + 1) * 2)
        pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
        got = raw.FPDFText_GetText(handle, 0, total, pointer)
        text = buffer.raw[: max(0, got - 1) * 2].decode("utf-16-le", errors="replace")
        place = _Placer(raw, handle, width, height, turned)
        return _lines(text, place, width, height, total)
    finally:
        textpage.close()


class _Placer:
    """Boxes and fonts of characters."""

    def __init__(self, raw: Any, handle: Any, width: float, height: float, turned: int) -> None:
        self._raw, self._handle, self._turned = raw, handle, turned
        self._width, self._height = width, height
        self._box = [ctypes.c_double() for _ in range(4)]

    def index(self, text_index: int) -> int:
        return int(self._raw.FPDFText_GetCharIndexFromTextIndex(self._handle, text_index))

    def box(self, char: int) -> tuple[float, float, float, float] | None:
        """Left, right, top, bottom from the page's top left as it is shown."""
        left, right, bottom, top = self._box
        if not self._raw.FPDFText_GetCharBox(self._handle, char, left, right, bottom, top):
            return None
        x0, x1, y0, y1 = left.value, right.value, bottom.value, top.value
        if self._turned == 1:
            return y0, y1, x0, x1
        if self._turned == 2:
            return self._width - x1, self._width - x0, y0, y1
        if self._turned == 3:
            return self._width - y1, self._width - y0, self._height - x1, self._height - x0
        return x0, x1, self._height - y1, self._height - y0

    def baseline(self, text_index: int, box: tuple[float, float, float, float]) -> float:
        """Where the letters of a line stand, from the top; the box's bottom where unknown."""
        x, y = self._box[0], self._box[1]
        char = self.index(text_index)
        if self._turned or not self._raw.FPDFText_GetCharOrigin(self._handle, char, x, y):
            return box[3]
        return self._height - y.value

    def font(self, char: int) -> tuple[float, int]:
        """Size in points and weight; 0 where unknown."""
        return (
            float(self._raw.FPDFText_GetFontSize(self._handle, char)),
            int(self._raw.FPDFText_GetFontWeight(self._handle, char)),
        )

    def apart(self, first: int, text: str) -> list[tuple[int, str]]:
        """A line in the pieces that stand far apart: cells, or lines of two columns.

        Only a line that PDFium draws in several rectangles is looked at letter by letter.
        """
        start, end = self.index(first), self.index(first + len(text) - 1)
        count = self._raw.FPDFText_CountRects(self._handle, start, end - start + 1)
        if count < 2 or count > _RECTANGLES or self._turned:
            return [(first, text)]
        left, right, bottom, top = self._box
        spans = []
        for number in range(count):
            if self._raw.FPDFText_GetRect(self._handle, number, left, top, right, bottom):
                spans.append((left.value, right.value))
        spans.sort()
        size = max(6.0, self.font(start)[0])
        if all(two[0] - one[1] < size * _FAR for one, two in pairwise(spans)):
            return [(first, text)]
        return self._cut(first, text, size)

    def _cut(self, first: int, text: str, size: float) -> list[tuple[int, str]]:
        """Cut a line at the spaces that are wide."""
        pieces: list[tuple[int, str]] = []
        begin = 0
        for space in _SPACES.finditer(text):
            before = self.box(self.index(first + space.start() - 1)) if space.start() else None
            after = self.box(self.index(first + space.end())) if space.end() < len(text) else None
            if before and after and after[0] - before[1] >= size * _FAR:
                pieces.append((first + begin, text[begin : space.start()]))
                begin = space.end()
        pieces.append((first + begin, text[begin:]))
        return pieces

    def unmapped(self, char: int) -> bool:
        return bool(self._raw.FPDFText_HasUnicodeMapError(self._handle, char) == 1)


def _lines(text: str, place: _Placer, width: float, height: float, total: int) -> PageText:
    lines: list[Line] = []
    letters = bad = invisible = 0
    for found in _PIECE.finditer(text):
        bare = found[1].strip(" \t\xa0\r")
        if not bare:
            continue
        letters += len(bare)
        bad += len(_GAPS.findall(bare))
        first = found.start() + found[1].index(bare[0])
        pieces = place.apart(first, bare)
        for number, (start, piece) in enumerate(pieces, 1):
            clean, count = without(piece)
            invisible += count
            clean = clean.replace("\xa0", " ").replace("\x00", "").replace("\r", " ").strip()
            if clean and not _RULE.fullmatch(clean):
                hyphen = bool(found[2]) and number == len(pieces)
                lines.append(_line(place, clean, start, start + len(piece) - 1, hyphen=hyphen))
    step = max(1, total // 200)
    seen = [place.unmapped(n) for n in range(0, total, step)]
    share = sum(seen) / len(seen) if seen else 0.0
    return PageText(lines, width, height, letters, max(bad, int(letters * share)), invisible)


def _line(place: _Placer, text: str, first: int, last: int, *, hyphen: bool) -> Line:
    """A line of words with the place of its first and last letter."""
    nowhere = (0.0, 0.0, 0.0, 0.0)
    head = place.box(place.index(first)) or nowhere
    tail = place.box(place.index(last)) or nowhere
    base = place.baseline(first, head)
    size, weight = place.font(place.index((first + last + 1) // 2))
    if weight < 0 or size < 2:
        size, weight = place.font(place.index(first))
    return Line(
        text,
        min(head[0], tail[0]),
        max(head[1], tail[1]),
        base - size * 0.75,
        base + size * 0.25,
        size,
        weight,
        hyphen,
    )
