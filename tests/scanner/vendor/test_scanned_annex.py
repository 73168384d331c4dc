"""A scanned annex: pages are told as they are recognised, and the budget is kept and told."""

import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from command_line import Sluis
from command_line import sluis as sluis  # noqa: PLC0414 - pytest finds fixtures by name

from scanner.ocr import engine
from scanner.vendor.blocks import Page, para
from scanner.vendor.report_pdf import pdf_of

GOOD = Path(__file__).resolve().parents[3] / "examples" / "dossiers" / "goed"
PAGES = 2


def scanned() -> bytes:
    """Pictures of pages with text."""
    words = " ".join(["De leverancier levert de gegevens bij het einde in een open formaat."] * 8)
    blocks = tuple(para(f"Artikel {n}. {words}") for n in range(1, 18 * PAGES))
    page = Page(
        lang="nl",
        title="Bijlage",
        kicker="Bijlage",
        name="Bijlage",
        when="2026",
        skip="",
        sheet="",
        of="",
        blocks=blocks,
        foot="",
        day="2026-11-23",
    )
    source = pypdfium2.PdfDocument(pdf_of(page, "{}", "x"))
    made = pypdfium2.PdfDocument.new()
    for number in range(PAGES):
        width, height = source[number].get_size()
        image = pypdfium2.PdfImage.new(made)
        image.set_bitmap(source[number].render(scale=110 / 72, grayscale=True))
        image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        target = made.new_page(width, height)
        target.insert_obj(image)
        target.gen_content()
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


@pytest.mark.slow
@pytest.mark.skipif(engine() is None, reason="no text recogniser here")
def test_pages_are_told_and_the_budget_is_kept(sluis: Sluis, tmp_path: Path) -> None:
    folder = tmp_path / "dossier"
    shutil.copytree(GOOD, folder)
    (folder / "bijlage.pdf").write_bytes(scanned())

    def read(*more: object) -> tuple[list[str], dict[str, Any]]:
        ran = sluis("vendor", "check", folder, "--format", "json", *more)
        papers = {d["name"]: d for d in json.loads(ran.out)["documents"]}
        return re.findall(r"bijlage\.pdf, gescande pagina (\d+)", ran.err), papers["bijlage.pdf"]

    told, paper = read()
    assert told
    assert told[-1] == str(PAGES)
    assert paper["problems"] == []
    told, paper = read("--ocr-pages", 1)
    assert told == ["1"]
    assert any("the first 1 were read" in p for p in paper["problems"])
    assert "1 pages have no text: 2" in paper["problems"]
    told, paper = read("--no-ocr")
    assert told == []
    assert "2 pages have no text: 1, 2" in paper["problems"]
