"""Every sentence of a printed report leads to its evidence: links resolve, and the place holds the words."""

import ctypes
import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from command_line import Sluis
from command_line import sluis as sluis  # noqa: PLC0414 - pytest finds fixtures by name

DOSSIERS = Path(__file__).resolve().parents[3] / "examples" / "dossiers"
ALL = sorted(p.name for p in DOSSIERS.iterdir() if (p / "product.yaml").is_file())
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
HREF = "{http://www.w3.org/1999/xlink}href"
SHOWN = 120
"""Characters of a quote that are looked for."""


class Link(NamedTuple):
    """One link of a report."""

    around: str
    """Words of the row or paragraph it stands in, flat."""
    target: str
    """Words of the place it leads to, flat; empty: it leads nowhere."""


def flat(text: str) -> str:
    """Letters and digits only: how words are broken or marked does not matter."""
    return re.sub(r"[\W_]+", "", text.replace("\ufffe", "").replace("\u00ad", "")).casefold()


def word_links(content: bytes) -> tuple[list[Link], list[str]]:
    """The links of a Word document and the words of its rows."""
    body = part(content, "word/document.xml")
    return linked(body, f"{W}tr", f"{W}bookmarkStart", f"{W}name", f"{W}hyperlink", f"{W}anchor")


def text_links(content: bytes) -> tuple[list[Link], list[str]]:
    """The links of an OpenDocument text and the words of its rows."""
    body = part(content, "content.xml")
    return linked(body, f"{TABLE}table-row", f"{TEXT}bookmark", f"{TEXT}name", f"{TEXT}a", HREF)


def linked(
    body: ET.Element, row: str, mark: str, name: str, link: str, to: str
) -> tuple[list[Link], list[str]]:
    rows = [r for r in body.iter(row) if not any(x is not r for x in r.iter(row))]
    texts = [flat("".join(r.itertext())) for r in rows]
    parents = {child: parent for parent in body.iter() for child in parent}
    places: dict[str, str] = {}
    for element in body.iter(mark):
        places[element.get(name, "")] = words_around(element, parents, row)
    found = [
        Link(words_around(e, parents, row), places.get(e.get(to, "").removeprefix("#"), ""))
        for e in body.iter(link)
    ]
    return found, texts


def words_around(element: ET.Element, parents: dict[ET.Element, ET.Element], row: str) -> str:
    """Of the row that an element stands in; of its paragraph or heading where it stands in none."""
    inside, held = element, parents.get(element)
    while held is not None:
        inside = held
        if held.tag == row:
            break
        held = parents.get(held)
    if inside.tag != row:
        inside = parents[element]
    return flat("".join(inside.itertext()))


def part(content: bytes, name: str) -> ET.Element:
    with ZipFile(BytesIO(content)) as archive:
        return ET.fromstring(archive.read(name))  # noqa: S314 - written by us just before


def pdf_links(content: bytes) -> Iterator[tuple[int, int, float]]:
    """Page of each link, and page and height that it leads to (-1: nowhere)."""
    document = pypdfium2.PdfDocument(content)
    for number in range(len(document)):
        page = document[number]
        place = ctypes.c_int(0)
        link = pdfium.FPDF_LINK()
        while pdfium.FPDFLink_Enumerate(page.raw, place, link):
            dest = pdfium.FPDFLink_GetDest(document.raw, link)
            if not dest:
                action = pdfium.FPDFLink_GetAction(link)
                dest = pdfium.FPDFAction_GetDest(document.raw, action) if action else None
            if not dest:
                yield number, -1, 0.0
                continue
            has_x, has_y, has_zoom = (ctypes.c_int() for _ in range(3))
            x, y, zoom = (ctypes.c_float() for _ in range(3))
            pdfium.FPDFDest_GetLocationInPage(dest, has_x, has_y, has_zoom, x, y, zoom)
            yield number, pdfium.FPDFDest_GetDestPageIndex(document.raw, dest), y.value


def written(sluis: Sluis, folder: Path, name: str, form: str) -> bytes:
    file = folder / f"toets.{form}"
    sluis("vendor", "check", DOSSIERS / name, "--no-ocr", "-o", file)
    return file.read_bytes()


def rests_on(line: dict[str, Any]) -> list[str]:
    """What has to stand with a sentence: its quotes and where, or what was searched."""
    made = []
    for proof in line["evidence"]:
        told = proof.get("seen", {}).get("nl") or proof.get("quote", "")
        made.append(flat(told[:SHOWN]) if told else flat(proof["document"]))
    return made or [flat(line["searched"]["nl"][:SHOWN])]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["docx", "odt"])
@pytest.mark.parametrize("name", ALL)
def test_every_sentence_in_a_text_document_leads_to_its_evidence(
    sluis: Sluis, tmp_path: Path, name: str, form: str
) -> None:
    found = json.loads(written(sluis, tmp_path, name, "json"))
    read = word_links if form == "docx" else text_links
    links, rows = read(written(sluis, tmp_path, name, form))
    assert links or not found["settle"]
    assert all(link.target for link in links), [x.around[:80] for x in links if not x.target]
    for line in found["lines"]:
        says = flat(line["says"]["nl"])
        wanted = rests_on(line)
        assert any(says in r and all(w in r for w in wanted) for r in rows), line["id"]
    by_id = {x["id"]: x for x in found["lines"]}
    for id_ in found["settle"]:
        says, wanted = flat(by_id[id_]["says"]["nl"]), rests_on(by_id[id_])
        leading = [x for x in links if says in x.around]
        assert any(all(w in x.target for w in wanted) for x in leading), id_


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_every_link_in_a_pdf_leads_to_a_page_that_holds_the_evidence(
    sluis: Sluis, tmp_path: Path, name: str
) -> None:
    found = json.loads(written(sluis, tmp_path, name, "json"))
    content = written(sluis, tmp_path, name, "pdf")
    texts = [flat(p.get_textpage().get_text_range()) for p in pypdfium2.PdfDocument(content)]
    links = list(pdf_links(content))
    assert all(target >= 0 for _, target, _ in links)
    points = [x for x in found["lines"] if x["id"] in found["settle"]]
    shown = min(6, found["to_solve"])
    front = [target for page, target, _ in links if page == 0]
    assert len(front) >= shown
    for line in points:
        says = flat(line["says"]["nl"])
        pages = [n for n, t in enumerate(texts) if n and says in t]
        targets = {t for page, t, _ in links if page in pages and t > page}
        held = [
            "".join(texts[t : t + 2]) for t in targets
        ]  # a long row may go on at the next sheet
        wanted = rests_on(line)[0]
        assert any(wanted in h for h in held), line["id"]


def test_a_pdf_has_bookmarks_for_its_parts(sluis: Sluis, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(written(sluis, tmp_path, "gemengd", "pdf"))
    titles = [b.get_title() for b in document.get_toc()]
    for title in ("2. Waarover onderhandelt u?", "Bijlage A. Alle punten met bewijs", "Contract"):
        assert title in titles
    assert [t for t in titles if t.startswith("Bijlage")] == sorted(
        t for t in titles if t.startswith("Bijlage")
    )
