"""Small writers of documents for tests: Word, OpenDocument and PDF files of our own making."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_WORD}.numbering+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/></Types>'
)
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)


def zipped(members: dict[str, str | bytes]) -> bytes:
    """A ZIP of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def level(place: int, text: str, form: str = "decimal", more: str = "") -> str:
    """One level of a Word list."""
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def paragraph(
    words: str, *, style: str = "", number: tuple[int, int] | None = None, raw: str = ""
) -> str:
    """A Word paragraph; `raw` is XML of runs instead of words."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number is not None:
        properties += (
            f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
        )
    run = raw or f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def docx(
    body: str, *, numbering: str = "", styles: str = "", more: dict[str, str | bytes] | None = None
) -> bytes:
    """A Word file with this body."""
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/numbering" Target="numbering.xml"/><Relationship Id="r2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            "word/numbering.xml": f"<w:numbering {W}>{numbering}</w:numbering>",
            "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
            **(more or {}),
        }
    )


def odt(body: str, styles: str = "", more: dict[str, str | bytes] | None = None) -> bytes:
    """An OpenDocument text with this body."""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
            **(more or {}),
        }
    )


class Pdf:
    """Writes PDF pages line by line; sizes in points, places from the top left of A4."""

    def __init__(self) -> None:
        self.pages: list[list[str]] = []

    def page(self) -> "Pdf":
        """Begin a page."""
        self.pages.append([])
        return self

    def line(self, x: float, y: float, words: str, *, size: float = 10, font: str = "F1") -> "Pdf":
        """Set a line of words."""
        safe = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        self.pages[-1].append(f"BT /{font} {size} Tf {x} {842 - y} Td ({safe}) Tj ET")
        return self

    def lines(
        self, x: float, y: float, words: Iterable[str], step: float = 12, **how: float
    ) -> float:
        """Set lines below each other; where the next would stand."""
        for text in words:
            self.line(x, y, text, **how)
            y += step
        return y

    def picture(self) -> "Pdf":
        """Draw a grey block, as a scan would."""
        self.pages[-1].append("0.5 g 100 100 300 500 re f")
        return self

    def write(self, *, fonts: str = "") -> bytes:
        """The file."""
        objects: list[str | bytes] = []
        font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
        bold = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>"
        count = len(self.pages)
        kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(count))
        objects = [
            "<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Kids[{kids}]/Count {count}>>",
            font,
            bold,
            fonts or font,
        ]
        for number, page in enumerate(self.pages):
            stream = "\n".join(page).encode("cp1252")
            objects.append(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {7 + 2 * number} 0 R"
                "/Resources<</Font<</F1 3 0 R/F2 4 0 R/F3 5 0 R>>>>>>"
            )
            objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        return _file(objects)


def _file(objects: Sequence[str | bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, made in enumerate(objects, 1):
        places.append(len(out))
        body = made.encode("cp1252") if isinstance(made, str) else made
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def wrapped(text: str, width: int = 90) -> list[str]:
    """Words in lines of at most so many characters."""
    import textwrap

    return textwrap.wrap(text, width)
