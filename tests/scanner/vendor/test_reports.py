"""The printed reports: whole, accessible, harmless, and the same bytes each time."""

import json
import re
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from command_line import Sluis
from command_line import sluis as sluis  # noqa: PLC0414 - pytest finds fixtures by name
from hypothesis import given
from hypothesis import strategies as st

from scanner.vendor.blocks import (
    Badge,
    Band,
    Cell,
    Counts,
    Facts,
    Fold,
    Heading,
    Page,
    Para,
    Points,
    Quote,
    Run,
    Table,
    para,
    places,
)
from scanner.vendor.page import html_of
from scanner.vendor.report_docx import docx_of
from scanner.vendor.report_odt import odt_of
from scanner.vendor.report_pdf import MISSING, characters, pdf_of, printable

DOSSIERS = Path(__file__).resolve().parents[3] / "examples" / "dossiers"
FONTS = Path(__file__).resolve().parents[3] / "scanner" / "vendor" / "fonts"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def page(word: str = "woord", *, lang: str = "nl") -> Page:
    """A page with every block, each holding one foreign word."""
    runs = (Run(word), Run(word, strong=True), Run(word, to="l-a"))
    cell = Cell((para(word), Quote(word, word)), header=True, anchor="l-a")
    table = Table(word, (word, word), (40, 60), ((cell, Cell((Fold(word, (para(word),)),))),))
    return Page(
        lang=lang,
        title=word or "leeg",
        kicker=word,
        name=word or "leeg",
        when=word,
        skip=word,
        sheet="Blad",
        of="van",
        blocks=(
            Band("sign", word or "leeg", (Points((runs,), ordered=True),)),
            Counts(((Badge("complies", "✓", word), "1"),)),
            Heading(word or "leeg", breaks=True),
            Para(runs, "norm"),
            Facts(((word, word),)),
            table,
            Points((runs,)),
        ),
        foot=word,
        day="2026-11-23",
    )


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("form", ["pdf", "docx", "odt", "html", "json"])
def test_the_same_check_gives_the_same_bytes(
    sluis: Sluis, tmp_path: Path, form: str, lang: str
) -> None:
    made = []
    for number in range(2):
        file = tmp_path / f"{number}.{form}"
        ran = sluis("vendor", "check", DOSSIERS / "goed", "-o", file, "--lang", lang)
        assert ran.code == 1, ran.err
        made.append(file.read_bytes())
    assert made[0] == made[1]
    assert len(made[0]) > 10_000


def test_the_pdf_is_an_archival_and_accessible_one_with_the_verdict_in_it(
    sluis: Sluis, tmp_path: Path
) -> None:
    file = tmp_path / "toets.pdf"
    sluis("vendor", "check", DOSSIERS / "slecht", "-o", file)
    content = file.read_bytes()
    head = content.decode("latin-1")
    assert re.search(r"pdfaid:part[>=\"' ]+3", head)
    assert re.search(r"pdfaid:conformance[>=\"' ]+A", head)
    assert re.search(r"pdfuaid:part[>=\"' ]+1", head)
    read = pypdfium2.PdfDocument(content)
    assert pdfium.FPDFCatalog_IsTagged(read.raw)
    attachment = pdfium.FPDFDoc_GetAttachment(read.raw, 0)
    assert pdfium.FPDFDoc_GetAttachmentCount(read.raw) == 1
    held = pypdfium2.PdfAttachment(attachment, read)
    assert held.get_name() == "verdict.json"
    verdict = json.loads(bytes(held.get_data()))
    assert verdict["verdict"] == "do-not-sign"
    first = read[0].get_textpage().get_text_range()
    assert "Niet tekenen" in first
    assert "Zeggenschap over data" in first
    whole = "".join(p.get_textpage().get_text_range() for p in read)
    assert "voorwaarden.txt, artikel 4.1" in whole
    assert "Waar niet naar is gekeken" in whole
    assert "Contract" not in first.splitlines()  # the verdict has its sheet to itself
    assert read.get_metadata_dict()["Title"] == "Toets vóór ondertekening: Jeugdnet Online"


def test_every_line_and_every_quote_is_in_every_form(sluis: Sluis, tmp_path: Path) -> None:
    files = {f: tmp_path / f"toets.{f}" for f in ("json", "html", "docx", "odt")}
    for file in files.values():
        sluis("vendor", "check", DOSSIERS / "slecht", "-o", file)
    lines = json.loads(files["json"].read_bytes())["lines"]
    texts = {
        "html": re.sub("<[^>]+>", "", files["html"].read_text("utf-8")),
        "docx": words(files["docx"].read_bytes(), "word/document.xml"),
        "odt": words(files["odt"].read_bytes(), "content.xml"),
    }
    for form, text in texts.items():
        flat = re.sub(r"\s+", " ", text.replace("&quot;", '"').replace("&#39;", "'"))
        for line in lines:
            assert line["name"]["nl"] in flat, (form, line["id"])
            for proof in line["evidence"]:
                wanted = re.sub(r"\s+", " ", proof.get("quote", ""))[:200]
                assert wanted in flat, (form, line["id"])


def tree(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314 - written by us just before


def words(content: bytes, part: str) -> str:
    with ZipFile(BytesIO(content)) as archive:
        return "".join(tree(archive.read(part)).itertext())


def test_word_and_opendocument_have_headings_header_rows_and_a_language() -> None:
    with ZipFile(BytesIO(docx_of(page()))) as archive:
        body = tree(archive.read("word/document.xml"))
        styles = archive.read("word/styles.xml").decode()
        core = archive.read("docProps/core.xml").decode()
        assert not [n for n in archive.namelist() if "vba" in n.lower()]
    used = {e.get(f"{W}val") for e in body.iter(f"{W}pStyle")}
    assert {"Title", "Heading2", "Quote"} <= used
    assert used <= set(re.findall(r'w:styleId="(\w+)"', styles))
    assert len(list(body.iter(f"{W}tblHeader"))) == 1
    assert 'w:val="nl-NL"' in styles
    assert "2026-11-23T00:00:00Z" in core
    marks = {e.get(f"{W}name") for e in body.iter(f"{W}bookmarkStart")}
    assert {e.get(f"{W}anchor") for e in body.iter(f"{W}hyperlink")} == marks
    with ZipFile(BytesIO(odt_of(page(lang="en")))) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.infolist()[0].compress_type == 0
        body = tree(archive.read("content.xml"))
        styles = archive.read("styles.xml").decode()
    assert len(list(body.iter(f"{TABLE}table-header-rows"))) == 1
    assert {e.get(f"{TEXT}outline-level") for e in body.iter(f"{TEXT}h")} == {"1", "2"}
    assert 'fo:language="en"' in styles


@given(st.text(max_size=40))
def test_any_text_is_harmless_in_every_form(word: str) -> None:
    made = page(word)
    for part, content in (("word/document.xml", docx_of(made)), ("content.xml", odt_of(made))):
        words(content, part)
    assert "<script" not in html_of(page(f"<script>{word}"))
    assert pdf_of(made, "{}", "x").startswith(b"%PDF-")


@pytest.mark.parametrize(
    "word",
    [
        '#panic("x")',
        "$x$ *a* _b_ `c` @label <label> // c",
        "]]></w:t></w:r>",
        "中文 😀 \ue000 \ufffd \u202e \x00",
        "a" * 5000,
        "",
    ],
)
def test_markup_of_any_kind_stays_text(word: str) -> None:
    made = page(word)
    read = pypdfium2.PdfDocument(pdf_of(made, "{}", "x"))
    text = "".join(p.get_textpage().get_text_range() for p in read)
    if word.startswith("#"):
        assert '#panic("x")' in text
    if word.startswith("$"):
        assert "*a* _b_ `c`" in text
    docx_of(made)
    odt_of(made)


def test_a_character_without_picture_is_told_as_such() -> None:
    assert printable("één ✓ ✕") == "één ✓ ✗"
    assert printable("中") == MISSING
    assert printable("regel\neen") == "regel een"
    have = [characters(f.read_bytes()) for f in sorted(FONTS.glob("*.ttf"))]
    assert len(have) == 2
    assert all(ord(MISSING) in h and ord("→") in h and len(h) > 1000 for h in have)


def test_places_that_occur_twice_are_no_target() -> None:
    table = page().blocks[5]
    assert places((table,)) == {"l-a"}
    assert places((table, table)) == frozenset()
    twice = msgspec.structs.replace(page(), blocks=(*page().blocks, table))
    assert pdf_of(twice, "{}", "x")


def test_a_printed_form_needs_a_place(sluis: Sluis, tmp_path: Path) -> None:
    ran = sluis("vendor", "check", DOSSIERS / "goed", "--format", "pdf")
    assert (ran.code, "--output" in ran.err) == (2, True)
    ran = sluis("vendor", "check", DOSSIERS / "goed", "-o", tmp_path / "weg" / "x.pdf")
    assert (ran.code, "cannot be written" in ran.err) == (2, True)
