"""The report as an OpenDocument text: headings, tables with header rows, language set.

Written by us, so the same report gives the same bytes.

Source: OpenDocument 1.3 part 3, sections 5 (text), 9 (tables) and 16 (styles).
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from scanner.reports.escape import clip, seen, xml, xml_attribute
from scanner.vendor.blocks import (
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
from scanner.vendor.odt_parts import KEYS, package

_MOST = 4000


def odt_of(page: Page) -> bytes:
    """A report as the bytes of an .odt file."""
    writer = _Writer(places(page.blocks))
    title = f'<text:h text:style-name="Title" text:outline-level="1">{safe(page.name)}</text:h>'
    body = _p(_span(page.kicker, "Strong"), "Small") + title
    body += _p(safe(page.when), "Small") + writer.all(page.blocks)
    return package(page, body, writer.widths)


def safe(text: str) -> str:
    """A text of a dossier for XML content, on one line."""
    return xml(seen(clip(text, _MOST)))


class _Writer:
    """Writes blocks; gathers the widths of columns and counts tables."""

    def __init__(self, known: frozenset[str]) -> None:
        self.widths: set[int] = set()
        """Of columns, in percent of the text."""
        self._known = known
        self._tables = 0

    def all(self, blocks: Iterable[Block], style: str = "") -> str:
        """The blocks; `style` is that of their plain paragraphs."""
        return "".join(
            _p(self.runs(b.runs), style or "Standard")
            if isinstance(b, Para) and not b.role
            else _MAKERS[type(b)](self, b)
            for b in blocks
        )

    def runs(self, runs: Iterable[Run]) -> str:
        made = ""
        for run in runs:
            text = _span(run.text, "Strong") if run.strong else safe(run.text)
            if run.to in self._known:
                place = xml_attribute("#" + run.to)
                text = f'<text:a xlink:type="simple" xlink:href="{place}">{text}</text:a>'
            made += text
        return made

    def heading(self, block: Heading) -> str:
        style = f"Heading{block.level}" + ("Break" if block.breaks else "")
        stated = f'text:style-name="{style}" text:outline-level="{block.level}"'
        return f"<text:h {stated}>{self.mark(block.anchor)}{safe(block.text)}</text:h>"

    def mark(self, anchor: str) -> str:
        """The place that a link may lead to."""
        known = anchor in self._known
        return f'<text:bookmark text:name="{xml_attribute(anchor)}"/>' if known else ""

    def para(self, block: Para) -> str:
        return _p(self.runs(block.runs), "Small")

    def quote(self, block: Quote) -> str:
        made = _p(safe(block.text), "Quote") if block.text else ""
        return made + (_p(safe(f"→ {block.source}"), "Small") if block.source else "")

    def points(self, block: Points) -> str:
        items = "".join(
            f"<text:list-item>{_p(self.runs(i), 'Standard')}</text:list-item>" for i in block.items
        )
        style = "Numbered" if block.ordered else "Dotted"
        return f'<text:list text:style-name="{style}">{items}</text:list>'

    def badge(self, block: Badge) -> str:
        return _p(_badge(block), "Standard")

    def counts(self, block: Counts) -> str:
        shares = [100 // len(block.items)] * len(block.items)
        cells = "".join(
            _cell(_p(_span(count, "Count"), "Standard") + _p(_badge(mark), "Standard"), "Bare")
            for mark, count in block.items
        )
        return self.grid(shares, _row(cells), "counts") + _p("", "Gap")

    def fold(self, block: Fold) -> str:
        return _p(safe(f"{block.title}:"), "Small") + self.all(block.blocks)

    def blank(self, _: Blank) -> str:
        return _p("", "Standard")

    def facts(self, block: Facts) -> str:
        rows = "".join(
            _row(
                _cell(_p(_span(name, "Soft"), "Tight"), "Tight")
                + _cell(_p(safe(value), "Tight"), "Tight")
            )
            for name, value in block.items
        )
        return self.grid((25, 75), rows, "facts") + _p("", "Gap")

    def band(self, block: Band) -> str:
        key = block.key if block.key in KEYS else "other"
        stated = f'text:style-name="Band_{key}" text:outline-level="2"'
        held = f"<text:h {stated}>{safe(block.title)}</text:h>{self.all(block.blocks)}"
        return self.grid((100,), _row(_cell(held, f"Edge_{key}")), block.title) + _p("", "Gap")

    def table(self, block: Table) -> str:
        heads = _row("".join(_cell(_p(_span(h, "Strong"), "Small"), "Lined") for h in block.heads))
        rows = f"<table:table-header-rows>{heads}</table:table-header-rows>"
        rows += "".join(_row("".join(self.cell(c) for c in row)) for row in block.rows)
        return self.grid(block.shares, rows, block.title) + _p("", "Small")

    def cell(self, cell: Cell) -> str:
        held = self.all(cell.blocks, "RowHead" if cell.header else "")
        place = held.find(">") + 1  # within the first paragraph
        return _cell(held[:place] + self.mark(cell.anchor) + held[place:], "Lined")

    def grid(self, shares: Sequence[int], rows: str, title: str) -> str:
        self._tables += 1
        self.widths.update(shares)
        columns = "".join(f'<table:table-column table:style-name="w{s}"/>' for s in shares)
        name = xml_attribute(f"{self._tables}. {clip(title, 80)}")
        return f'<table:table table:name="{name}" table:style-name="Grid">{columns}{rows}</table:table>'


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


def _p(held: str, style: str) -> str:
    return f'<text:p text:style-name="{style}">{held}</text:p>'


def _span(text: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{safe(text)}</text:span>'


def _badge(badge: Badge) -> str:
    key = badge.key if badge.key in KEYS else "other"
    return _span(f"{badge.sign} {badge.word}", f"Mark_{key}")


def _row(cells: str) -> str:
    return f'<table:table-row table:style-name="Row">{cells}</table:table-row>'


def _cell(held: str, style: str) -> str:
    stated = f'table:style-name="{style}" office:value-type="string"'
    return f"<table:table-cell {stated}>{held}</table:table-cell>"
