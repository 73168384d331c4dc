"""How long the check of a vendor takes: `python tests/bench/bench_vendor.py [--scan] [--profile]`.

Makes a dossier of 50 pages (agreement, terms, processor agreement, service levels; PDF and Word) with an
SBOM of 2,000 components, and times `sluis vendor check` as a process, from start to exit. With `--scan`
also an annex of 20 MB of pictures that has to be recognised. The machine and the day belong beside a
figure that is quoted.
"""

import argparse
import cProfile
import ctypes
import io
import json
import os
import pstats
import random
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from measure import run_once  # noqa: E402 - beside this file

LIMIT = 10.0
"""Seconds that the check may take."""
SUBJECTS = (
    "De Leverancier bewaart alle gegevens binnen de Europese Economische Ruimte.",
    "Bij het einde van de overeenkomst levert de Leverancier alle gegevens in een open formaat terug.",
    "De opzegtermijn bedraagt twee maanden en de overeenkomst wordt niet stilzwijgend verlengd.",
    "De Leverancier mag zonder toestemming van de Opdrachtgever geen subverwerkers inschakelen.",
    "De Opdrachtgever heeft het recht een audit te laten uitvoeren door een onafhankelijke derde.",
    "Op deze overeenkomst is Nederlands recht van toepassing; de rechter te Den Haag is bevoegd.",
    "De aansprakelijkheid is beperkt tot tweemaal de jaarvergoeding per gebeurtenis.",
    "De Leverancier meldt een inbreuk binnen vierentwintig uur na ontdekking.",
    "De beschikbaarheid bedraagt gemiddeld 99,8 procent per kalendermaand, gemeten per maand.",
    "Voor werkzaamheden buiten kantooruren geldt het tarief dat in de bijlage is opgenomen.",
)
FILLING = (
    "Partijen overleggen ten minste eenmaal per kwartaal over de uitvoering en leggen de uitkomst vast.",
    "Indien een bepaling nietig blijkt, blijven de overige bepalingen onverminderd van kracht.",
    "Kennisgevingen geschieden schriftelijk aan het adres dat in de aanhef van dit stuk is vermeld.",
    "De in dit hoofdstuk genoemde termijnen vangen aan op de dag na ontvangst van het verzoek.",
)


def articles(count: int, seed: int) -> list[str]:
    """Articles of about 110 words: four to a page."""
    choose = random.Random(seed)  # noqa: S311 - the same dossier each time
    made = []
    for number in range(1, count + 1):
        words = [choose.choice(SUBJECTS), *choose.choices(FILLING, k=6)]
        made.append(f"Artikel {number} Bepaling {number}\n\n{number}.1 {' '.join(words)}")
    return made


def pdf(title: str, count: int, seed: int) -> bytes:
    """A PDF with text."""
    import typst

    body = "\n\n".join(articles(count, seed))
    source = (
        '#set page(paper: "a4", margin: 22mm)\n#set text(size: 11.5pt)\n#set par(leading: 0.9em)\n'
        '#for part in sys.inputs.body.split("\\n\\n") [#par(part)]\n'
    )
    made = typst.compile(
        source.encode(), sys_inputs={"body": f"{title}\n\n{body}"}, ignore_system_fonts=True
    )
    assert isinstance(made, bytes)
    return made


def docx(title: str, count: int, seed: int) -> bytes:
    """A Word document with text."""
    from scanner.vendor.blocks import Page, para
    from scanner.vendor.report_docx import docx_of

    blocks = tuple(para(p) for a in articles(count, seed) for p in a.split("\n\n"))
    page = Page(
        lang="nl",
        title=title,
        kicker="",
        name=title,
        when="",
        skip="",
        sheet="",
        of="",
        blocks=blocks,
        foot="",
        day="2026-11-23",
    )
    return docx_of(page)


def sbom(count: int) -> bytes:
    """A CycloneDX document."""
    choose = random.Random(4)  # noqa: S311 - same
    licenses = ("MIT", "Apache-2.0", "BSD-3-Clause", "ISC", "LGPL-3.0-only", "GPL-3.0-only")
    parts = []
    for n in range(count):
        kind = choose.choice(("npm", "pypi", "nuget", "maven/nl.voorbeeld"))
        version = f"{choose.randint(0, 9)}.{choose.randint(0, 30)}.{choose.randint(0, 9)}"
        part = {
            "type": "library",
            "name": f"deel-{n}",
            "version": version,
            "purl": f"pkg:{kind}/deel-{n}@{version}",
            "bom-ref": f"deel-{n}",
        }
        if n % 7:
            part["licenses"] = [{"license": {"id": choose.choice(licenses)}}]
        if n % 3:
            part["supplier"] = {"name": "Voorbeeld"}
        parts.append(part)
    links = [{"ref": f"deel-{n}", "dependsOn": [f"deel-{n // 2}"]} for n in range(1, count)]
    tree = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
        "version": 1,
        "metadata": {
            "timestamp": "2026-11-01T08:00:00Z",
            "component": {"type": "application", "name": "Balie", "version": "4.2"},
        },
        "components": parts,
        "dependencies": links,
    }
    return json.dumps(tree).encode()


def scanned(pages: int) -> bytes:
    """A PDF of pictures of pages, about a megabyte each: grain makes them as large as a scanner does."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    source = pypdfium2.PdfDocument(pdf("Bijlage", pages * 4, 9))
    made = pypdfium2.PdfDocument.new()
    choose = random.Random(7)  # noqa: S311 - same
    for number in range(min(pages, len(source))):
        page = source[number]
        shown = page.render(scale=200 / 72, grayscale=True)
        size = shown.stride * shown.height
        dots = ctypes.string_at(shown.buffer, size)
        grain = choose.randbytes(size)
        dots = bytes(max(0, d - (g & 7)) for d, g in zip(dots, grain, strict=True))
        ctypes.memmove(shown.buffer, dots, size)
        image = pypdfium2.PdfImage.new(made)
        image.set_bitmap(shown)
        width, height = page.get_size()
        image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        target = made.new_page(width, height)
        target.insert_obj(image)
        pdfium.FPDFPage_GenerateContent(target.raw)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def dossier(folder: Path, *, scan: bool) -> int:
    """Write the dossier; the number of its pages."""
    import pypdfium2

    (folder / "product.yaml").write_text(
        "vendor: Zaakwerk B.V.\nproduct: Balie\ntags: [saas, webapp]\nuse_mode: hosted\n"
        "personal_data: true\nend: 2030-12-31\n",
        "utf-8",
    )
    files = {
        "overeenkomst.pdf": pdf(
            "OVEREENKOMST tussen Zaakwerk B.V. en de Gemeente Voorbeeld", 96, 1
        ),
        "algemene voorwaarden.pdf": pdf("ALGEMENE VOORWAARDEN van Zaakwerk B.V.", 68, 2),
        "verwerkersovereenkomst.docx": docx("VERWERKERSOVEREENKOMST", 32, 3),
        "sla.docx": docx("SERVICE LEVEL AGREEMENT", 28, 5),
        "balie.cdx.json": sbom(2000),
    }
    pages = 60 // 4  # of the two in Word
    for name, content in files.items():
        (folder / name).write_bytes(content)
        if name.endswith(".pdf"):
            pages += len(pypdfium2.PdfDocument(content))
    if scan:
        content = scanned(13)
        (folder / "bijlage.pdf").write_bytes(content)
        print(f"scanned annex: {len(content) / 1e6:.1f} MB, 13 pages")
    return pages


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--scan", action="store_true", help="with an annex of pictures")
    asked.add_argument("--profile", action="store_true", help="where the time goes")
    asked.add_argument("--runs", type=int, default=3)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held) / "dossier"
        folder.mkdir()
        pages = dossier(folder, scan=options.scan)
        print(f"{pages} pages of text, SBOM of 2,000 components, {os.cpu_count()} cores")
        if options.profile:
            profile(folder)
            return
        for form in ("json", "pdf", "docx", "odt", "html"):
            command = [sys.executable, "-m", "scanner", "vendor", "check", str(folder)]
            target = str(Path(held) / f"toets.{form}")
            runs = []
            for _ in range(1 if options.scan else options.runs):
                runs.append(run_once([*command, "-o", target], cwd=ROOT))
            best = min(runs, key=lambda r: r.seconds)
            told = "met" if best.seconds <= LIMIT else "NOT met"
            print(
                f"{form:5} best {best.seconds:6.2f} s  cpu {best.cpu:6.2f} s  {best.peak_mib:5.0f} MiB  "
                f"limit {LIMIT:.0f} s {told} (exit code {best.code})"
            )
            if options.scan:
                break


def profile(folder: Path) -> None:
    """Where the time goes, in this process; documents are read in others."""
    from policies.default_pack import load_default
    from scanner.vendor.check import check
    from scanner.vendor.forms import made
    from scanner.vendor.product import read_product
    from scanner.words import words

    product = read_product(folder / "product.yaml")
    watched = cProfile.Profile()
    start = time.perf_counter()
    watched.enable()
    found = check(folder, product, load_default(), datetime(2026, 11, 23, tzinfo=UTC))
    middle = time.perf_counter()
    made("pdf", found, words("nl"))
    watched.disable()
    print(f"check {middle - start:.2f} s, PDF {time.perf_counter() - middle:.2f} s (with profiler)")
    pstats.Stats(watched).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    main()
