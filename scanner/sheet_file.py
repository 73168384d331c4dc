"""Tables as XLSX and ODS: texts only, so nothing in them is ever run; the same bytes for the same rows.

Source: ECMA-376 part 1, section 18 (SpreadsheetML, inline strings); OpenDocument 1.3 part 3, section 9.
"""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from scanner.zip_file import HEAD, packed

_MAX_TEXT = 32_000
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def xlsx(title: str, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> bytes:
    """A workbook with one sheet; the first row is the header and stays in sight.

    Args:
        title: Of the sheet, at most 31 characters are used.
        rows: Texts.
        widths: Of the columns, in characters.
    """
    columns = "".join(
        f'<col min="{i}" max="{i}" width="{w}" customWidth="1"/>' for i, w in enumerate(widths, 1)
    )
    lines = "".join(_row(number, row) for number, row in enumerate(rows, 1))
    name = "".join(c for c in title if c not in r"[]:*?/\\")[:31] or "Sluis"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="/xl/{part}.xml" ContentType="application/vnd.openxmlformats-'
            f'officedocument.spreadsheetml.{kind}+xml"/>'
            for part, kind in (
                ("workbook", "sheet.main"),
                ("worksheets/sheet1", "worksheet"),
                ("styles", "styles"),
            )
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{_quoted(name)}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_SHEET}"><fonts count="2"><font><sz val="11"/>'
        '<name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
        '<patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2">'
        '<xf fontId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
        '<xf fontId="1" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
        '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetViews><sheetView '
        'workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>{lines}</sheetData></worksheet>",
    }
    return packed([(name, HEAD + text) for name, text in parts.items()])


def _row(number: int, row: Sequence[str]) -> str:
    style = ' s="1"' if number == 1 else ' s="0"'
    cells = "".join(
        f'<c r="{_column(i)}{number}"{style} t="inlineStr"><is><t xml:space="preserve">{_text(value)}</t></is></c>'
        for i, value in enumerate(row)
    )
    return f'<row r="{number}">{cells}</row>'


def _column(index: int) -> str:
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def ods(title: str, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> bytes:
    """An OpenDocument spreadsheet with one sheet.

    Args:
        title: Of the sheet.
        rows: Texts; the first row is the header.
        widths: Of the columns, in characters.
    """
    styles = "".join(
        f'<style:style style:name="w{i}" style:family="table-column"><style:table-column-properties '
        f'style:column-width="{w * 0.2:.1f}cm"/></style:style>'
        for i, w in enumerate(widths, 1)
    )
    columns = "".join(
        f'<table:table-column table:style-name="w{i}"/>' for i in range(1, len(widths) + 1)
    )
    lines = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell table:style-name="{"head" if number == 0 else "cell"}" '
            'office:value-type="string">'
            + "".join(f"<text:p>{_text(part)}</text:p>" for part in value.split("\n"))
            + "</table:table-cell>"
            for value in row
        )
        + "</table:table-row>"
        for number, row in enumerate(rows)
    )
    spaces = " ".join(
        f'xmlns:{short}="{_ODF}:{name}:1.0"'
        for short, name in (
            ("office", "office"),
            ("style", "style"),
            ("table", "table"),
            ("text", "text"),
        )
    )
    wrap = '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>'
    fo = f'xmlns:fo="{_ODF}:xsl-fo-compatible:1.0"'
    content = (
        f'<office:document-content {spaces} {fo} office:version="1.3"><office:automatic-styles>{styles}'
        f'<style:style style:name="cell" style:family="table-cell">{wrap}</style:style>'
        f'<style:style style:name="head" style:family="table-cell">{wrap}'
        '<style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>'
        f'<office:body><office:spreadsheet><table:table table:name="{_quoted(title[:60])}">'
        f"{columns}{lines}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    return packed(
        [
            ("mimetype", kind),
            ("META-INF/manifest.xml", HEAD + manifest),
            ("content.xml", HEAD + content),
        ]
    )


def _text(value: str) -> str:
    return escape("".join(c for c in value[:_MAX_TEXT] if c >= " " or c in "\t\n"))


def _quoted(value: str) -> str:
    return _text(value).replace('"', "&quot;")
