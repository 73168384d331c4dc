"""Make the PDF files of the dossiers out of the texts beside this file: `gemengd`, and one dossier a folder.

python examples/dossiers/sources/make_pdf.py           write
python examples/dossiers/sources/make_pdf.py --check   exit 1 and name the files that are not current

A form feed in a text begins a page. `bijlage-3-subverwerkers` becomes a scan: a picture of its page
without any text. The same texts give the same bytes; a picture depends on the version of pypdfium2,
so `--check` compares a scan by its size on paper and its lack of text only.
"""

import sys
import textwrap
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
MIXED = "gemengd"
SCANNED = ("bijlage-3-subverwerkers",)
"""Become a picture without text."""
_WIDE, _HIGH = 595, 842
_LINE = 15
_SCALE = 2.0


def main(arguments: list[str]) -> int:
    """Write or compare; returns the exit code."""
    stale = []
    for text in sorted(HERE.rglob("*.txt")):
        dossier = MIXED if text.parent == HERE else text.parent.name
        path = HERE.parent / dossier / f"{text.stem}.pdf"
        content = text_pdf(text.read_text("utf-8"))
        if text.stem in SCANNED:
            content = scanned(content)
        now = path.read_bytes() if path.exists() else b""
        same = now == content or (text.stem in SCANNED and b"/Font" not in now and len(now) > 1000)
        if not same:
            stale.append(path.name)
            if "--check" not in arguments:
                path.write_bytes(content)
    for name in stale:
        print(name)
    return int(bool(stale) and "--check" in arguments)


def text_pdf(text: str) -> bytes:
    """Pages of plain words in Helvetica."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    streams = [_page_words(page) for page in text.split("\f")]
    return _file([(b"/Font << /F 1 0 R >>", s) for s in streams], [font])


def _page_words(page: str) -> bytes:
    lines: list[str] = []
    for paragraph in page.strip("\n").split("\n"):
        lines += textwrap.wrap(paragraph, 88, break_on_hyphens=False) or [""]
    shown = [b"BT /F 11 Tf 1 0 0 1 60 780 Tm %d TL" % _LINE]
    for line in lines:
        words = line.encode("cp1252")
        for sign in (b"\\", b"(", b")"):
            words = words.replace(sign, b"\\" + sign)
        shown.append(b"(" + words + b") Tj T*")
    return b"\n".join([*shown, b"ET"])


def scanned(content: bytes) -> bytes:
    """The pages of a PDF as pictures in grey, without text."""
    import pypdfium2

    images, pages = [], []
    document = pypdfium2.PdfDocument(content)
    for number, page in enumerate(document):
        bitmap = page.render(scale=_SCALE, grayscale=True)
        rows = bytes(bitmap.buffer)
        wide, high, stride = bitmap.width, bitmap.height, bitmap.stride
        packed = zlib.compress(b"".join(rows[y * stride :][:wide] for y in range(high)), 9)
        head = (
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray "
            b"/BitsPerComponent 8 /Filter /FlateDecode /Length %d >>" % (wide, high, len(packed))
        )
        images.append(head + b"\nstream\n" + packed + b"\nendstream")
        used = b"/XObject << /P %d 0 R >>" % (number + 1)
        pages.append((used, b"q %d 0 0 %d 0 0 cm /P Do Q" % (_WIDE, _HIGH)))
    return _file(pages, images)


def _file(pages: list[tuple[bytes, bytes]], shared: list[bytes]) -> bytes:
    """A PDF of pages (resources, contents) with shared objects numbered from 1."""
    objects = list(shared)
    tree = len(shared) + 1 + 2 * len(pages)
    kids = []
    for resources, stream in pages:
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %d %d] /Resources << %s >> /Contents %d 0 R >>"
            % (tree, _WIDE, _HIGH, resources, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects.append(b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids)))
    objects.append(b"<< /Type /Catalog /Pages %d 0 R >>" % tree)
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, made in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, made)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % p for p in places)
    out += b"trailer << /Size %d /Root %d 0 R >>\n" % (len(objects) + 1, len(objects))
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
