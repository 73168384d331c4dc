"""The report as a Word document: headings, tables with a header row that repeats, language set.

Written by us, so the same report gives the same bytes. No macros, no fields but the number of the
page, no links to the outside.

Source: ECMA-376 part 1, section 17 (WordprocessingML).
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from scanner.reports.escape import clip, seen, xml
from scanner.vendor.blocks import (
    COLOURS,
    SOFT,
    Badge,
    Band,
    Blank,
    Block,
    Cell,
    Counts,
    Facts,
    Fold,
    Heading,
    Page,
    Para,
    Points,
    Quote,
    Run,
    Table,
    places,
)
from scanner.vendor.docx_parts import package

_ACROSS = {False: 9638, True: 14570}
"""Of the text, in twentieths of a point, upright and wide: A4 less margins of 20 mm."""
_MOST = 4000


def docx_of(page: Page) -> bytes:
    """A report as the bytes of a .docx file."""
    writer = _Writer(places(page.blocks), _ACROSS[page.wide])
    body = _p(_r(page.kicker, strong=True, colour=SOFT)) + _p(_r(page.name), "Title")
    body += _p(_r(page.when), "Small") + writer.all(page.blocks)
    return package(page, body, writer.lists)


def safe(text: str) -> str:
    """A text of a dossier for XML content, on one line."""
    return xml(seen(clip(text, _MOST)))


class _Writer:
    """Writes blocks; counts lists and places."""

    def __init__(self, known: frozenset[str], across: int) -> None:
        self.lists = 0
        self._across = across
        self._known = known
        self._marks = 0

    def all(self, blocks: Iterable[Block], style: str = "") -> str:
        """The blocks; `style` is that of their plain paragraphs."""
        return "".join(
            _p(self.runs(b.runs), style)
            if isinstance(b, Para) and not b.role
            else _MAKERS[type(b)](self, b)
            for b in blocks
        )

    def runs(self, runs: Iterable[Run]) -> str:
        made = ""
        for run in runs:
            if run.to in self._known:
                text = _r(run.text, strong=run.strong, style="Hyperlink")
                made += (
                    f'<w:hyperlink w:anchor="{_mark(run.to)}" w:history="1">{text}</w:hyperlink>'
                )
            else:
                made += _r(run.text, strong=run.strong)
        return made

    def heading(self, block: Heading) -> str:
        before = "<w:pageBreakBefore/>" if block.breaks else ""
        held = self.mark(block.anchor) + _r(block.text)
        return _p(held, f"Heading{block.level}", before)

    def mark(self, anchor: str) -> str:
        """The place that a link may lead to."""
        if anchor not in self._known:
            return ""
        self._marks += 1
        start = f'<w:bookmarkStart w:id="{self._marks}" w:name="{_mark(anchor)}"/>'
        return f'{start}<w:bookmarkEnd w:id="{self._marks}"/>'

    def para(self, block: Para) -> str:
        return _p(self.runs(block.runs), "Small")

    def quote(self, block: Quote) -> str:
        made = _p(_r(block.text), "Quote") if block.text else ""
        return made + (_p(_r(f"→ {block.source}"), "Small") if block.source else "")

    def points(self, block: Points) -> str:
        if block.ordered:
            self.lists += 1
        number = 1 + self.lists if block.ordered else 1
        style = "ListNumber" if block.ordered else "ListBullet"
        more = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        return "".join(_p(self.runs(i), style, more) for i in block.items)

    def badge(self, block: Badge) -> str:
        return _p(_badge(block))

    def counts(self, block: Counts) -> str:
        shares = [100 // len(block.items)] * len(block.items)
        cells = "".join(
            self.tc(_p(_r(count, strong=True, size=30)) + _p(_badge(mark)), share)
            for (mark, count), share in zip(block.items, shares, strict=True)
        )
        return self.tbl(shares, f"<w:tr>{cells}</w:tr>", "", lines=False) + _p("", "Gap")

    def fold(self, block: Fold) -> str:
        return _p(_r(f"{block.title}:"), "Small") + self.all(block.blocks)

    def blank(self, _: Blank) -> str:
        return _p("")

    def facts(self, block: Facts) -> str:
        rows = "".join(
            f"<w:tr>{self.tc(_p(_r(name, colour=SOFT), 'Tight'), 25)}"
            f"{self.tc(_p(_r(value), 'Tight'), 75)}</w:tr>"
            for name, value in block.items
        )
        return self.tbl((25, 75), rows, "", lines=False, pad=10) + _p("", "Gap")

    def band(self, block: Band) -> str:
        colour = COLOURS.get(block.key, SOFT)
        flat = '<w:spacing w:before="0" w:after="60"/>'
        title = _p(_r(block.title, colour=colour, size=40), "Heading2", flat)
        edge = (
            f'<w:tcBorders><w:left w:val="single" w:sz="48" w:space="0" w:color="{colour}"/>'
            '</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="F4F6F9"/>'
        )
        row = f"<w:tr>{self.tc(title + self.all(block.blocks), 100, edge)}</w:tr>"
        return self.tbl((100,), row, block.title, lines=False) + _p("", "Gap")

    def table(self, block: Table) -> str:
        heads = "".join(
            self.tc(_p(_r(head, strong=True, colour=SOFT), "Small"), share)
            for head, share in zip(block.heads, block.shares, strict=True)
        )
        rows = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>"
        for row in block.rows:
            cells = "".join(self.cell(c, s) for c, s in zip(row, block.shares, strict=True))
            rows += f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
        return self.tbl(block.shares, rows, block.title) + _p("")

    def cell(self, cell: Cell, share: int) -> str:
        held = self.all(cell.blocks, "RowHead" if cell.header else "")
        return self.tc(self.mark(cell.anchor) + held, share)

    def tc(self, held: str, share: int, more: str = "") -> str:
        if not held.endswith("</w:p>"):  # Word wants a cell to end in a paragraph
            held += _p("")
        width = f'<w:tcW w:w="{self._across * share // 100}" w:type="dxa"/>'
        return f"<w:tc><w:tcPr>{width}{more}</w:tcPr>{held}</w:tc>"

    def tbl(
        self, shares: Sequence[int], rows: str, title: str, *, lines: bool = True, pad: int = 60
    ) -> str:
        border = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="D5DBE3"/>'
        edges = "".join(border.format(s) for s in ("top", "bottom", "insideH")) if lines else ""
        borders = f"<w:tblBorders>{edges}</w:tblBorders>" if lines else ""
        told = f'<w:tblCaption w:val="{safe(title).replace(chr(34), "&quot;")}"/>' if title else ""
        columns = "".join(f'<w:gridCol w:w="{self._across * s // 100}"/>' for s in shares)
        look = f'<w:tblLook w:val="04A0" w:firstRow="{int(lines)}" w:firstColumn="{int(lines)}"/>'
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{self._across}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>'
            f'<w:tblCellMar><w:top w:w="{pad}" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>'
            f'<w:bottom w:w="{pad}" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar>'
            f"{look}{told}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
        )


_MAKERS: dict[type[Block], Callable[[_Writer, Any], str]] = {
    Heading: _Writer.heading,
    Para: _Writer.para,
    Quote: _Writer.quote,
    Points: _Writer.points,
    Badge: _Writer.badge,
    Counts: _Writer.counts,
    Fold: _Writer.fold,
    Blank: _Writer.blank,
    Facts: _Writer.facts,
    Band: _Writer.band,
    Table: _Writer.table,
}


def _mark(anchor: str) -> str:
    """A name for a bookmark: Word takes 40 letters and digits at most."""
    return "p" + hashlib.sha256(anchor.encode()).hexdigest()[:20]


def _p(runs: str, style: str = "", more: str = "") -> str:
    stated = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{stated}{more}</w:pPr>{runs}</w:p>"


def _r(text: str, *, strong: bool = False, colour: str = "", size: int = 0, style: str = "") -> str:
    stated = f'<w:rStyle w:val="{style}"/>' if style else ""
    stated += "<w:b/>" if strong else ""
    stated += f'<w:color w:val="{colour}"/>' if colour else ""
    stated += f'<w:sz w:val="{size}"/>' if size else ""
    shown = f"<w:rPr>{stated}</w:rPr>" if stated else ""
    return f'<w:r>{shown}<w:t xml:space="preserve">{safe(text)}</w:t></w:r>'


def _badge(badge: Badge) -> str:
    colour = COLOURS.get(badge.key, SOFT)
    return _r(f"{badge.sign} {badge.word}", strong=True, colour=colour)
