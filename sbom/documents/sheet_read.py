"""A vendor's list of components in a spreadsheet (XLSX, ODS, CSV, TSV) to an inventory.

- The header is the first of the top 40 rows in which a name and one more known column stand; every
  sheet that has one is read, the others are named in a NOTE.
- Columns are known by their Dutch or English headers (`sbom.documents.sheet_columns`); which column
  was read as what stands in the descriptor (`column:name` = `Naam`). Of two columns for one field the
  first stands. Columns that are not known give one NOTE, and their values stay with the component as
  properties under the header (`column:Contractnummer`).
- A row without name is lost with an ENTRY issue, unless the row is empty. A row that only repeats the
  header is passed over.
- Without a purl one of the stated ecosystem is made, else of type generic (property `purl-origin` =
  `derived`). A version that the program holds as a number may have lost its zeros (`1.10` is `1.1`):
  one NOTE says so.
- Everything has scope RUNTIME unless a column says otherwise (words for development, test, build,
  optional), and `direct` only where a column says so.
"""

from collections.abc import Callable

from sbom.component import Component, Scope, VersionKind
from sbom.documents.sheet_columns import field_of, plain, purl_type
from sbom.documents.sheet_rows import Sheet
from sbom.documents.wording import (
    DERIVED,
    address,
    claim,
    name_of,
    purl_of,
    version_kind,
    version_of,
    without_version,
)
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering
from sbom.inventory import Descriptor, Inventory
from sbom.license import LicenseClaim, LicenseKind
from sbom.purl import build

HEADER_ROWS = 40
"""Rows from the top among which the header is looked for."""
_MAX_TEXT = 4096
_LENGTHS = {32: "MD5", 40: "SHA-1", 64: "SHA-256", 96: "SHA-384", 128: "SHA-512"}
_SCOPES = (
    (("dev", "ontwikkel"), Scope.DEV),
    (("test",), Scope.TEST),
    (("build", "bouw"), Scope.BUILD),
    (("option", "facultatief"), Scope.OPTIONAL),
)
_YES = frozenset({"ja", "yes", "true", "1", "direct", "x", "y", "j", "waar"})
_NO = frozenset({"nee", "no", "false", "0", "indirect", "transitive", "transitief", "n", "onwaar"})
_NOTHING = frozenset({"-", "n/a", "nvt", "n.v.t.", "onbekend", "unknown", "none", "geen", "?"})


def read_archive(content: bytes) -> Inventory:
    """Facts of an XLSX or ODS file; lines are row numbers.

    Raises:
        ParseError: damaged or over the caps.
        NotThisFormatError: no spreadsheet, or none with a header that is known.
    """
    from sbom.documents import sheet_archive

    return read_sheets(sheet_archive.read(content))


def read_text(text: str) -> Inventory:
    """Facts of CSV or TSV text.

    Raises:
        ParseError: not readable as CSV.
        NotThisFormatError: no header that is known.
    """
    from sbom.documents import sheet_csv

    return read_sheets([sheet_csv.read(text)])


def read_sheets(sheets: list[Sheet]) -> Inventory:
    """Facts of sheets, however they were carried.

    Raises:
        NotThisFormatError: none has a header that is known.
    """
    gathering = Gathering()
    facts: dict[str, str] = {}
    unknown: dict[str, None] = {}
    passed = []
    several = sum(_header(s) is not None for s in sheets) > 1
    for sheet in sheets:
        header = _header(sheet)
        if header is None:
            passed.append(sheet)
            continue
        reader = _Reader(sheet, header, gathering, module=sheet.name if several else "")
        reader.run()
        start = f"{sheet.name}:" if several else ""
        facts.update({f"column:{start}{f}": h for f, h in reader.mapping()})
        unknown.update(dict.fromkeys(h for _, h in reader.unknown))
    if len(passed) == len(sheets):
        raise NotThisFormatError("is a table without a header that names components and versions")
    for sheet in passed:
        if sheet.rows:
            gathering.note(sheet.name or "sheet", "sheet has no header that is known; not read")
    if unknown:
        listed = ", ".join(repr(h[:60]) for h in unknown)
        gathering.note("columns", f"columns that are not known were kept as properties: {listed}")
    names = ", ".join(s.name for s in sheets if s.name and s not in passed)
    properties = [*facts.items(), *([("sheets", names[:_MAX_TEXT])] if names else [])]
    descriptor = Descriptor(kind="spreadsheet", properties=tuple(sorted(properties)))
    return gathering.inventory(descriptors=(descriptor,))


def _header(sheet: Sheet) -> int | None:
    """Index of the row that holds the header."""
    for index, (_, texts) in enumerate(sheet.rows[:HEADER_ROWS]):
        fields = {field_of(t) for t in texts if t}
        if ("name" in fields or "purl" in fields) and len(fields - {""}) > 1:
            return index
    return None


class _Reader:
    """One sheet below its header."""

    def __init__(self, sheet: Sheet, header: int, gathering: Gathering, *, module: str) -> None:
        self._sheet = sheet
        self._start = header + 1
        self._gathering = gathering
        self._module = module
        self._columns: dict[str, int] = {}
        self._headers = [t.strip() for t in sheet.rows[header][1]]
        self.unknown: list[tuple[int, str]] = []
        self._digests: list[int] = []
        self._numbers: list[int] = []
        for column, stated in enumerate(self._headers):
            field = field_of(stated)
            if field == "hash":
                self._digests.append(column)
            if field and field not in self._columns:
                self._columns[field] = column
            elif stated and field != "hash":
                self.unknown.append((column, stated))

    def mapping(self) -> list[tuple[str, str]]:
        """(field, header) of the columns that were understood."""
        return [(field, self._headers[column][:200]) for field, column in self._columns.items()]

    def run(self) -> None:
        """Read all rows."""
        for number, texts in self._sheet.rows[self._start :]:
            if any(texts) and not self._repeats(texts):
                self._row(number, texts)
        if self._numbers:
            rows = ", ".join(map(str, self._numbers[:5]))
            self._gathering.note(
                "version",
                f"{len(self._numbers)} versions are stored as numbers and may have lost zeros "
                f"(rows {rows})",
                self._numbers[0],
            )

    def _repeats(self, texts: list[str]) -> bool:
        filled = [plain(t) for t in texts if t]
        return filled == [plain(h) for h in self._headers if h]

    def _row(self, number: int, texts: list[str]) -> None:
        def cell(field: str) -> str:
            column = self._columns.get(field, -1)
            stated = texts[column].strip()[:_MAX_TEXT] if 0 <= column < len(texts) else ""
            return "" if stated.lower() in _NOTHING else stated

        stated = cell("purl")
        name = cell("name")
        if not name and stated:
            name = _name_in(stated)
        if not name:
            self._gathering.lost(f"row {number}", "has no name", number)
            return
        component, reason = self._component(cell, name, stated, number, texts)
        if reason and reason != "is not in canonical form":
            self._gathering.note(stated, f"purl read otherwise: {reason}", number)
        self._gathering.add(component)

    def _component(
        self, cell: Callable[[str], str], name: str, stated: str, number: int, texts: list[str]
    ) -> tuple[Component, str | None]:
        version, group, type_ = cell("version"), cell("group"), purl_type(cell("ecosystem"))
        kind = version_kind(version)
        exact = version if kind is VersionKind.EXACT else ""
        if stated or not type_:
            purl, reason = purl_of(stated, group, name, exact)
        else:
            purl, reason = _made(type_, group, name, exact), None
        if kind is VersionKind.ABSENT and "@" in purl:
            version, kind = version_of(purl), VersionKind.EXACT
        elif kind is not VersionKind.EXACT:
            purl = without_version(purl)
        if version and (number, self._columns.get("version", -1)) in self._sheet.numeric:
            self._numbers.append(number)
        properties = [
            (field, value if field != "homepage" else address(value))
            for field in ("author", "copyright", "cpe", "description", "homepage")
            if (value := cell(field)[:1024])
        ]
        for column, header in self.unknown:
            if column < len(texts) and texts[column]:
                properties.append((f"column:{header[:100]}", texts[column][:1024]))
        if purl.startswith("pkg:generic/") and not stated.lower().startswith("pkg:generic/"):
            properties.append(DERIVED)
        found = Component(
            purl=purl,
            name=name_of(purl, group, name),
            version=version if kind in {VersionKind.EXACT, VersionKind.UNRESOLVED} else "",
            version_kind=kind,
            requirement=version if kind is VersionKind.RANGE else "",
            scope=_scope(cell("scope")),
            direct=_direct(cell("direct")),
            ref=f"{self._module}!{number}" if self._module else f"row {number}",
            module=self._module,
            licenses=_claims(cell("license")),
            supplier=cell("supplier")[:1024],
            hashes=self._hashes(texts),
            download=address(cell("download")),
            line=number,
            purl_raw=stated if stated != purl else "",
            properties=tuple(sorted(properties)),
        )
        return found, reason

    def _hashes(self, texts: list[str]) -> tuple[tuple[str, str], ...]:
        found = set()
        for column in self._digests:
            stated = texts[column].lower().rpartition(":")[2].strip() if column < len(texts) else ""
            algorithm = _LENGTHS.get(len(stated))
            if algorithm and not stated.strip("0123456789abcdef"):
                found.add((algorithm, stated))
        return tuple(sorted(found))


def _made(type_: str, group: str, name: str, version: str) -> str:
    """A purl of an ecosystem; the group may stand in the name, as that ecosystem writes it."""
    joint = ":" if type_ == "maven" else "/"
    if not group and joint in name:
        group, _, name = name.rpartition(joint)
    if not group and type_ in {"maven", "composer", "github"}:
        return build("generic", name, version)
    return build(type_, name, version, namespace=group)


def _name_in(purl: str) -> str:
    from sbom.errors import ParseError
    from sbom.purl import parse
    from sbom.purl_repair import repair

    try:
        return parse(repair(purl)[0]).name
    except ParseError:
        return ""


def _claims(stated: str) -> tuple[LicenseClaim, ...]:
    """Lines and semicolons part licences; anything else is left to whoever reads the claim."""
    raws = [r for line in stated.splitlines() for r in line.split(";")]
    found = [c for r in raws if (c := claim(r, LicenseKind.DECLARED, "license"))]
    return tuple({c.raw: c for c in found}.values())


def _scope(stated: str) -> Scope:
    lower = stated.lower()
    for words, scope in _SCOPES:
        if any(w in lower for w in words):
            return scope
    return Scope.RUNTIME


def _direct(stated: str) -> bool | None:
    lower = stated.lower()
    return True if lower in _YES else False if lower in _NO else None
