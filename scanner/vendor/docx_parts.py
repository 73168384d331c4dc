"""The parts of a Word document around its text: styles, lists, foot, properties.

Source: ECMA-376 part 1, sections 11 (parts), 15.2 (core properties) and 17.7 (styles).
"""

from scanner.reports.escape import xml
from scanner.vendor.blocks import SOFT, Page
from scanner.zip_file import HEAD, packed

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_INK = "1C2430"
_TONGUES = {"nl": "nl-NL", "en": "en-GB"}
_PARTS = (
    ("styles", "styles"),
    ("numbering", "numbering"),
    ("settings", "settings"),
    ("footer", "footer1"),
)
"""Kind and name."""


def package(page: Page, body: str, lists: int) -> bytes:
    """A .docx file.

    Args:
        page: For title, language, day and foot.
        body: XML of the paragraphs and tables.
        lists: How many numbered lists it holds; their ids are 2 and up, 1 is for points.
    """
    size = (
        'w:w="16838" w:h="11906" w:orient="landscape"' if page.wide else 'w:w="11906" w:h="16838"'
    )
    section = (
        f'<w:sectPr><w:footerReference w:type="default" r:id="r4"/><w:pgSz {size}/>'
        '<w:pgMar w:top="907" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" '
        'w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    document = f'<w:document {_W} xmlns:r="{_OFFICE}"><w:body>{body}{section}</w:body></w:document>'
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _first_links(),
        "docProps/core.xml": _core(page),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _links(),
        "word/styles.xml": _styles(_TONGUES[page.lang]),
        "word/numbering.xml": _numbering(lists),
        "word/settings.xml": f'<w:settings {_W}><w:zoom w:percent="100"/><w:autoHyphenation/>'
        "<w:compat><w:compatSetting "
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        f'</w:compat><w:themeFontLang w:val="{_TONGUES[page.lang]}"/></w:settings>',
        "word/footer1.xml": _footer(page),
    }
    return packed((name, HEAD + text) for name, text in parts.items())


def _content_types() -> str:
    made = (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    )
    for kind, name in _PARTS:
        made += f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
    return f"{made}</Types>"


def _first_links() -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="r2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>'
    )


def _links() -> str:
    links = "".join(
        f'<Relationship Id="r{i}" Type="{_OFFICE}/{kind}" Target="{name}.xml"/>'
        for i, (kind, name) in enumerate(_PARTS, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _core(page: Page) -> str:
    moment = f"{page.day}T00:00:00Z"
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{xml(page.title)}</dc:title><dc:creator>Sluis</dc:creator>"
        f"<dc:language>{_TONGUES[page.lang]}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified></cp:coreProperties>'
    )


def _footer(page: Page) -> str:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {} '
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )

    def said(text: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{xml(text)}</w:t></w:r>'

    number = f"{said(page.sheet + ' ')}{field.format('PAGE')}{said(f' {page.of} ')}"
    return (
        f'<w:ftr {_W}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{said(page.foot + "  ·  ")}'
        f"{number}{field.format('NUMPAGES')}</w:p></w:ftr>"
    )


def _numbering(lists: int) -> str:
    def level(form: str, text: str) -> str:
        return (
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
            '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="357" w:hanging="357"/></w:pPr></w:lvl>'
        )

    made = f'<w:abstractNum w:abstractNumId="0">{level("bullet", "•")}</w:abstractNum>'
    made += f'<w:abstractNum w:abstractNumId="1">{level("decimal", "%1.")}</w:abstractNum>'
    made += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    for number in range(2, lists + 2):
        made += f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>{again}</w:num>'
    return f"<w:numbering {_W}>{made}</w:numbering>"


def _styles(tongue: str) -> str:
    def style(name: str, shown: str, paragraph: str, text: str, kind: str = "paragraph") -> str:
        based = '<w:basedOn w:val="Normal"/>' if kind == "paragraph" and name != "Normal" else ""
        default = ' w:default="1"' if name == "Normal" else ""
        inside = f"<w:pPr>{paragraph}</w:pPr>" if kind == "paragraph" else ""
        return (
            f'<w:style w:type="{kind}" w:styleId="{name}"{default}><w:name w:val="{shown}"/>{based}'
            f"<w:qFormat/>{inside}<w:rPr>{text}</w:rPr></w:style>"
        )

    def heading(level: int, size: int) -> str:
        paragraph = (
            f'<w:keepNext/><w:spacing w:before="{360 if level == 2 else 200}" w:after="100"/>'
            f'<w:outlineLvl w:val="{level - 1}"/>'
        )
        text = f'<w:b/><w:sz w:val="{size}"/>'
        return style(f"Heading{level}", f"heading {level}", paragraph, text)

    marked = (
        '<w:pBdr><w:left w:val="single" w:sz="12" w:space="6" w:color="C9A93B"/></w:pBdr>'
        '<w:shd w:val="clear" w:color="auto" w:fill="FDF6DC"/><w:spacing w:before="60" w:after="60"/>'
        '<w:ind w:left="140"/>'
    )
    fonts = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri" w:eastAsia="Calibri"/>'
    small = f'<w:color w:val="{SOFT}"/><w:sz w:val="18"/>'
    return (
        f'<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="20"/>'
        f'<w:lang w:val="{tongue}" w:eastAsia="{tongue}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>'
        + style("Normal", "Normal", '<w:spacing w:after="60"/>', f'<w:color w:val="{_INK}"/>')
        + style(
            "Title",
            "Title",
            '<w:spacing w:after="40"/><w:outlineLvl w:val="0"/>',
            '<w:b/><w:sz w:val="44"/>',
        )
        + heading(2, 30)
        + heading(3, 24)
        + style("Quote", "Quote", marked, "")
        + style("Small", "Small", '<w:spacing w:after="40"/>', small)
        + style("Tight", "Tight", '<w:spacing w:after="0"/>', "")
        + style("Gap", "Gap", '<w:spacing w:after="0"/>', '<w:sz w:val="12"/>')
        + style("RowHead", "Row head", '<w:spacing w:after="40"/>', "<w:b/>")
        + style("ListBullet", "List Bullet", '<w:spacing w:after="60"/>', "")
        + style("ListNumber", "List Number", '<w:spacing w:after="60"/>', "")
        + style("Footer", "footer", "", f'<w:color w:val="{SOFT}"/><w:sz w:val="15"/>')
        + style("Hyperlink", "Hyperlink", "", '<w:u w:val="single"/>', "character")
        + "</w:styles>"
    )
