"""XLSX and ODS to rows of texts: the zip archive and the XML in it, with caps, and nothing run.

Formulas are not computed: the value that the program stored last is read. Dates stay numbers in XLSX.

Source: ECMA-376 part 1, sections 18.3 and 18.4 (SpreadsheetML); OpenDocument 1.3 part 3, section 9.
"""

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sbom.documents.sheet_rows import MAX_CELLS, MAX_COLUMNS, Sheet
from sbom.errors import NotThisFormatError, ParseError
from sbom.readers.xml_reader import Element, load_xml

if TYPE_CHECKING:
    from zipfile import ZipFile

MAX_PART = 64 << 20
"""Bytes of one part of the archive, unpacked."""
MAX_TOTAL = 256 << 20
MAX_SHEETS = 50
_CELL = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})\Z")


def read(content: bytes) -> list[Sheet]:
    """The sheets in their order.

    Raises:
        ParseError: damaged, locked with a password, or over the caps.
        NotThisFormatError: an archive of another kind.
    """
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            parts = _Parts(archive)
            if "xl/workbook.xml" in names:
                return _workbook(parts, names)
            if "content.xml" in names:
                return _tables(parts.tree("content.xml"))
    except (BadZipFile, EOFError, NotImplementedError, ValueError, OSError, RuntimeError) as error:
        raise ParseError(f"is no readable archive: {error}") from error
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise ParseError(f"is no readable archive: {error}") from error
        raise
    raise NotThisFormatError("is a zip archive but no spreadsheet")


class _Parts:
    """Parts of an archive, unpacked within the caps."""

    def __init__(self, archive: "ZipFile") -> None:
        self._archive = archive
        self._left = MAX_TOTAL

    def tree(self, name: str) -> Element:
        """The root element of a part."""
        with self._archive.open(name) as part:
            content = part.read(min(MAX_PART, self._left) + 1)
        if len(content) > min(MAX_PART, self._left):
            raise ParseError(f"unpacks to more than {MAX_PART >> 20} MiB ({name})")
        self._left -= len(content)
        return load_xml(content)


def _workbook(parts: _Parts, names: set[str]) -> list[Sheet]:
    targets = {}
    if "xl/_rels/workbook.xml.rels" in names:
        for link in parts.tree("xl/_rels/workbook.xml.rels").children:
            target = link.attributes.get("Target", "")
            path = target[1:] if target.startswith("/") else f"xl/{target}"
            targets[link.attributes.get("Id", "")] = path
    shared: list[str] = []
    if "xl/sharedStrings.xml" in names:
        shared = [_rich(e) for e in parts.tree("xl/sharedStrings.xml").all("si")]
    listed = parts.tree("xl/workbook.xml").first("sheets")
    sheets: list[Any] = []
    for number, entry in enumerate(listed.children if listed is not None else (), 1):
        # The prefix of `r:id` is gone; `sheetId` has another name.
        path = targets.get(entry.attributes.get("id", ""), f"xl/worksheets/sheet{number}.xml")
        if path in names and len(sheets) < MAX_SHEETS:
            sheets.append(_worksheet(parts.tree(path), entry.attributes.get("name", ""), shared))
    return sheets


def _rich(element: Element) -> str:
    """Text of a string item; readings in another script (`rPh`) are left out."""
    parts = []
    for child in element.children:
        if child.tag == "t":
            parts.append(child.text)
        elif child.tag == "r":
            parts.extend(t.text for t in child.all("t"))
    return "".join(parts)


def _worksheet(root: Element, name: str, shared: list[str]) -> Sheet:
    sheet = Sheet(name=name, rows=[])
    data = root.first("sheetData")
    number = cells = 0
    for row in data.all("row") if data is not None else ():
        stated = row.attributes.get("r", "")
        number = (
            int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 8 else number + 1
        )
        texts: list[str] = []
        for cell in row.all("c"):
            column = _column(cell.attributes.get("r", ""), len(texts))
            if column >= MAX_COLUMNS:
                continue
            while len(texts) <= column:
                texts.append("")
            kind = cell.attributes.get("t", "n")
            texts[column] = _value(cell, kind, shared)
            if kind == "n" and texts[column]:
                sheet.numeric.add((number, column))
            cells += 1
        if cells > MAX_CELLS:
            raise ParseError(f"holds more than {MAX_CELLS} cells")
        if any(texts):
            sheet.rows.append((number, texts))
    return sheet


def _column(reference: str, after: int) -> int:
    match = _CELL.match(reference)
    if match is None:
        return after
    number = 0
    for letter in match[1].upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: Element, kind: str, shared: list[str]) -> str:
    if kind == "inlineStr":
        held = cell.first("is")
        return _rich(held).strip() if held is not None else ""
    stated = cell.value("v")
    if kind == "s":
        place = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 9 else -1
        return shared[place].strip() if 0 <= place < len(shared) else ""
    if kind == "b":
        return {"1": "true", "0": "false"}.get(stated, stated)
    return _number(stated) if kind == "n" else stated


def _number(stated: str) -> str:
    """A stored number as a person sees it: `1.1000000000000001` is `1.1`."""
    try:
        value = float(stated)
    except ValueError:
        return stated
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _tables(root: Element) -> list[Sheet]:
    sheets: list[Sheet] = []
    cells = 0
    for table in root.walk():
        if table.tag != "table" or len(sheets) >= MAX_SHEETS:
            continue
        sheet = Sheet(name=table.attributes.get("name", ""), rows=[])
        number = 0
        for row in (e for e in table.walk() if e.tag == "table-row"):
            repeated = _times(row.attributes.get("number-rows-repeated", "1"))
            texts: list[str] = []
            for cell in row.children:
                if cell.tag not in {"table-cell", "covered-table-cell"}:
                    continue
                text = "\n".join(_paragraph(p) for p in cell.all("p")).strip()
                times = min(
                    _times(cell.attributes.get("number-columns-repeated", "1")),
                    MAX_COLUMNS - len(texts),
                )
                if text and cell.attributes.get("value-type") == "float":
                    sheet.numeric.add((number + 1, len(texts)))
                texts.extend([text] * times)
                cells += times if text else 1
            if cells > MAX_CELLS:
                raise ParseError(f"holds more than {MAX_CELLS} cells")
            if any(texts):
                sheet.rows.append((number + 1, texts))
            number += repeated
        sheets.append(sheet)
    return sheets


def _paragraph(element: Element) -> str:
    return "".join(e.text for e in element.walk())


def _times(stated: str) -> int:
    return max(1, int(stated)) if stated.isascii() and stated.isdigit() and len(stated) < 9 else 1
