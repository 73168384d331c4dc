"""What a report is made of, whatever it is written as: HTML, PDF, Word and OpenDocument show these.

Texts are plain; each writer makes them harmless for its own format.
"""

from collections import Counter

import msgspec


class Run(msgspec.Struct, frozen=True):
    """Some words of a paragraph."""

    text: str
    strong: bool = False
    to: str = ""
    """Anchor of the place that it leads to."""


class Block(msgspec.Struct, frozen=True, tag=True):
    """Anything that stands on a page."""


class Heading(Block, frozen=True):
    """A heading; level 2 is the highest within a page."""

    text: str
    level: int = 2
    breaks: bool = False
    """Whether a new sheet starts here, where there are sheets."""
    anchor: str = ""


class Para(Block, frozen=True):
    """A paragraph."""

    runs: tuple[Run, ...]
    role: str = ""
    """"" for what is said; `why`, `norm`, `searched` and `note` for what stands smaller below it."""


class Quote(Block, frozen=True):
    """Words of a document, as they stand there, and where; `source` may be empty."""

    text: str
    source: str


class Points(Block, frozen=True):
    """A list."""

    items: tuple[tuple[Run, ...], ...]
    ordered: bool = False


class Badge(Block, frozen=True):
    """A verdict: its key for the colour, its sign and its word."""

    key: str
    sign: str
    word: str


class Counts(Block, frozen=True):
    """Verdicts and how often each was given."""

    items: tuple[tuple[Badge, str], ...]


class Fold(Block, frozen=True):
    """Something that may be folded away on a screen."""

    title: str
    blocks: tuple[Block, ...]


class Blank(Block, frozen=True):
    """Room for an answer."""


class Facts(Block, frozen=True):
    """Names with what they stand for."""

    items: tuple[tuple[str, str], ...]


class Band(Block, frozen=True):
    """The verdict: what a reader sees first."""

    key: str
    title: str
    blocks: tuple[Block, ...]


class Cell(msgspec.Struct, frozen=True):
    """A cell of a table."""

    blocks: tuple[Block, ...]
    header: bool = False
    anchor: str = ""


class Table(Block, frozen=True):
    """A table whose first row repeats on each sheet."""

    title: str
    """What it shows; for who cannot see it."""
    heads: tuple[str, ...]
    shares: tuple[int, ...]
    """Widths of the columns in percent."""
    rows: tuple[tuple[Cell, ...], ...]


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A whole report."""

    lang: str
    title: str
    kicker: str
    name: str
    when: str
    skip: str
    sheet: str
    """Word before the number of a sheet."""
    of: str
    """Word between the number of a sheet and how many there are."""
    blocks: tuple[Block, ...]
    foot: str
    day: str
    """ISO date, for the properties of the file."""
    wide: bool = False
    """Whether sheets lie on their side."""


def words(text: str, *, strong: bool = False) -> tuple[Run, ...]:
    """A text as the runs of a paragraph."""
    return (Run(text, strong),)


def para(text: str, role: str = "") -> Para:
    """A paragraph of one text."""
    return Para((Run(text),), role)


def places(blocks: tuple[Block, ...]) -> frozenset[str]:
    """Anchors that occur once: to these a link may lead."""
    found: Counter[str] = Counter()
    waiting: list[Block] = list(blocks)
    while waiting:
        block = waiting.pop()
        if isinstance(block, Band | Fold):
            waiting += block.blocks
        elif isinstance(block, Heading):
            found[block.anchor] += 1
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    waiting += cell.blocks
                    found[cell.anchor] += 1
    return frozenset(name for name, count in found.items() if name and count == 1)


COLOURS = {
    "deviates": "A4161A",
    "unknown": "7A4F00",
    "complies": "1B6E3C",
    "do-not-sign": "A4161A",
    "negotiate": "7A4F00",
    "sign": "1B6E3C",
}
"""Of verdicts on paper, hexadecimal; dark enough to read on white and on yellow (WCAG 2.1, 1.4.3)."""
SOFT = "4A5563"
"""Of what stands smaller, and of any other verdict."""
