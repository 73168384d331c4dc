"""`sluis contract text` and `sluis contract diff` as a person runs them."""

import json
from pathlib import Path

import pytest
from command_line import Sluis
from contract_files import docx, paragraph, zipped

FIRST = "Artikel 1 Duur\n\n1.1 De overeenkomst duurt drie jaar.\n\n1.2 Leverancier zal storingen binnen 4 uur herstellen.\n"


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "contract.txt"
    path.write_text(FIRST, "utf-8")
    return path


def test_text_shows_passages_with_their_numbers(sluis: Sluis, contract: Path) -> None:
    ran = sluis("contract", "text", contract)
    assert ran.code == 0, ran.err
    assert "1.1        De overeenkomst duurt drie jaar." in ran.out
    assert "[heading] Duur" in ran.out


def test_text_as_lines_has_place_and_words(sluis: Sluis, contract: Path) -> None:
    ran = sluis("contract", "text", contract, "--nl")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    row = next(r for r in rows if r["number"] == "1.2")
    assert FIRST[row["start"] : row["end"]] == row["text"]
    assert (row["heading"], row["language"]) == ("Duur", "nl")


def test_structure_is_json(sluis: Sluis, contract: Path) -> None:
    tree = json.loads(sluis("contract", "text", contract, "--structure").out)
    assert set(tree) == {"document", "parts", "definitions", "terms", "precedence", "references"}


def test_every_file_of_an_archive_is_shown(sluis: Sluis, tmp_path: Path) -> None:
    path = tmp_path / "map.zip"
    path.write_bytes(
        zipped(
            {
                "a.docx": docx(paragraph("De eerste.")),
                "b.txt": "De tweede.",
                "c.docx": b"PK\x03\x04",
            }
        )
    )
    ran = sluis("contract", "text", path)
    assert ran.code == 3
    assert "De eerste." in ran.out
    assert "De tweede." in ran.out
    assert "c.docx" in ran.err


def test_diff_shows_what_became_weaker(sluis: Sluis, contract: Path, tmp_path: Path) -> None:
    second = tmp_path / "nieuw.txt"
    second.write_text(FIRST.replace("4 uur", "8 uur").replace("drie jaar", "vijf jaar"), "utf-8")
    ran = sluis("contract", "diff", contract, second)
    assert ran.code == 1
    assert "[-4-]{+8+} uur" in ran.out
    assert "een termijn is langer geworden" in ran.out
    assert "1 gelijk, 1 gewijzigd, 1 verzwakt" in ran.out
    ran = sluis("contract", "diff", contract, second, "--lang", "en")
    assert "a period became longer" in ran.out


def test_diff_of_equal_files_is_clean(sluis: Sluis, contract: Path) -> None:
    ran = sluis("contract", "diff", contract, contract)
    assert (ran.code, ran.out) == (0, "3 gelijk\n")


def test_diff_as_lines_has_every_passage(sluis: Sluis, contract: Path, tmp_path: Path) -> None:
    second = tmp_path / "nieuw.txt"
    second.write_text(FIRST.replace("drie", "vijf"), "utf-8")
    rows = [
        json.loads(line)
        for line in sluis("contract", "diff", contract, second, "--nl").out.splitlines()
    ]
    assert [r["kind"] for r in rows] == ["same", "changed", "same"]
    assert rows[1]["words"] == [["drie", "vijf"]]


def test_a_file_that_is_not_there_is_a_mistake_of_use(sluis: Sluis, tmp_path: Path) -> None:
    assert sluis("contract", "text", tmp_path / "weg.pdf").code == 2
