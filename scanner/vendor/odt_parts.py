"""The parts of an OpenDocument text around its body: styles, foot, properties.

Source: OpenDocument 1.3 part 2 (packages) and part 3, sections 4.3 (properties) and 16 (styles).
"""

from collections.abc import Iterable

from scanner.reports.escape import xml
from scanner.vendor.blocks import COLOURS, SOFT, Page
from scanner.zip_file import HEAD, packed

KEYS = (*COLOURS, "other")
"""Verdicts with a colour of their own, and all others."""
WIDE = 17.0
"""Of the text, in centimetres: A4 less margins of 2 cm."""
_KIND = "application/vnd.oasis.opendocument.text"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = " ".join(
    [f'xmlns:{n}="{_ODF}:{n}:1.0"' for n in ("office", "style", "text", "table", "meta")]
    + [
        f'xmlns:{n}="{_ODF}:{s}:1.0"'
        for n, s in (("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"))
    ]
    + ['xmlns:xlink="http://www.w3.org/1999/xlink"', 'xmlns:dc="http://purl.org/dc/elements/1.1/"']
)
_COUNTRY = {"nl": "NL", "en": "GB"}
_INK = "#1c2430"


def package(page: Page, body: str, widths: Iterable[int]) -> bytes:
    """An .odt file.

    Args:
        page: For title, language, day and foot.
        body: XML of the paragraphs and tables.
        widths: Of the columns, in percent of the text.
    """
    across = 25.7 if page.wide else WIDE
    columns = "".join(
        f'<style:style style:name="w{w}" style:family="table-column"><style:table-column-properties '
        f'style:column-width="{across * w / 100:.2f}cm"/></style:style>'
        for w in sorted(widths)
    )
    content = (
        f'<office:document-content {_SPACES} office:version="1.3"><office:automatic-styles>'
        f"{columns}{_automatic(across)}</office:automatic-styles><office:body><office:text>"
        f"{body}</office:text></office:body></office:document-content>"
    )
    parts = {
        "META-INF/manifest.xml": _manifest(),
        "content.xml": content,
        "styles.xml": _styles(page),
        "meta.xml": _meta(page),
    }
    texts = [(name, HEAD + text) for name, text in parts.items()]
    return packed([("mimetype", _KIND), *texts])


def _manifest() -> str:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{n}" manifest:media-type="text/xml"/>'
        for n in ("content.xml", "styles.xml", "meta.xml")
    )
    return (
        f'<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{_KIND}"/>'
        f"{entries}</manifest:manifest>"
    )


def _meta(page: Page) -> str:
    moment = f"{page.day}T00:00:00"
    return (
        f'<office:document-meta {_SPACES} office:version="1.3"><office:meta>'
        f"<meta:generator>Sluis</meta:generator><dc:title>{xml(page.title)}</dc:title>"
        f"<dc:creator>Sluis</dc:creator><meta:creation-date>{moment}</meta:creation-date>"
        f"<dc:date>{moment}</dc:date><dc:language>{page.lang}-{_COUNTRY[page.lang]}</dc:language>"
        "</office:meta></office:document-meta>"
    )


def _style(name: str, family: str, inside: str, more: str = "") -> str:
    return f'<style:style style:name="{name}" style:family="{family}"{more}>{inside}</style:style>'


def _text(stated: str) -> str:
    return f"<style:text-properties {stated}/>"


def _automatic(across: float) -> str:
    """Styles of tables and of words."""
    line = "0.5pt solid #d5dbe3"
    pad = 'fo:padding="0.12cm" style:vertical-align="top"'

    def cell(name: str, stated: str, around: str = pad) -> str:
        return _style(name, "table-cell", f"<style:table-cell-properties {around} {stated}/>")

    made = _style(
        "Grid",
        "table",
        f'<style:table-properties style:width="{across}cm" table:align="left" fo:margin-bottom="0.1cm"/>',
    )
    made += _style("Row", "table-row", '<style:table-row-properties fo:keep-together="always"/>')
    made += cell("Lined", f'fo:border-top="{line}"') + cell("Bare", 'fo:border="none"')
    made += cell("Tight", 'fo:border="none"', 'fo:padding="0.02cm"')
    made += _style("Strong", "text", _text('fo:font-weight="bold"'))
    made += _style("Soft", "text", _text(f'fo:color="#{SOFT}"'))
    made += _style("Count", "text", _text('fo:font-weight="bold" fo:font-size="15pt"'))
    for key in KEYS:
        colour = COLOURS.get(key, SOFT)
        made += cell(
            f"Edge_{key}", f'fo:background-color="#f4f6f9" fo:border-left="5pt solid #{colour}"'
        )
        made += _style(f"Mark_{key}", "text", _text(f'fo:font-weight="bold" fo:color="#{colour}"'))
        words = '<style:paragraph-properties fo:margin-top="0cm"/>'
        words += _text(f'fo:font-size="20pt" fo:color="#{colour}"')
        made += _style(f"Band_{key}", "paragraph", words, ' style:parent-style-name="Heading2"')
    breaks = '<style:paragraph-properties fo:break-before="page"/>'
    for level in (2, 3):
        parent = f' style:parent-style-name="Heading{level}"'
        made += _style(f"Heading{level}Break", "paragraph", breaks, parent)
    return made


def _styles(page: Page) -> str:
    tongue = f'fo:language="{page.lang}" fo:country="{_COUNTRY[page.lang]}"'
    default = (
        '<style:default-style style:family="paragraph">'
        + _text(
            f'{tongue} fo:font-family="Calibri, Carlito, Arial, sans-serif" fo:font-size="10pt" '
            f'fo:color="{_INK}" fo:hyphenate="true"'
        )
        + "</style:default-style>"
    )

    def paragraph(name: str, stated: str, words: str = "", more: str = "") -> str:
        inside = f"<style:paragraph-properties {stated}/>" + (_text(words) if words else "")
        parent = "" if name == "Standard" else ' style:parent-style-name="Standard"'
        return _style(name, "paragraph", inside, parent + more)

    def heading(level: int, size: int, before: str) -> str:
        stated = f'fo:margin-top="{before}" fo:margin-bottom="0.18cm" fo:keep-with-next="always"'
        words = f'fo:font-weight="bold" fo:font-size="{size}pt" fo:hyphenate="false"'
        more = f' style:default-outline-level="{level}"'
        return paragraph(f"Heading{level}", stated, words, more)

    size = ("29.7cm", "21cm") if page.wide else ("21cm", "29.7cm")
    way = "landscape" if page.wide else "portrait"
    number = '<text:page-number text:select-page="current">1</text:page-number>'
    count = "<text:page-count>1</text:page-count>"
    foot = (
        f'<text:p text:style-name="Footer">{xml(page.foot)}  ·  '
        f"{xml(page.sheet)} {number} {xml(page.of)} {count}</text:p>"
    )
    title = 'fo:font-weight="bold" fo:font-size="22pt" fo:hyphenate="false"'
    return (
        f'<office:document-styles {_SPACES} office:version="1.3"><office:styles>{default}'
        + paragraph("Standard", 'fo:margin-bottom="0.1cm"')
        + paragraph("Title", 'fo:margin-bottom="0.1cm"', title)
        + heading(2, 15, "0.6cm")
        + heading(3, 12, "0.35cm")
        + paragraph("Small", 'fo:margin-bottom="0.07cm"', f'fo:font-size="9pt" fo:color="#{SOFT}"')
        + paragraph("Tight", 'fo:margin="0cm"')
        + paragraph("Gap", 'fo:margin="0cm"', 'fo:font-size="5pt"')
        + paragraph("RowHead", 'fo:margin-bottom="0.1cm"', 'fo:font-weight="bold"')
        + paragraph(
            "Quote",
            'fo:margin="0.08cm" fo:padding="0.1cm" fo:background-color="#fdf6dc" '
            'fo:border-left="1.5pt solid #c9a93b" fo:keep-together="always"',
        )
        + paragraph("Footer", 'fo:margin="0cm"', f'fo:font-size="7.5pt" fo:color="#{SOFT}"')
        + _list("Numbered", "number", 'style:num-format="1" style:num-suffix="."')
        + _list("Dotted", "bullet", 'text:bullet-char="•"')
        + "</office:styles><office:automatic-styles>"
        f'<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="{size[0]}" '
        f'fo:page-height="{size[1]}" style:print-orientation="{way}" '
        'fo:margin-top="1.6cm" fo:margin-bottom="1.2cm" fo:margin-left="2cm" fo:margin-right="2cm"/>'
        '<style:footer-style><style:header-footer-properties fo:min-height="0.6cm" fo:margin-top="0.3cm"/>'
        "</style:footer-style></style:page-layout></office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="Standard" style:page-layout-name="A4">'
        f"<style:footer>{foot}</style:footer></style:master-page></office:master-styles></office:document-styles>"
    )


def _list(name: str, kind: str, stated: str) -> str:
    inside = (
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.6cm" '
        'fo:margin-left="0.6cm"/></style:list-level-properties>'
    )
    opened = f'<text:list-level-style-{kind} text:level="1" {stated}>'
    closed = f"</text:list-level-style-{kind}></text:list-style>"
    return f'<text:list-style style:name="{name}">{opened}{inside}{closed}'
