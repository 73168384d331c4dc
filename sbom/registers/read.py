"""A register in a spreadsheet (XLSX, ODS, CSV) to facts.

- The header is the first of the top 40 rows that names one kind of register; each sheet stands for
  itself, and a sheet without such a header is named in a NOTE.
- A cell that cannot be read as what its column holds loses that value only: one ENTRY issue names
  row, column and text. A row without name (of a contract: without number, title and vendor) is lost.
- Values of columns for contact persons are left out; other columns that are not known are kept.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sbom.documents.sheet_rows import Sheet
from sbom.errors import NotThisFormatError
from sbom.issue import Issue, IssueKind
from sbom.readers.text import decode
from sbom.registers import identifiers
from sbom.registers.columns import field_of, is_private, kind_of
from sbom.registers.facts import (
    Contract,
    Entry,
    Register,
    RegisterKind,
    Subprocessor,
    System,
    Vendor,
)
from sbom.registers.values import (
    blank,
    read_choice,
    read_country,
    read_date,
    read_money,
    read_months,
)

_HEADER_ROWS = 40
_MAX_ROWS = 200_000
_MAX_ISSUES = 500
_TYPES: dict[RegisterKind, type[Any]] = {
    RegisterKind.VENDORS: Vendor,
    RegisterKind.CONTRACTS: Contract,
    RegisterKind.SYSTEMS: System,
    RegisterKind.SUBPROCESSORS: Subprocessor,
}


def _count(text: str) -> int | None:
    digits = text.removesuffix(".0").strip()
    return int(digits) if digits.isdecimal() and len(digits) < 4 else None


def _basis(text: str) -> str | None:
    word = text.lower()
    if any(w in word for w in ("jaar", "year", "annual", "p.j")):
        return "year"
    return "total" if any(w in word for w in ("tota", "geheel", "looptijd")) else None


_READERS: dict[str, Callable[[str], Any]] = {
    "as_of": read_date,
    "start": read_date,
    "end": read_date,
    "value": read_money,
    "value_basis": _basis,
    "notice_months": read_months,
    "option_months": read_months,
    "options": _count,
    "auto_renewal": read_choice,
    "processor_agreement": read_choice,
    "escrow": read_choice,
    "personal_data": read_choice,
    "country": lambda text: read_country(text) or None,
    "hosting_country": lambda text: read_country(text) or None,
    "parent_country": lambda text: read_country(text) or None,
    "ultimate_parent_country": lambda text: read_country(text) or None,
}
"""What reads a field; None: it cannot be one. Fields without reader are texts."""
_LISTS = frozenset({"systems", "holders"})


def read_register(
    content: bytes, *, kind: RegisterKind | None = None, mapping: Mapping[str, str] | None = None
) -> list[Register]:
    """The registers in a file, one a kind, in the order of the sheets.

    Args:
        content: The bytes of the file.
        kind: What its rows are; None: told by the headers.
        mapping: Header to field, for columns that the table does not know or knows wrongly.

    Raises:
        ParseError: damaged or over the caps.
        NotThisFormatError: no spreadsheet, or no sheet with a header that is known.
    """
    if content[:4] == b"PK\x03\x04":
        from sbom.documents import sheet_archive

        sheets = sheet_archive.read(content)
    else:
        from sbom.documents import sheet_csv

        sheets = [sheet_csv.read(decode(content))]
    found: dict[RegisterKind, list[Register]] = {}
    passed: list[str] = []
    for sheet in sheets:
        placed = _header(sheet, kind, mapping or {})
        if placed is None:
            if sheet.rows:
                passed.append(sheet.name or "sheet")
            continue
        index, known = placed
        found.setdefault(known, []).append(_read(sheet, index, known, mapping or {}))
    if not found:
        raise NotThisFormatError("is no table of vendors, contracts, systems or sub-processors")
    return [_joined(kind_, parts, passed) for kind_, parts in found.items()]


def _joined(kind: RegisterKind, parts: list[Register], passed: list[str]) -> Register:
    notes = tuple(
        Issue(
            kind=IssueKind.NOTE, subject=name[:100], message="has no header that is known; not read"
        )
        for name in passed
    )
    return Register(
        kind=kind,
        entries=tuple(e for p in parts for e in p.entries),
        columns=tuple(dict.fromkeys(c for p in parts for c in p.columns)),
        unknown=tuple(dict.fromkeys(u for p in parts for u in p.unknown)),
        issues=(*(i for p in parts for i in p.issues), *notes),
    )


def _header(
    sheet: Sheet, kind: RegisterKind | None, mapping: Mapping[str, str]
) -> tuple[int, RegisterKind] | None:
    for index, (_, texts) in enumerate(sheet.rows[:_HEADER_ROWS]):
        headers = [t for t in texts if t]
        if len(headers) < 2:
            continue
        if kind is None:
            told = kind_of(headers)
            if told is not None:
                return index, told
        elif sum(bool(field_of(kind, h, mapping)) for h in headers) > 1:
            return index, kind
    return None


def _read(sheet: Sheet, index: int, kind: RegisterKind, mapping: Mapping[str, str]) -> Register:
    headers = sheet.rows[index][1]
    columns: dict[str, int] = {}
    beside: list[tuple[int, str]] = []
    for column, header in enumerate(headers):
        field = field_of(kind, header, mapping) if header else ""
        if field and field not in columns:
            columns[field] = column
        elif header and not is_private(header):
            beside.append((column, header[:100]))
    reader = _Rows(sheet.name, kind, columns, beside, headers)
    for number, texts in sheet.rows[index + 1 : index + 1 + _MAX_ROWS]:
        if any(texts):
            reader.row(number, texts)
    if len(sheet.rows) - index - 1 > _MAX_ROWS:
        reader.issue(IssueKind.ENTRY, sheet.name, f"holds more than {_MAX_ROWS} rows", None)
    return Register(
        kind=kind,
        entries=tuple(reader.entries),
        columns=tuple((f, headers[c][:100]) for f, c in sorted(columns.items(), key=_second)),
        unknown=tuple(h for _, h in beside),
        issues=tuple(reader.issues),
    )


def _second(pair: tuple[str, int]) -> int:
    return pair[1]


class _Rows:
    """The rows of one sheet below its header."""

    def __init__(
        self,
        sheet: str,
        kind: RegisterKind,
        columns: dict[str, int],
        beside: list[tuple[int, str]],
        headers: list[str],
    ) -> None:
        self._sheet = sheet
        self._kind = kind
        self._columns = columns
        self._beside = beside
        self._headers = headers
        self.entries: list[Entry] = []
        self.issues: list[Issue] = []

    def issue(self, kind: IssueKind, subject: str, message: str, line: int | None) -> None:
        """Record what went wrong; after 500 only the count goes on in the last one."""
        if len(self.issues) < _MAX_ISSUES:
            self.issues.append(Issue(kind=kind, subject=subject[:200], message=message, line=line))

    def row(self, number: int, texts: list[str]) -> None:
        """Read one row."""
        facts: dict[str, Any] = {}
        ids: set[identifiers.Identifier] = set()
        stated: dict[str, str] = {}
        for field, column in self._columns.items():
            text = texts[column].strip()[:4096] if column < len(texts) else ""
            if not blank(text):
                stated[field] = text
        for field, text in stated.items():
            if field in identifiers.SCHEMES:
                self._identifier(field, text, ids, number, self._headers[self._columns[field]])
            elif field in {"id_scheme", "id_value"}:
                continue
            elif field in _LISTS:
                parts = text.replace(";", ",").replace("|", ",").split(",")
                facts[field] = tuple(p.strip() for p in parts if p.strip())
            else:
                self._value(field, text, facts, number)
        if "id_value" in stated:
            scheme = stated.get("id_scheme", "other")
            self._identifier(scheme, stated["id_value"], ids, number, scheme)
        if self._kind is RegisterKind.VENDORS and ids:
            facts["ids"] = tuple(sorted(ids))
        if not self._named(facts):
            self.issue(IssueKind.ENTRY, f"row {number}", "has no name", number)
            return
        beside = [
            (h, texts[c].strip()[:500]) for c, h in self._beside if c < len(texts) and texts[c]
        ]
        facts["beside"] = tuple(sorted(beside))
        self._dates(facts, number)
        self.entries.append(_TYPES[self._kind](line=number, sheet=self._sheet, **facts))

    def _named(self, facts: dict[str, Any]) -> bool:
        if self._kind is RegisterKind.CONTRACTS:
            return any(facts.get(k) for k in ("key", "title", "vendor"))
        return bool(facts.get("name"))

    def _identifier(
        self, scheme: str, text: str, ids: set[identifiers.Identifier], number: int, header: str
    ) -> None:
        found = identifiers.read(scheme, text)
        if found is None:
            self.issue(IssueKind.ENTRY, text, f"cannot be a number of column {header!r}", number)
        else:
            ids.add(found)

    def _value(self, field: str, text: str, facts: dict[str, Any], number: int) -> None:
        reader = _READERS.get(field)
        if reader is None:
            facts[field] = text
            return
        value = reader(text)
        if value is None:
            header = self._headers[self._columns[field]]
            self.issue(IssueKind.ENTRY, text, f"is not understood in column {header!r}", number)
        else:
            facts[field] = value

    def _dates(self, facts: dict[str, Any], number: int) -> None:
        start, end = facts.get("start"), facts.get("end")
        if start and end and end < start:
            told = f"{start} - {end}"
            self.issue(IssueKind.NOTE, told, "ends before it starts", number)
