"""Contracts: 50 digital pages, 50 scanned pages, numbers in generated files, one long document after another.

    python tests/bench/bench_contracts.py [--scanned]

Everything is made from our own long contracts (`tests/contracts_corpus/long_corpus.py`). "After start"
is the time above that of the same command on a document of one line, in turn. Scanned pages are
rendered at 200 dpi and need tesseract; they are left out unless asked for.
"""

import html
import sys
import tempfile
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests/bench")]

from contract_files import Pdf, _file, docx, level, odt, paragraph, wrapped  # noqa: E402 - after the path
from contracts_corpus.long_corpus import long_contracts  # noqa: E402 - after the path
from measure import paired, run_once  # noqa: E402 - after the path

PAGES = 50
ROWS = 56
ARTICLES, MEMBERS = 30, 6
LIST = (
    f'<w:abstractNum w:abstractNumId="0">{level(0, "%1.")}{level(1, "%1.%2")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
ODT_LIST = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/>'
    "</text:list-style>"
)


def digital(texts: list[str], pages: int) -> bytes:
    """A PDF of so many full pages."""
    rows = [
        row for text in texts for line in text.split("\n") for row in (wrapped(line, 92) or [""])
    ]
    made = Pdf()
    for number in range(pages):
        made.page()
        made.lines(56, 60, (_latin(r) for r in rows[number * ROWS : (number + 1) * ROWS]), 13)
        made.line(270, 815, f"pagina {number + 1} van {pages}")
    return made.write()


def _latin(text: str) -> str:
    return text.replace("\t", "   ").encode("cp1252", "replace").decode("cp1252")


def scanned(content: bytes) -> bytes:
    """The same pages as pictures at 200 dpi."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    count = len(document)
    kids = " ".join(f"{3 + 3 * n} 0 R" for n in range(count))
    objects: list[str | bytes] = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}>>",
    ]
    draw = b"595 0 0 842 0 0 cm /I Do"
    for number in range(count):
        bitmap = document[number].render(scale=200 / 72, grayscale=True)
        stride, width, height = bitmap.stride, bitmap.width, bitmap.height
        raw = bytes(bitmap.buffer)
        grey = b"".join(raw[y * stride : y * stride + width] for y in range(height))
        data = zlib.compress(grey, 1)
        first = 3 + 3 * number
        page = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {first + 1} 0 R"
            f"/Resources<</XObject<</I {first + 2} 0 R>>>>>>"
        )
        objects += [
            page,
            b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw),
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
            b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
            % (width, height, len(data), data),
        ]
    return _file(objects)


def numbered(seed: int) -> tuple[list[str], dict[str, bytes]]:
    """Numbers that must come out, and the same articles as Word, OpenDocument, HTML and PDF."""
    words = [
        line
        for line in long_contracts()[seed].text.split("\n")
        if 60 < len(line) < 400 and not line[0].isdigit()
    ]
    texts = iter(words * 20)
    expected: list[str] = []
    word = office = web = ""
    pdf = Pdf().page()
    y = 60.0
    for article in range(1, ARTICLES + 1):
        expected.append(str(article))
        title = f"Onderwerp {article}"
        word += paragraph(title, number=(1, 0))
        inner = inner_web = ""
        y = _set(pdf, y, f"{article}. {title}")
        for member in range(1, MEMBERS + 1):
            text = _latin(next(texts))
            expected.append(f"{article}.{member}")
            word += paragraph(text, number=(1, 1))
            inner += f"<text:list-item><text:p>{html.escape(text)}</text:p></text:list-item>"
            inner_web += f"<p>{article}.{member} {html.escape(text)}</p>"
            y = _set(pdf, y, f"{article}.{member} {text}")
        office += f"<text:list-item><text:p>{title}</text:p><text:list>{inner}</text:list></text:list-item>"
        web += f"<h2>{article}. {title}</h2>{inner_web}"
    return expected, {
        "a.docx": docx(word, numbering=LIST),
        "a.odt": odt(f'<text:list text:style-name="L1">{office}</text:list>', ODT_LIST),
        "a.html": f"<html><body>{web}</body></html>".encode(),
        "a.pdf": pdf.write(),
    }


def _set(pdf: Pdf, y: float, text: str) -> float:
    """Set a paragraph, on a next page where it does not fit."""
    rows = wrapped(text, 92)
    if y + 13 * len(rows) > 790:
        pdf.page()
        y = 60.0
    return pdf.lines(56, y, rows, 13) + 6


def numbers_right() -> None:
    """How many numbers come out, by form."""
    from sbom.contracts.read import read_document

    right: dict[str, int] = {}
    total: dict[str, int] = {}
    for seed in range(8):
        expected, files = numbered(seed)
        for name, content in files.items():
            found = {p.number for p in read_document(name, content).passages}
            right[name] = right.get(name, 0) + sum(n in found for n in expected)
            total[name] = total.get(name, 0) + len(expected)
    for name, count in right.items():
        print(
            f"numbers in generated {name[2:]:5} {count} of {total[name]} ({count / total[name]:.3f})"
        )


def main() -> None:
    """Run all."""
    texts = [c.text for c in long_contracts() if c.language == "nl"]
    numbers_right()
    with tempfile.TemporaryDirectory() as folder:
        one, many, scan = (Path(folder) / n for n in ("one.txt", "many.pdf", "scan.pdf"))
        one.write_text("Op deze overeenkomst is Nederlands recht van toepassing.\n", "utf-8")
        many.write_bytes(digital(texts, PAGES))
        read = [sys.executable, "-m", "scanner", "contract", "read"]
        env = {"PYTHONPATH": str(ROOT)}
        runs = paired(
            {"one line": [*read, str(one)], "50 pages": [*read, str(many)]}, rounds=5, env=env
        )
        for series in runs.values():
            print(series.line())
        start, whole = runs["one line"], runs["50 pages"]
        print(f"50 digital pages after start: {whole.median - start.median:.2f} s wall, "
              f"{whole.cpu - start.cpu:.2f} s processor, {whole.peak:.0f} MiB")  # fmt: skip
        if "--scanned" in sys.argv:
            scan.write_bytes(scanned(many.read_bytes()))
            run = run_once([*read, str(scan)], env=env)
            print(f"50 scanned pages: {run.seconds:.1f} s wall, {run.cpu:.1f} s processor, "
                  f"{run.peak_mib:.0f} MiB, exit code {run.code}")  # fmt: skip


if __name__ == "__main__":
    main()
