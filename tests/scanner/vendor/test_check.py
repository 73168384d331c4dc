"""`sluis vendor check` over the example dossiers."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from command_line import Sluis
from command_line import sluis as sluis  # noqa: PLC0414 - pytest finds fixtures by name

from sbom.documents.sheet_archive import read
from scanner.sheet_file import xlsx
from scanner.vendor.questions import WIDTHS

DOSSIERS = Path(__file__).resolve().parents[3] / "examples" / "dossiers"


def tree(sluis: Sluis, folder: Path, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        sluis("vendor", "check", folder, "--format", "json", *more).out
    )
    return found


def lines(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {x["id"]: x for x in found["lines"]}


@pytest.mark.parametrize("name", ["goed", "slecht"])
def test_every_sentence_rests_on_evidence_or_on_what_was_searched(sluis: Sluis, name: str) -> None:
    folder = DOSSIERS / name
    found = tree(sluis, folder)
    assert len(found["lines"]) > 40
    known = {d["name"] for d in found["documents"]}
    for line in found["lines"]:
        assert line["evidence"] or line["searched"]["nl"], line["id"]
        assert line["says"]["nl"]
        assert line["says"]["en"]
        for proof in line["evidence"]:
            assert proof["document"] in known, line["id"]
            if proof["document"].endswith(".txt"):
                text = (folder / proof["document"]).read_text("utf-8")
                assert proof["quote"] in text, line["id"]


def test_the_bad_dossier_is_not_signed_and_its_defects_are_on_their_article(sluis: Sluis) -> None:
    ran = sluis("vendor", "check", DOSSIERS / "slecht")
    assert ran.code == 3  # one cell of the register cannot be read
    assert "NIET TEKENEN" in ran.out
    found = tree(sluis, DOSSIERS / "slecht")
    assert found["verdict"] == "do-not-sign"
    by_id = lines(found)
    seeded = {
        "contract/data_ownership": "4.1",
        "contract/data_location": "4.2",
        "contract/subprocessors": "4.3",
        "contract/exit_assistance": "5.1",
        "contract/suspension": "6.1",
        "contract/unilateral_change": "1.2",
        "contract/liability_cap": "7.1",
        "contract/audit_rights": "7.3",
        "contract/data_use_ai": "4.1",
    }
    for clause, article in seeded.items():
        assert by_id[clause]["verdict"] == "deviates", clause
        assert article in {p.get("article") for p in by_id[clause]["evidence"]}, clause
    assert by_id["contract/limit/notice-data-act"]["ground"] == "legal"
    assert by_id["owner/parent"]["verdict"] == "deviates"
    assert "Northlake" in by_id["owner/parent"]["says"]["nl"]
    assert by_id["software/source-available-component"]["verdict"] == "deviates"


def test_the_good_dossier_has_nothing_that_forbids_signing(sluis: Sluis) -> None:
    found = tree(sluis, DOSSIERS / "goed")
    assert found["verdict"] in {"negotiate", "sign"}
    by_id = lines(found)
    for clause in ("exit_assistance", "data_location", "governing_law", "subprocessors"):
        assert by_id[f"contract/{clause}"]["verdict"] == "complies", clause
    assert not [x for x in found["lines"] if x.get("ground") == "legal"]
    assert by_id["software/sbom"]["verdict"] == "unknown"
    assert by_id["owner/vendor"]["verdict"] == "complies"


def test_the_page_is_whole_in_both_languages_and_the_same_each_time(
    sluis: Sluis, tmp_path: Path
) -> None:
    for lang, verdict in (("nl", "Niet tekenen"), ("en", "Do not sign")):
        pages = []
        for number in range(2):
            page = tmp_path / f"{lang}{number}.html"
            sluis(
                "vendor",
                "check",
                DOSSIERS / "slecht",
                "--format",
                "html",
                "--lang",
                lang,
                "-o",
                page,
            )
            pages.append(page.read_text("utf-8"))
        assert pages[0] == pages[1]
        assert f'lang="{lang}"' in pages[0]
        assert verdict in pages[0]
        assert "http://" not in pages[0]
        assert "src=" not in pages[0]
        assert len(pages[0]) < 1_000_000


def test_bad_files_cost_only_themselves(sluis: Sluis, tmp_path: Path) -> None:
    folder = tmp_path / "dossier"
    shutil.copytree(DOSSIERS / "goed", folder)
    (folder / "stuk.pdf").write_bytes(b"%PDF-1.7\nkapot")
    (folder / "leeg.docx").write_bytes(b"")
    (folder / "foto.bin").write_bytes(b"\x00\x01" * 100)
    (folder / "export.json").write_text('{"a": 1}', "utf-8")
    found = tree(sluis, folder)
    papers = {d["name"]: d for d in found["documents"]}
    assert papers["stuk.pdf"]["problems"]
    assert papers["leeg.docx"]["problems"]
    assert papers["foto.bin"]["problems"] == ["is of a kind that is not read"]
    assert papers["export.json"]["kind"] == "export"
    assert found["incomplete"]
    assert lines(found)["contract/governing_law"]["verdict"] == "complies"


def test_an_empty_dossier_is_not_a_pass(sluis: Sluis, tmp_path: Path) -> None:
    found = tree(sluis, tmp_path)
    assert found["verdict"] in {"negotiate", "cannot-be-judged"}
    assert lines(found)["contract/none"]["verdict"] == "unknown"
    assert {x["verdict"] for x in found["lines"]} == {"unknown"}


def test_a_kind_can_be_corrected_and_a_mistake_is_named(sluis: Sluis, tmp_path: Path) -> None:
    folder = tmp_path / "dossier"
    folder.mkdir()
    (folder / "brief.txt").write_text("Beste lezer,\n\nTot ziens.\n", "utf-8")
    product = folder / "product.yaml"
    product.write_text("product: Proef\ndocuments: {brief.txt: contract}\n", "utf-8")
    papers = {d["name"]: d["kind"] for d in tree(sluis, folder)["documents"]}
    assert papers == {"brief.txt": "contract", "product.yaml": "description"}
    product.write_text("product: Proef\nkvk: '12'\n", "utf-8")
    ran = sluis("vendor", "check", folder)
    assert ran.code == 2
    assert "product.yaml: '12' cannot be a number of kvk" in ran.err


def test_the_questions_go_out_as_a_spreadsheet(sluis: Sluis, tmp_path: Path) -> None:
    for ending in ("xlsx", "ods"):
        file = tmp_path / f"vragen.{ending}"
        sluis("vendor", "check", DOSSIERS / "slecht", "--questions", file)
        (sheet,) = read(file.read_bytes())
        rows = [texts for _, texts in sheet.rows]
        assert rows[0][:7] == [
            "Nummer",
            "Eerst oplossen",
            "Kenmerk",
            "Onderwerp",
            "Vraag",
            "Voorstel voor de tekst",
            "Antwoord van de leverancier",
        ]
        asked = {r[2]: r for r in rows[1:]}
        assert "contract/exit_assistance" in asked
        assert asked["contract/exit_assistance"][5]
        assert not any(r[6:7] and r[6] for r in rows[1:])
    ran = sluis("vendor", "check", DOSSIERS / "goed", "--questions", tmp_path / "vragen.txt")
    assert ran.code == 2


def test_answers_are_read_back_as_claims_that_change_no_verdict(
    sluis: Sluis, tmp_path: Path
) -> None:
    folder = tmp_path / "dossier"
    shutil.copytree(DOSSIERS / "slecht", folder)
    before = tree(sluis, folder)
    sluis("vendor", "check", folder, "--questions", tmp_path / "vragen.xlsx")
    (sheet,) = read((tmp_path / "vragen.xlsx").read_bytes())
    rows = [texts for _, texts in sheet.rows]
    filled = [
        [*r[:6], "Wij werken mee.", "de accountmanager", "2026-11-30"]
        if r[2] == "contract/exit_assistance"
        else r
        for r in rows
    ]
    (folder / "antwoorden.xlsx").write_bytes(xlsx("Vragen", filled, WIDTHS))
    after = tree(sluis, folder)
    assert after["verdict"] == before["verdict"]
    line = lines(after)["contract/exit_assistance"]
    assert line["verdict"] == lines(before)["contract/exit_assistance"]["verdict"]
    assert "De leverancier zegt hierover iets (de accountmanager, 2026-11-30)" in line["says"]["nl"]
    assert line["evidence"][-1]["document"] == "antwoorden.xlsx"
    assert line["evidence"][-1]["quote"] == "Wij werken mee."
    assert {d["name"]: d["kind"] for d in after["documents"]}["antwoorden.xlsx"] == "answers"


def test_a_misspelt_tag_is_refused_for_it_would_quietly_ask_for_nothing(sluis: Sluis) -> None:
    ran = sluis("vendor", "check", DOSSIERS / "goed", "--tags", "webap")
    assert (ran.code, "bedoelt u 'webapp'?" in ran.err) == (2, True)
