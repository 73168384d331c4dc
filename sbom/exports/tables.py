"""The tables in a file of an export: rows with named columns, whatever carried them.

CSV, XLSX and ODS: the first row with two texts is the header. JSON: each list of objects is a table named by
its key (the file's name at the top); nested lists too, to four levels. XML, GML and StUF: elements that
repeat below one parent are a table named by their tag, their children and attributes are its columns. SQL:
`INSERT INTO` and `COPY`, with the columns of `CREATE TABLE`. Other formats hold no tables here.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import msgspec

from sbom.exports.recognise import Form
from sbom.readers.xml_reader import Element

MAX_ROWS = 100_000
MAX_TABLES = 200
_DEEP = 4
_CELL = 500


class Table(msgspec.Struct, frozen=True):
    """One table."""

    name: str
    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int | None, tuple[str, ...]], ...]
    """(line where known, cells in the order of the columns; empty for nothing)."""
    cut: bool = False
    """More rows than are looked at."""


def tables_of(name: str, content: bytes, form: Form) -> list[Table]:
    """The tables of a file; empty for a format without.

    Args:
        name: Of the file; a table without a name of its own is named by its stem.
        content: Its bytes.
        form: As recognised.

    Raises:
        ParseError: damaged, or over the caps.
    """
    stem = name.rpartition("/")[2].partition(".")[0]
    if form in {Form.CSV, Form.ODF, Form.OOXML}:
        return _sheets(name, stem, content, form)
    if form in {Form.JSON, Form.ZGW, Form.GEOJSON}:
        return _from_json(name, stem, content)
    if form in {Form.XML, Form.GML, Form.STUF, Form.MDTO}:
        from sbom.readers.xml_reader import load_xml

        return _from_xml(name, load_xml(content))
    if form is Form.SQL:
        return _from_sql(name, content)
    return []


def _sheets(name: str, stem: str, content: bytes, form: Form) -> list[Table]:
    from sbom.documents import sheet_archive, sheet_csv
    from sbom.errors import NotThisFormatError
    from sbom.readers.text import decode

    try:
        sheets = (
            [sheet_csv.read(decode(content))] if form is Form.CSV else sheet_archive.read(content)
        )
    except NotThisFormatError:
        return []  # a text document
    found = []
    for sheet in sheets[:MAX_TABLES]:
        start = next((i for i, (_, t) in enumerate(sheet.rows) if sum(map(bool, t)) > 1), None)
        if start is None:
            continue
        header = tuple(sheet.rows[start][1])
        rows = sheet.rows[start + 1 :]
        kept = tuple((n, _padded(t, len(header))) for n, t in rows[:MAX_ROWS] if any(t))
        title = sheet.name if form is not Form.CSV and len(sheets) > 1 else stem
        found.append(Table(title, name, header, kept, len(rows) > MAX_ROWS))
    return found


def _padded(cells: list[str], size: int) -> tuple[str, ...]:
    return tuple((cells + [""] * size)[:size])


def _from_json(name: str, stem: str, content: bytes) -> list[Table]:
    from sbom.errors import ParseError
    from sbom.readers.json_reader import load_json

    try:
        tree = load_json(content)
    except ParseError:
        lines = content.splitlines()[:MAX_ROWS]
        tree = [load_json(x) for x in lines if x.strip()]
    found: dict[str, list[Mapping[str, Any]]] = {}
    _lists(tree, stem, found, 0)
    return [_of_records(name, title, records) for title, records in found.items()][:MAX_TABLES]


def _lists(tree: Any, title: str, found: dict[str, list[Mapping[str, Any]]], deep: int) -> None:
    if deep > _DEEP or len(found) > MAX_TABLES:
        return
    if isinstance(tree, list):
        records = [r for r in tree if isinstance(r, dict)]
        if records:
            known = found.setdefault(title, [])
            known.extend(records[: MAX_ROWS - len(known)])
        for record in records[:MAX_ROWS]:
            for key, value in record.items():
                if isinstance(value, list):
                    _lists(value, str(key), found, deep + 1)
    elif isinstance(tree, dict):
        for key, value in tree.items():
            inner = title if key in {"results", "features", "items", "data", "value"} else str(key)
            if isinstance(value, list | dict):
                _lists(value, inner, found, deep + 1)


def _of_records(name: str, title: str, records: list[Mapping[str, Any]]) -> Table:
    columns = tuple(dict.fromkeys(str(k) for r in records for k in r))[:1000]
    rows = tuple((None, tuple(_text(r.get(c)) for c in columns)) for r in records)
    return Table(title, name, columns, rows, len(records) >= MAX_ROWS)


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)[:_CELL]


def _from_xml(name: str, root: Element) -> list[Table]:
    groups: dict[str, list[Element]] = {}
    stack = [root]
    while stack:
        element = stack.pop()
        tags: dict[str, list[Element]] = {}
        for child in element.children:
            tags.setdefault(child.tag, []).append(child)
        for tag, same in tags.items():
            wrapped = tag in {"member", "featureMember", "featureMembers", "body", "object"}
            if any(c.children or c.attributes for c in same) and not wrapped:
                groups.setdefault(tag, []).extend(same)
        stack.extend(reversed(element.children))
        if len(groups) > MAX_TABLES:
            break
    return [_of_elements(name, tag, same) for tag, same in groups.items() if _is_row(same)]


def _is_row(same: list[Element]) -> bool:
    return any(c.text.strip() and not c.children for e in same[:20] for c in e.children) or any(
        e.attributes for e in same[:20]
    )


def _of_elements(name: str, tag: str, same: list[Element]) -> Table:
    records: list[tuple[int, dict[str, str]]] = []
    for element in same[:MAX_ROWS]:
        cells = {k: v[:_CELL] for k, v in element.attributes.items()}
        for child in element.children:
            if not child.children:
                cells.setdefault(child.tag, child.text.strip()[:_CELL])
        records.append((element.line, cells))
    columns = tuple(dict.fromkeys(k for _, r in records for k in r))[:1000]
    rows = tuple((line, tuple(r.get(c, "") for c in columns)) for line, r in records)
    return Table(tag, name, columns, rows, len(same) > MAX_ROWS)


_CREATE = re.compile(r"CREATE TABLE (?:IF NOT EXISTS )?([\w.\"`\[\]]+)\s*\(", re.IGNORECASE)
_INSERT = re.compile(
    r"INSERT INTO ([\w.\"`\[\]]+)\s*(?:\(([^)]{1,4000})\))?\s*VALUES\s*", re.IGNORECASE
)
_COPY = re.compile(r"COPY ([\w.\"]+)\s*\(([^)]{1,4000})\)\s*FROM stdin[^;\n]*;\r?\n", re.IGNORECASE)
_COLUMN = re.compile(r"\s*[\"`\[]?(\w+)[\"`\]]?\s+\w")
_VALUE = re.compile(r"\s*(?:'((?:[^']|'')*)'|([^,()']+))\s*([,)])")
_MORE = re.compile(r"\s*,\s*")
_NO_COLUMN = frozenset({"primary", "foreign", "unique", "constraint", "key", "check", "index"})


def _from_sql(name: str, content: bytes) -> list[Table]:
    from sbom.readers.text import decode

    text = decode(content)
    columns: dict[str, tuple[str, ...]] = {}
    for made in islice(_CREATE.finditer(text), MAX_TABLES):
        end = text.find(";", made.end())
        body = text[made.end() : end if end > 0 else made.end() + 20_000][:20_000]
        found = [m[1] for part in body.split(",") if (m := _COLUMN.match(part))]
        columns[_bare(made[1])] = tuple(c for c in found if c.lower() not in _NO_COLUMN)
    rows: dict[str, list[tuple[int | None, tuple[str, ...]]]] = {t: [] for t in columns}
    for table, names, cells in (*_inserted(text), *_copied(text)):
        if names:
            columns[table] = names
        some = rows.setdefault(table, [])
        if len(some) < MAX_ROWS:
            size = len(columns.get(table, cells))
            some.append((None, _padded(list(cells), size)))
    return [
        Table(t, name, columns.get(t, ()), tuple(r), len(r) >= MAX_ROWS)
        for t, r in list(rows.items())[:MAX_TABLES]
        if columns.get(t)
    ]


def _bare(name: str) -> str:
    return name.rpartition(".")[2].strip('"`[]')


def _inserted(text: str) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    for head in _INSERT.finditer(text):
        names = tuple(_bare(n.strip()) for n in (head[2] or "").split(",") if n.strip())
        at = head.end()
        while text[at : at + 1] == "(":
            at += 1
            cells: list[str] = []
            while value := _VALUE.match(text, at):
                stated = value[1].replace("''", "'") if value[1] is not None else value[2].strip()
                cells.append("" if stated.upper() == "NULL" else stated[:_CELL])
                at = value.end()
                if value[3] == ")":
                    break
            else:
                break
            yield _bare(head[1]), names, tuple(cells)
            more = _MORE.match(text, at)
            at = more.end() if more else len(text)


def _copied(text: str) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    for head in islice(_COPY.finditer(text), MAX_TABLES):
        names = tuple(_bare(n.strip()) for n in head[2].split(","))
        end = text.find("\n\\.", head.end())
        for line in text[head.end() : end if end >= 0 else len(text)].splitlines():
            yield _bare(head[1]), names, tuple("" if c == "\\N" else c for c in line.split("\t"))
        if end < 0:
            return
