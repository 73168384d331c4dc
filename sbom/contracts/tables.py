"""The tables in a Word or OpenDocument text, as rows of texts; nothing is run.

Deleted text that is still tracked is left out; cells over several columns take their columns.

Sources: ECMA-376 part 1, section 17.4 (tables); OpenDocument 1.3 part 3, section 9.
"""

from collections.abc import Iterator

from sbom.contracts.archive import Archive
from sbom.contracts.xml_tree import Node, load
from sbom.errors import NotThisFormatError, ParseError

MAX_PART = 4 << 20
"""Bytes of the text; what is larger is no form that someone filled in."""
MAX_ROWS = 20_000
MAX_COLUMNS = 60
_LEFT_OUT = frozenset({"del", "delText", "tracked-changes", "annotation", "instrText", "moveFrom"})
_BREAKS = frozenset({"br", "cr", "line-break"})

Rows = list[list[str]]


def read_tables(content: bytes) -> list[Rows]:
    """The tables in their order; a table within a cell is a table of its own, too.

    Raises:
        NotThisFormatError: a zip archive of another kind.
        ParseError: damaged, locked with a password, or over the caps.
    """
    archive = Archive(content)
    part = next((n for n in ("word/document.xml", "content.xml") if archive.has(n)), None)
    if part is None:
        raise NotThisFormatError("is a zip archive but no text document")
    xml = archive.read(part)
    if len(xml) > MAX_PART:
        raise ParseError(f"holds more than {MAX_PART >> 20} MiB of text")
    root = load(xml)
    return [_rows(node) for node in root.walk() if node.tag in {"tbl", "table"}]


def _rows(table: Node) -> Rows:
    rows: Rows = []
    for row in _near(table, frozenset({"tr", "table-row"}), frozenset({"tbl", "table"})):
        texts: list[str] = []
        for cell in _near(
            row, frozenset({"tc", "table-cell", "covered-table-cell"}), frozenset({"tbl", "table"})
        ):
            texts.append("\n".join(_paragraphs(cell)).strip())
            texts += [""] * min(_span(cell) - 1, MAX_COLUMNS - len(texts))
            if len(texts) >= MAX_COLUMNS:
                break
        rows.append(texts)
        if len(rows) >= MAX_ROWS:
            break
    return rows


def _near(node: Node, wanted: frozenset[str], stop: frozenset[str]) -> Iterator[Node]:
    """Elements below that are wanted, whatever wraps them, but not those of an inner table."""
    waiting = [*node.elements()][::-1]
    while waiting:
        item = waiting.pop()
        if item.tag in wanted:
            yield item
        elif item.tag not in stop and item.tag not in _LEFT_OUT:
            waiting += reversed(list(item.elements()))


def _span(cell: Node) -> int:
    stated = cell.at("tcPr", "gridSpan")
    text = stated.get("val") if stated is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1


def _paragraphs(cell: Node) -> Iterator[str]:
    for paragraph in _near(cell, frozenset({"p", "h"}), frozenset({"tbl", "table"})):
        yield "".join(_words(paragraph)).strip()


def _words(paragraph: Node) -> Iterator[str]:
    """Text in order. In Word it stands in `t`, in OpenDocument anywhere in the paragraph."""
    waiting: list[Node | str] = list(reversed(paragraph.kids))
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
        elif item.tag in _BREAKS:
            yield "\n"
        elif item.tag in {"tab", "s"}:
            yield " "
        elif item.tag not in _LEFT_OUT:
            waiting += reversed(item.kids)
