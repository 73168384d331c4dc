"""The report as PDF: PDF/A-3a and PDF/UA-1 at once, with the verdict as JSON in it.

Laid out by typst (ADR 13), which checks both standards while writing and refuses what does not
keep them. Nothing is fetched, no font of the machine is used, and the same report gives the same
bytes. Texts go in as data, so nothing in a dossier is ever taken for markup.

Sources: ISO 19005-3 (PDF/A-3), ISO 14289-1 (PDF/UA-1); OpenType 1.9, cmap formats 4 and 12.
"""

import re
from datetime import UTC, date, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from struct import unpack_from
from typing import Any

import msgspec

from sbom.errors import ConfigError
from scanner.reports.escape import seen
from scanner.vendor.blocks import Page, places

MISSING = "□"
"""Stands for a character that the font of the report has no picture of."""
_FOLDER = Path(__file__).parent
_FONTS = _FOLDER / "fonts"
_INSTEAD = str.maketrans({"✕": "✗", "\u2011": "-", "\u202f": "\u00a0", "\u00ad": ""})
"""Characters that the font lacks, and what stands for them."""
_MOST = 4000
"""Characters of one text."""


def can_write() -> bool:
    """Whether what writes PDF is installed."""
    return find_spec("typst") is not None


def pdf_of(page: Page, verdict: str, attached: str) -> bytes:
    """A report as PDF.

    Args:
        page: The report.
        verdict: JSON that goes with it as a file.
        attached: What that file is, in words.

    Raises:
        ConfigError: typst is not installed.
    """
    if not can_write():
        raise ConfigError("a PDF needs the package typst: pip install typst (see `sluis doctor`)")
    import typst

    day = date.fromisoformat(page.day)
    tree = _cleaned(msgspec.to_builtins(page))
    tree["date"] = [day.year, day.month, day.day]
    tree["attached"] = attached
    tree["anchors"] = sorted(places(page.blocks))
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(_FONTS)])
    made = typst.compile(
        (_FOLDER / "report.typ").read_bytes(),
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"page": msgspec.json.encode(tree).decode(), "verdict": verdict},
        pdf_standards=["a-3a", "ua-1"],
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )
    if not isinstance(made, bytes):  # its type allows a list, which is for pictures of pages
        raise TypeError("typst gave no PDF")
    return made


def _cleaned(value: Any) -> Any:
    """The tree with texts that can be printed."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {k: v if k in {"anchor", "to", "type"} else _cleaned(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(v) for v in value]
    return value


def printable(text: str) -> str:
    """A text in which the font has every character; others become `MISSING`."""
    text = text if len(text) <= _MOST else text[: _MOST - 1] + "…"
    if text.isascii() and text.isprintable():
        return text
    return _lacking().sub(MISSING, seen(text.replace("\n", " ")).translate(_INSTEAD))


@cache
def _lacking() -> re.Pattern[str]:
    """What matches a character that one of the fonts lacks."""
    have = set.intersection(*(characters(f.read_bytes()) for f in sorted(_FONTS.glob("*.ttf"))))
    have = {c for c in have if not 0xE000 <= c <= 0xF8FF}  # private use: forbidden in PDF/A-3a
    ranges: list[list[int]] = []
    for code in sorted(have):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    inside = "".join(f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in ranges)
    return re.compile(f"[^{inside}]")


def characters(font: bytes) -> set[int]:
    """Code points of which a TrueType font has a picture."""
    found: set[int] = set()
    (count,) = unpack_from(">H", font, 4)
    for place in range(12, 12 + 16 * count, 16):
        if font[place : place + 4] == b"cmap":
            (start,) = unpack_from(">I", font, place + 8)
            (tables,) = unpack_from(">H", font, start + 2)
            for entry in range(tables):
                (offset,) = unpack_from(">I", font, start + 4 + 8 * entry + 4)
                found |= _format_12(font, start + offset)
    return found


def _format_12(font: bytes, start: int) -> set[int]:
    (form,) = unpack_from(">H", font, start)
    if form != 12:
        return set()
    found: set[int] = set()
    (groups,) = unpack_from(">I", font, start + 12)
    for group in range(groups):
        first, last, glyph = unpack_from(">III", font, start + 16 + 12 * group)
        found.update(range(first + (glyph == 0), last + 1))
    return found
