"""What a reader of a format hands over: paragraphs in order of reading, before numbers are told."""

import msgspec

from sbom.contracts.document import PassageKind


class Block(msgspec.Struct, frozen=True, omit_defaults=True):
    """One paragraph, heading, list item or table row."""

    text: str
    """Its words, without a number that a list gives it."""
    kind: PassageKind = PassageKind.BODY
    label: str = ""
    """Number that an automatic list gives it, as shown: "12.3", "(a)"; empty for none."""
    list_key: str = ""
    """Which list and level of it gives the number: labels with one key count on."""
    level: int = 0
    """1 to 9 for a heading whose level is known, else 0."""
    bold: bool = False
    """Wholly bold or underlined."""
    page: int | None = None
    """Page on which it begins, from 1."""
    breaks: tuple[int, ...] = ()
    """Offsets in `text` where a next page begins, for a paragraph over several pages."""
    skip: bool = False
    """Text that is kept but is no passage (a heading of the reader's own)."""
    before: str = ""
    """Its earlier reading, where a tracked change altered it."""
    part: bool = False
    """It opens a new part of the document (a file inside a file, an annex)."""


class Mark(msgspec.Struct, frozen=True):
    """A block with its place in the document's text."""

    start: int
    end: int
    block: Block


LONG_CELL = 400
"""Characters in one cell above which it is running text, not an entry of a table."""
MANY_PARAGRAPHS = 3
"""Paragraphs in one cell above which it is running text."""


def holds_running_text(cells: list[list[Block]]) -> bool:
    """Whether a table row is layout: one cell, or a cell with running text or a table in it."""
    return len(cells) <= 1 or any(
        len(cell) > MANY_PARAGRAPHS
        or sum(len(b.text) for b in cell) > LONG_CELL
        or any(b.kind is PassageKind.TABLE for b in cell)
        for cell in cells
    )


def joined_row(cells: list[list[Block]], page: int | None = None) -> Block:
    """One block of a row: cells parted by a tab, paragraphs in a cell by a newline."""
    words = "\t".join(
        "\n".join(f"{b.label} {b.text}" if b.label else b.text for b in cell) for cell in cells
    )
    return Block(words, PassageKind.TABLE, page=page)


def table_row(cells: list[list[Block]]) -> list[Block]:
    """A row as one block, or as the blocks of its cells where one holds running text."""
    if holds_running_text(cells):
        return [block for cell in cells for block in cell]
    return [joined_row(cells)]


def lay_out(blocks: list[Block]) -> tuple[str, list[Mark], tuple[int, ...]]:
    """The one text of a document, the place of each block, and where each page begins.

    An automatic number stands in the text before its paragraph, outside the passage.
    """
    pieces: list[str] = []
    marks: list[Mark] = []
    pages: list[int] = []
    at = 0
    before: Block | None = None
    for block in blocks:
        if not block.text:
            continue
        if before is not None:
            gap = "\n" if before.kind is PassageKind.TABLE and block.kind is before.kind else "\n\n"
            pieces.append(gap)
            at += len(gap)
        if block.page is not None:
            pages.extend([at] * (block.page - len(pages)))
        lead = f"{block.label} " if block.label else ""
        start = at + len(lead)
        pieces.append(lead + block.text)
        at = start + len(block.text)
        pages.extend(start + offset for offset in block.breaks)
        if not block.skip:
            marks.append(Mark(start, at, block))
        before = block
    return "".join(pieces), marks, tuple(pages)
