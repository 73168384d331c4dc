"""The questions as Word and OpenDocument, and the answers read back from them."""

import json
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from command_line import Sluis
from command_line import sluis as sluis  # noqa: PLC0414 - pytest finds fixtures by name

from sbom.contracts.tables import read_tables
from scanner.zip_file import packed

DOSSIERS = Path(__file__).resolve().parents[3] / "examples" / "dossiers"
ASKED = "contract/exit_assistance"


def tree(sluis: Sluis, folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(sluis("vendor", "check", folder, "--format", "json").out)
    return found


def filled(content: bytes, row: int, answers: tuple[str, str, str]) -> bytes:
    """The file with three answers in a row, as a word processor would put them there."""
    with ZipFile(BytesIO(content)) as archive:
        parts = {i.filename: archive.read(i) for i in archive.infolist()}
    if "word/document.xml" in parts:
        part, end, cell, full = (
            "word/document.xml",
            "</w:tr>",
            "<w:p><w:pPr></w:pPr></w:p>",
            "<w:p><w:r><w:t>{}</w:t></w:r></w:p>",
        )
    else:
        part, end, cell, full = (
            "content.xml",
            "</table:table-row>",
            '<text:p text:style-name="Standard"></text:p>',
            '<text:p text:style-name="Standard">{}</text:p>',
        )
    rows = parts[part].decode().split(end)
    for answer in answers:
        assert cell in rows[row]
        rows[row] = rows[row].replace(cell, full.format(answer), 1)
    parts[part] = end.join(rows).encode()
    return packed(list(parts.items()))


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_answers_in_a_text_document_come_back(
    sluis: Sluis, tmp_path: Path, ending: str, lang: str
) -> None:
    folder = tmp_path / "dossier"
    shutil.copytree(DOSSIERS / "slecht", folder)
    asked = tmp_path / f"vragen.{ending}"
    sluis("vendor", "check", folder, "--questions", asked, "--lang", lang)
    (table,) = read_tables(asked.read_bytes())
    assert len(table[0]) == 9
    numbers = [r[2] for r in table]
    assert ASKED in numbers
    assert not any(any(r[6:]) for r in table[1:])
    answers = ("Wij werken mee.", "de accountmanager", "2026-11-30")
    made = filled(asked.read_bytes(), numbers.index(ASKED), answers)
    (folder / f"antwoorden.{ending}").write_bytes(made)
    before, after = tree(sluis, DOSSIERS / "slecht"), tree(sluis, folder)
    assert after["verdict"] == before["verdict"]
    (line,) = [x for x in after["lines"] if x["id"] == ASKED]
    assert line["evidence"][-1]["quote"] == "Wij werken mee."
    assert "de accountmanager, 2026-11-30" in line["says"]["nl"]
    kinds = {d["name"]: d["kind"] for d in after["documents"]}
    assert kinds[f"antwoorden.{ending}"] == "answers"


def test_questions_are_the_same_bytes_and_refuse_another_ending(
    sluis: Sluis, tmp_path: Path
) -> None:
    for ending in ("xlsx", "ods", "docx", "odt"):
        made = []
        for number in range(2):
            file = tmp_path / f"{number}.{ending}"
            sluis("vendor", "check", DOSSIERS / "goed", "--questions", file)
            made.append(file.read_bytes())
        assert made[0] == made[1]
    ran = sluis("vendor", "check", DOSSIERS / "goed", "--questions", tmp_path / "vragen.pdf")
    assert (ran.code, ".docx" in ran.err) == (2, True)
