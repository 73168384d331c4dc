"""The page to decide by: it is one page, in words for who buys, and its counts come back everywhere."""

import json
import re
import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import msgspec
import pypdfium2
import pytest
from command_line import Sluis
from command_line import sluis as sluis  # noqa: PLC0414 - pytest finds fixtures by name

from policies.default_pack import load_default
from policies.finding import Severity, Verdict
from policies.vendor.decision import decide
from policies.vendor.line import Ground, Line, Topic, both, midway
from sbom.documents.sheet_archive import read
from scanner.vendor.check import Check, PolicyUsed
from scanner.vendor.forms import made
from scanner.vendor.front import policy_in_words
from scanner.vendor.product import Product
from scanner.words import words

DOSSIERS = Path(__file__).resolve().parents[3] / "examples" / "dossiers"
ALL = sorted(p.name for p in DOSSIERS.iterdir() if (p / "product.yaml").is_file())
BODY = {"nl": re.compile(r"2\. (Wat|Waarover) "), "en": re.compile(r"2\. What ")}
ANNEX = {"nl": "Bijlage A.", "en": "Annex A."}


def pages(content: bytes) -> list[str]:
    """Text of each page, words that were broken off made whole."""
    texts = (p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(content))
    return [t.replace("\ufffe", "").replace("\u00ad", "") for t in texts]


def printed(path: Path) -> list[str]:
    """The pages of a text document, as LibreOffice lays it out."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice, which lays out text documents, is not here")
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(path.parent)]
    subprocess.run([*command, str(path)], check=True, capture_output=True)
    return pages(path.with_suffix(".pdf").read_bytes())


def numbers(text: str) -> list[int]:
    return [int(n.replace(".", "")) for n in re.findall(r"\d[\d.]*\d|\d", text)]


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", ALL)
def test_the_counts_add_up_and_are_the_same_everywhere(
    sluis: Sluis, tmp_path: Path, name: str, lang: str
) -> None:
    files = {f: tmp_path / f"toets.{f}" for f in ("json", "pdf", "xlsx")}
    folder = DOSSIERS / name
    sluis("vendor", "check", folder, "--no-ocr", "-o", files["json"])
    sluis("vendor", "check", folder, "--no-ocr", "-o", files["pdf"], "--lang", lang)
    asked = files["xlsx"]
    sluis("vendor", "check", folder, "--no-ocr", "--questions", asked, "--lang", lang)
    found: dict[str, Any] = json.loads(files["json"].read_bytes())
    counts = found["counts"]
    assert counts["points"] == len(found["lines"])
    for verdict in ("deviates", "unknown", "complies", "not-applicable"):
        told = counts[verdict.replace("-", "_")]
        assert told == sum(x["verdict"] == verdict for x in found["lines"])
    assert counts["legal"] + counts["policy"] == counts["deviates"]
    assert counts["settle"] == len(found["settle"])
    assert counts["settle"] == counts["settle_deviates"] + counts["settle_unknown"]
    assert counts["light"] == counts["light_deviates"] + counts["light_unknown"]
    assert counts["settle"] + counts["light"] == counts["deviates"] + counts["unknown"]
    assert found["settle"][: len(found["because"])] == found["because"]
    sheets = pages(files["pdf"].read_bytes())
    assert set(counts.values()) - {0} <= set(numbers(sheets[0]))
    end = next(i for i, s in enumerate(sheets) if s.startswith(ANNEX[lang]))
    body = "\n".join(sheets[1:end])
    if counts["settle"]:
        assert BODY[lang].match(sheets[1])
        points = [int(n) for n in re.findall(r"^(\d{1,3})(?= |\r?$)", body, re.MULTILINE)]
        assert set(range(1, counts["settle"] + 1)) <= set(points)
        assert str(counts["settle"] + 1) not in re.findall(r"^\d+\r?$", body, re.MULTILINE)
    (sheet,) = read(asked.read_bytes())
    rows = [texts for _, texts in sheet.rows][1:]
    assert [r[0] for r in rows] == [str(n) for n in range(1, len(rows) + 1)]
    first = [r[2] for r in rows if r[1] in {"ja", "yes"}]
    assert first == found["settle"]


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("form", ["docx", "odt"])
@pytest.mark.parametrize("name", ALL)
def test_the_verdict_is_one_page_in_a_text_document(
    sluis: Sluis, tmp_path: Path, name: str, form: str, lang: str
) -> None:
    file = tmp_path / f"toets.{form}"
    sluis("vendor", "check", DOSSIERS / name, "--no-ocr", "-o", file, "--lang", lang)
    assert (BODY[lang].match(s := printed(file)[1])) or s.startswith(ANNEX[lang])


def line(number: int, verdict: Verdict, severity: Severity) -> Line:
    long = f"Onderwerp {number} met een lange naam die niet op een regel past, zoals dat soms gaat"
    return Line(
        id=f"contract/regel-{number}",
        topic=Topic.CONTRACT,
        name=both(long, long),
        verdict=verdict,
        severity=severity,
        ground=Ground.CONTRADICTED,
        says=both(f"{long}. " * 9, f"{long}. " * 9),
        searched=both("Gezocht.", "Searched."),
    )


def check(*, lines: tuple[Line, ...], name: str = "", tags: int = 0) -> Check:
    policy = load_default().vendor
    assert policy is not None
    tag = both("een soort product met een lange naam", "a kind of product with a long name")
    return Check(
        product=Product(
            vendor=name,
            product=name,
            start=date(2027, 1, 1),
            end=date(2030, 1, 1),
            value_eur=1e9,
        ),
        decision=decide(lines, policy),
        lines=lines,
        papers=(),
        day=date(2026, 11, 24),
        policy=PolicyUsed(name="default", version="2026.11", digest="0" * 64, layers=()),
        tags=(tag,) * tags,
    )


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("severity", [Severity.CRITICAL, Severity.HIGH, Severity.LOW])
def test_the_verdict_is_one_page_whatever_the_dossier_says(severity: Severity, lang: str) -> None:
    lines = tuple(line(n, Verdict.DEVIATES, severity) for n in range(1, 60))
    lines += tuple(line(n, Verdict.UNKNOWN, Severity.HIGH) for n in range(60, 90))
    long = "Samenwerkingsverband voor Gemeentelijke Dienstverlening en Gegevensuitwisseling " * 4
    found = check(lines=lines, name=long, tags=30)
    sheets = pages(made("pdf", found, words(lang)))
    assert BODY[lang].match(sheets[1])


def test_nothing_against_it_gives_a_page_without_a_list() -> None:
    found = check(lines=(line(1, Verdict.COMPLIES, Severity.HIGH),))
    sheets = pages(made("pdf", found, words("nl")))
    assert "Tekenen" in sheets[0]
    assert sheets[1].startswith("Bijlage A.")
    assert "deel 2" not in sheets[0].casefold()


def test_one_point_is_told_as_one() -> None:
    found = check(lines=(line(1, Verdict.DEVIATES, Severity.HIGH),))
    text = re.sub(r"\s+", " ", pages(made("pdf", found, words("nl")))[0])
    assert "Los eerst dit punt op:" in text
    assert "Is dit punt opgelost, dan wordt het oordeel: Tekenen." in text
    assert "Eerst op te lossen: 1 punt (1 afwijking en 0 onbekend)." in text


@pytest.mark.parametrize("form", ["html", "pdf", "docx", "odt"])
def test_a_dutch_page_names_the_product_and_the_policy_in_dutch(
    sluis: Sluis, tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"toets.{form}"
    sluis("vendor", "check", DOSSIERS / "gemengd", "--no-ocr", "-o", file)
    text = shown(file)
    assert "dienst van een leverancier (SaaS), webapplicatie, biedt een API aan" in text
    assert "inkoopbeleid Sluis, versie november 2026" in text
    front = text[: text.index("2. Waarover")]
    assert not re.search(r"case-management|api-provider|\b[0-9a-f]{8,}\b|default", front)
    assert json_of(sluis, tmp_path)["policy_sha256"] in text.replace("\u00ad", "")


def json_of(sluis: Sluis, folder: Path) -> dict[str, Any]:
    file = folder / "toets.json"
    sluis("vendor", "check", DOSSIERS / "gemengd", "--no-ocr", "-o", file)
    found: dict[str, Any] = json.loads(file.read_bytes())
    return found


def shown(file: Path) -> str:
    content = file.read_bytes()
    if file.suffix == ".pdf":
        text = "\n".join(pages(content))
    elif file.suffix == ".html":
        text = re.sub("<[^>]+>", " ", content.decode().partition("<body>")[2])
    else:
        part = "content.xml" if file.suffix == ".odt" else "word/document.xml"
        with ZipFile(BytesIO(content)) as archive:
            text = " ".join(ET.fromstring(archive.read(part)).itertext())  # noqa: S314 - our own
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_every_part_of_a_text_document_is_well_formed(form: str) -> None:
    found = check(lines=(line(1, Verdict.DEVIATES, Severity.HIGH),))
    with ZipFile(BytesIO(made(form, found, words("nl")))) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(archive.read(name))  # noqa: S314 - written by us just before


def test_the_policy_of_a_town_is_told_as_its_own() -> None:
    own = PolicyUsed(name="Voorbeeldstad", version="3", digest="", layers=("stad",))
    assert policy_in_words(own, words("nl")) == (
        "inkoopbeleid Voorbeeldstad, versie 3, met eigen keuzes (stad)"
    )
    plain = msgspec.structs.replace(own, name="default", version="2027.02", layers=())
    assert policy_in_words(plain, words("en")) == (
        "Sluis procurement policy, version of February 2027"
    )


def test_a_name_within_a_sentence_keeps_its_capitals() -> None:
    assert midway("Levering van een SBOM") == "levering van een SBOM"
    assert midway("API-toegang") == "API-toegang"
    assert midway("") == ""
