"""A vendor's spreadsheet: XLSX, ODS, CSV and TSV with Dutch or English headers."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Component, Scope, VersionKind
from sbom.documents import sheet_archive
from sbom.documents.reading import read_any
from sbom.documents.sheet_columns import field_of
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.issue import IssueKind
from sbom.sniff import sniff

HEAD = ["Naam", "Versie", "Licentie", "Leverancier", "Contractnummer", "SHA-256", "Ecosysteem"]
ROWS = [
    ["@voorbeeld/kern", "1.10", "MIT", "Voorbeeld B.V.", "C-1", "ab" * 32, "npm"],
    ["", "2.0", "MIT", "", "", "", ""],
    ["org.example:lib", "", "Apache 2; ISC", "onbekend", "", "geen", "Java"],
    HEAD,
    ["los", "^2.0", "", "", "", "", ""],
]


def table() -> list[list[str]]:
    return [["Overzicht van componenten"], [], HEAD, *ROWS]


def csv(delimiter: str) -> bytes:
    return "\r\n".join(delimiter.join(row) for row in table()).encode("cp1252")


def column(index: int) -> str:
    return chr(65 + index)


def xlsx(rows: list[list[str]], *, inline: bool = False, numeric: bool = False) -> bytes:
    shared: list[str] = []
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for index, text in enumerate(row):
            if not text:
                continue
            place = f"{column(index)}{number}"
            if numeric and text == "1.10":
                cells.append(f'<c r="{place}"><v>1.1000000000000001</v></c>')
            elif inline:
                cells.append(f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>')
            else:
                shared.append(text)
                cells.append(f'<c r="{place}" t="s"><v>{len(shared) - 1}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
        '<sheet name="Toelichting" sheetId="1" r:id="rId1"/>'
        '<sheet name="Componenten" sheetId="2" r:id="rId2"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="x">'
        '<Relationship Id="rId1" Target="worksheets/een.xml"/>'
        '<Relationship Id="rId2" Target="/xl/worksheets/twee.xml"/></Relationships>',
        "xl/worksheets/een.xml": f'<worksheet xmlns="{main}"><sheetData>'
        '<row r="1"><c r="A1" t="str"><v>Lees mij</v></c></row></sheetData></worksheet>',
        "xl/worksheets/twee.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}'
        "</sheetData></worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">'
        + "".join(f"<si><r><t>{t[:2]}</t></r><r><t>{t[2:]}</t></r></si>" for t in shared)
        + "</sst>",
    }
    return archive(parts)


def ods(rows: list[list[str]]) -> bytes:
    lines = []
    for row in rows:
        cells = "".join(
            f"<t:table-cell><x:p>{text}</x:p></t:table-cell>" if text else "<t:table-cell/>"
            for text in row
        )
        lines.append(
            f"<t:table-row>{cells}<t:table-cell t:number-columns-repeated='1000'/></t:table-row>"
        )
    content = (
        '<o:document-content xmlns:o="urn:o" xmlns:t="urn:t" xmlns:x="urn:x"><t:table t:name="Lijst">'
        + "".join(lines)
        + '<t:table-row t:number-rows-repeated="1048000"/></t:table></o:document-content>'
    )
    mark = "application/vnd.oasis.opendocument.spreadsheet"
    return archive({"mimetype": mark, "content.xml": content})


def archive(parts: dict[str, str]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        for name, content in parts.items():
            stored = (
                name == "mimetype"
            )  # as OpenDocument wants it, for who looks at the first bytes
            file.writestr(name, content, ZIP_STORED if stored else ZIP_DEFLATED)
    return out.getvalue()


FORMS = {
    "csv": csv(";"),
    "comma": csv(",").replace(b"Apache 2; ISC", b'"Apache 2; ISC"'),
    "tsv": csv("\t"),
    "xlsx": xlsx(table()),
    "inline": xlsx(table(), inline=True),
    "ods": ods(table()),
}
FORMS["csv"] = FORMS["csv"].replace(b"Apache 2; ISC", b'"Apache 2; ISC"')


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_the_same(form: str) -> None:
    inventory = read_any(FORMS[form], expected="spreadsheet")
    kern, lib, los = inventory.components
    assert (kern.purl, kern.name, kern.version) == (
        "pkg:npm/%40voorbeeld/kern@1.10",
        "@voorbeeld/kern",
        "1.10",
    )
    assert (kern.supplier, kern.line, kern.scope) == ("Voorbeeld B.V.", 4, Scope.RUNTIME)
    assert kern.hashes == (("SHA-256", "ab" * 32),)
    assert dict(kern.properties) == {"column:Contractnummer": "C-1"}
    assert (lib.purl, lib.supplier, lib.version_kind) == (
        "pkg:maven/org.example/lib",
        "",
        VersionKind.ABSENT,
    )
    assert [c.raw for c in lib.licenses] == ["Apache 2", "ISC"]
    assert (los.requirement, los.version_kind) == ("^2.0", VersionKind.RANGE)
    entries = [i for i in inventory.issues if i.kind is IssueKind.ENTRY]
    assert [(i.line, i.message) for i in entries] == [(5, "has no name")]
    assert any("'Contractnummer'" in i.message for i in inventory.issues)
    facts = dict(inventory.descriptors[0].properties)
    assert (facts["column:name"], facts["column:supplier"]) == ("Naam", "Leverancier")
    found = sniff(FORMS[form])
    assert found is not None
    assert found.name == "sbom/spreadsheet"


def test_numbers_of_the_program_are_told() -> None:
    inventory = read_any(xlsx(table(), numeric=True), expected="spreadsheet")
    assert inventory.components[0].version == "1.1"
    assert any("stored as numbers" in i.message and i.line == 4 for i in inventory.issues)


def test_sheets_without_header_are_named() -> None:
    inventory = read_any(FORMS["xlsx"], expected="spreadsheet")
    assert any(i.subject == "Toelichting" for i in inventory.issues)


def one(text: str) -> Component:
    (component,) = read_any(text.encode(), expected="spreadsheet").components
    return component


def test_words_for_scope_and_directness() -> None:
    head = "package name,version,scope,direct\n"
    assert one(head + "a,1,ontwikkeling,nee").scope is Scope.DEV
    assert one(head + "a,1,optioneel,ja").scope is Scope.OPTIONAL
    assert one(head + "a,1,test,ja").direct is True
    assert one(head + "a,1,,nee").direct is False
    assert one(head + "a,1,,misschien").direct is None


def test_a_purl_column_goes_first() -> None:
    found = one("sep=|\nPURL|Version\npkg:npm/%40v/kern@1.0.0|\n")
    assert (found.name, found.version, found.line) == ("@v/kern", "1.0.0", 3)


def test_headers_in_two_languages() -> None:
    names = ("Component name", "Naam component", "PAKKET", "Bibliotheek:", "productnaam")
    assert {field_of(n) for n in names} == {"name"}
    assert field_of("Geïnstalleerde versie") == "version"
    assert field_of("Licence(s)") == "license"
    assert field_of("SHA256") == "hash"
    assert field_of("Kleur") == ""


def test_what_is_no_list_of_components_is_refused() -> None:
    for content in (b"a;b\n1;2\n", b"zomaar een tekst", archive({"word/document.xml": "<x/>"})):
        with pytest.raises(NotThisFormatError):
            read_any(content, expected="spreadsheet")
    with pytest.raises(ParseError):
        read_any(b"PK\x03\x04kapot", expected="spreadsheet")


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_archive, "MAX_PART", 1000)
    with pytest.raises(ParseError, match="unpacks to more than"):
        read_any(archive({"content.xml": "<x>" + " " * 5000 + "</x>"}), expected="spreadsheet")


@given(st.sampled_from(sorted(FORMS)), st.integers(0, 3000), st.binary(max_size=8))
def test_any_damage_is_an_inventory_or_an_error(form: str, at: int, put: bytes) -> None:
    content = FORMS[form]
    damaged = content[:at] + put + content[at + len(put) :]
    try:
        assert isinstance(read_any(damaged, expected="spreadsheet"), Inventory)
    except ParseError:
        return
