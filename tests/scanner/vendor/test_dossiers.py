"""The example dossiers: every defect put into them is found on its place, and nothing else is accused."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from command_line import Sluis
from command_line import sluis as sluis  # noqa: PLC0414 - pytest finds fixtures by name

DOSSIERS = Path(__file__).resolve().parents[3] / "examples" / "dossiers"
EXPECTED = Path(__file__).parent / "expected"
ALL = sorted(p.stem for p in EXPECTED.glob("*.yaml"))


def checked(sluis: Sluis, name: str, *more: str) -> dict[str, Any]:
    out: dict[str, Any] = json.loads(
        sluis("vendor", "check", DOSSIERS / name, "--format", "json", *more).out
    )
    return out


@pytest.fixture(name="looked", params=ALL)
def _looked(request: pytest.FixtureRequest, sluis: Sluis) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is expected of a dossier, and its lines with the verdict."""
    name = request.param
    if name == "gemengd" and shutil.which("tesseract") is None:
        pytest.skip("tesseract, which reads the scanned annex, is not here")
    expected = yaml.safe_load((EXPECTED / f"{name}.yaml").read_text("utf-8"))
    return expected, checked(sluis, name)


def placed(line: dict[str, Any], where: dict[str, Any]) -> bool:
    return any(all(e.get(k) == v for k, v in where.items()) for e in line["evidence"])


@pytest.mark.slow
def test_each_defect_is_found_on_its_place_and_nothing_else_is_accused(
    looked: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    expected, found = looked
    assert found["verdict"] == expected["verdict"]
    lines = {x["id"]: x for x in found["lines"]}
    for id_, where in expected["defects"].items():
        assert lines[id_]["verdict"] == "deviates", id_
        assert placed(lines[id_], where), (id_, lines[id_]["evidence"])
    for id_, where in expected["doubts"].items():
        assert lines[id_]["verdict"] in {"unknown", "deviates"}, id_
        assert placed(lines[id_], where), (id_, lines[id_]["evidence"])
    for clause in expected["absent"]:
        line = lines[f"contract/{clause}"]
        assert (line["verdict"], line["ground"]) == ("deviates", "absent"), clause
        assert line["searched"]["nl"]
    for clause in expected["sound"]:
        assert lines[f"contract/{clause}"]["verdict"] == "complies", clause
    accused = {x["id"] for x in found["lines"] if x["verdict"] == "deviates"}
    allowed = {*expected["defects"], *expected["doubts"]}
    allowed |= {f"contract/{c}" for c in expected["absent"]}
    assert accused <= allowed, accused - allowed


@pytest.mark.slow
def test_every_sentence_rests_on_evidence_or_on_what_was_searched(
    looked: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    _, found = looked
    known = {d["name"] for d in found["documents"]}
    for line in found["lines"]:
        assert line["evidence"] or line["searched"]["nl"], line["id"]
        assert line["says"]["nl"].strip()
        assert line["says"]["en"].strip()
        assert line["says"]["nl"] != line["says"]["en"], line["id"]
        for proof in line["evidence"]:
            assert proof["document"] in known, line["id"]
        if line["verdict"] in {"deviates", "unknown"} and line["id"].startswith(
            ("promises", "exit", "contract/conflict", "contract/precedence")
        ):
            assert line["question"]["nl"].strip(), line["id"]


def test_a_scanned_annex_that_was_not_read_leaves_what_is_missing_open(sluis: Sluis) -> None:
    found = checked(sluis, "gemengd", "--no-ocr")
    lines = {x["id"]: x for x in found["lines"]}
    assert found["incomplete"]
    line = lines["contract/exit_assistance"]
    assert (line["verdict"], line["ground"]) == ("unknown", "unread")
    assert "bijlage-3-subverwerkers.pdf" in line["searched"]["nl"]
    assert lines["promises/no-subprocessors-abroad"]["verdict"] == "unknown"


def test_the_scanned_annex_is_a_picture_and_the_generator_makes_the_rest() -> None:
    tool = DOSSIERS / "sources" / "make_pdf.py"
    done = subprocess.run(
        [sys.executable, str(tool), "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_order_of_precedence_decides_which_text_counts(sluis: Sluis, tmp_path: Path) -> None:
    folder = tmp_path / "dossier"
    folder.mkdir()
    sources = DOSSIERS / "sources"
    agreement = (sources / "overeenkomst.txt").read_text("utf-8")
    (folder / "leveringsvoorwaarden.txt").write_bytes(
        (sources / "leveringsvoorwaarden.txt").read_bytes()
    )

    def judged(text: str) -> dict[str, Any]:
        (folder / "overeenkomst.txt").write_text(text, "utf-8")
        ran = sluis("vendor", "check", folder, "--format", "json", "--vendor", "Stroomkaart B.V.")
        return {x["id"]: x for x in json.loads(ran.out)["lines"]}

    lines = judged(agreement)
    assert lines["contract/liability_cap"]["verdict"] == "deviates"
    turned = agreement.replace(
        "prevaleren de leveringsvoorwaarden boven de overeenkomst en de overeenkomst boven de GIBIT 2020",
        "prevaleert de overeenkomst boven de leveringsvoorwaarden",
    )
    assert turned != agreement
    lines = judged(turned)
    assert lines["contract/precedence"]["verdict"] == "complies"
    assert lines["contract/liability_cap"]["verdict"] == "complies"
    assert lines["contract/governing_law"]["verdict"] == "complies"
    assert "contract/limit/notice-termination" not in lines
    assert lines["contract/conflict/liability_cap"]["verdict"] == "deviates"
    silent = "\n".join(x for x in agreement.split("\n") if not x.startswith("3.2"))
    lines = judged(silent)
    assert lines["contract/precedence"]["verdict"] == "unknown"
    assert lines["contract/precedence"]["searched"]["nl"]
    assert lines["contract/liability_cap"]["verdict"] == "deviates"


def test_known_terms_that_apply_provide_for_what_is_absent(sluis: Sluis, tmp_path: Path) -> None:
    agreement = (DOSSIERS / "goed" / "overeenkomst.txt").read_text("utf-8")
    without = "\n".join(x for x in agreement.split("\n") if not x.startswith(("5.2", "8.3")))
    folder = tmp_path / "dossier"
    folder.mkdir()

    def judged(text: str) -> dict[str, Any]:
        (folder / "overeenkomst.txt").write_text(text, "utf-8")
        ran = sluis("vendor", "check", folder, "--format", "json", "--vendor", "Zaakwerk B.V.")
        return {x["id"]: x for x in json.loads(ran.out)["lines"]}

    line = judged(without)["contract/audit_rights"]
    assert line["verdict"] == "unknown"
    assert "GIBIT 2023 art. 25" in line["says"]["nl"]
    assert line["evidence"][0]["article"] == "3.1"
    assert judged(without)["contract/processor_agreement"]["verdict"] == "deviates"
    line = judged(without.replace("GIBIT 2023", "GIBIT 2016"))["contract/audit_rights"]
    assert (line["verdict"], line["ground"]) == ("deviates", "absent")
    rejected = without.replace(
        "zijn uitsluitend de Gemeentelijke Inkoopvoorwaarden bij IT (GIBIT 2023) van toepassing",
        "is de GIBIT 2023 niet van toepassing",
    )
    assert judged(rejected)["contract/audit_rights"]["verdict"] == "deviates"
