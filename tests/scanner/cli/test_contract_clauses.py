"""`sluis contract read`, `explain`, `train` and `evaluate` as a person runs them."""

import json
from pathlib import Path

import pytest
from command_line import Sluis

TEXT = (
    "Artikel 1. Recht\n\n1.1 Op deze overeenkomst is Nederlands recht van toepassing.\n\n"
    "Artikel 2. Duur\n\n2.1 De overeenkomst wordt telkens stilzwijgend met een jaar verlengd, tenzij "
    "zes maanden voor het einde is opgezegd.\n"
)


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "contract.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_read_gives_a_json_line_per_clause(sluis: Sluis, contract: Path) -> None:
    ran = sluis("contract", "read", contract, "--nl")
    assert ran.code == 0, ran.err
    rows = {row["clause"]: row for row in map(json.loads, ran.out.splitlines())}
    assert len(rows) == 44
    law = rows["governing_law"]
    assert {
        "document",
        "clause",
        "status",
        "tier",
        "confidence",
        "values",
        "evidence",
        "explanation",
    } <= set(law)
    assert (law["status"], law["tier"]) == ("present", "both")
    assert law["values"]["law_country"] == "NL"
    first = law["evidence"][0]
    assert {"quote", "page", "article", "start", "end"} <= set(first)
    assert TEXT[first["start"] : first["end"]] == first["quote"]
    assert first["article"] == "1.1"
    assert rows["source_escrow"]["status"] == "absent"
    assert rows["source_escrow"]["searched"]["terms"]


def test_limits_of_law_stand_with_the_clause(sluis: Sluis, contract: Path, tmp_path: Path) -> None:
    ran = sluis("contract", "read", contract, "--clause", "auto-renewal", "--format", "json")
    (row,) = json.loads(ran.out)
    assert row["status"] == "contradicted"
    assert [limit["id"] for limit in row["limits"]] == ["notice-data-act"]
    own = tmp_path / "own.json"
    own.write_text(
        '[{"id": "ours", "clause": "auto_renewal", "value": "notice_months", "op": ">", "bound": 1, '
        '"from": "2020-01-01", "severity": "low", "norm": "inkoopbeleid", "nl": "te lang", "en": "too '
        'long"}]'
    )
    ran = sluis("contract", "read", contract, "--clause", "auto_renewal", "--limits", own)
    assert [limit["id"] for limit in json.loads(ran.out)["limits"]] == ["notice-data-act", "ours"]


@pytest.mark.parametrize(("lang", "word"), [("nl", "niet gevonden"), ("en", "not found")])
def test_text_for_people_in_both_languages(
    sluis: Sluis, contract: Path, lang: str, word: str
) -> None:
    ran = sluis("contract", "read", contract, "--format", "text", "--core", "--lang", lang)
    assert ran.code == 0, ran.err
    assert word in ran.out
    assert "Nederlands recht" in ran.out


def test_a_clause_that_does_not_exist_is_a_mistake(sluis: Sluis, contract: Path) -> None:
    ran = sluis("contract", "read", contract, "--clause", "nothing")
    assert ran.code == 2
    assert "no clause" in ran.err


def test_an_empty_file_is_incomplete_and_says_so(sluis: Sluis, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    ran = sluis("contract", "read", empty)
    assert ran.code == 3
    assert ran.err


def test_explain_lists_and_explains(sluis: Sluis, contract: Path) -> None:
    assert len(sluis("contract", "explain", "all").out.splitlines()) == 44
    ran = sluis("contract", "explain", "governing_law", contract)
    assert ran.code == 0, ran.err
    assert "Toepasselijk recht" in ran.out
    assert "recht" in ran.out.splitlines()[-1]


def test_train_makes_a_model_that_read_uses(sluis: Sluis, contract: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels.jsonl"
    labels.write_text('{"clause": "suspension", "quote": "Wij draaien de kraan dicht."}\n')
    model = tmp_path / "model.json"
    ran = sluis("contract", "train", labels, "--output", model)
    assert ran.code == 0, ran.err
    assert "1 label" in ran.out
    ran = sluis("contract", "read", contract, "--model", model, "--clause", "governing_law")
    assert json.loads(ran.out)["status"] == "present"
    wrong = sluis("contract", "read", contract, "--model", labels)
    assert wrong.code == 2


def test_evaluate_scores_what_read_wrote(sluis: Sluis, contract: Path, tmp_path: Path) -> None:
    lines = tmp_path / "predictions.jsonl"
    lines.write_text(sluis("contract", "read", contract).out, "utf-8")
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"doc_id": "contract", "clause": "governing_law", "status": "present"}\n')
    ran = sluis("contract", "evaluate", gold, lines, "--json")
    assert json.loads(ran.out)["recall"] == 1.0
    assert "P=1.0" in sluis("contract", "evaluate", gold, lines).out


def test_cuad_gives_its_twenty_categories(sluis: Sluis, tmp_path: Path) -> None:
    path = tmp_path / "agreement.txt"
    path.write_text(
        "This Agreement shall be governed by the laws of the State of New York. Neither party may "
        "assign this Agreement without the prior written consent of the other party.\n"
    )
    ran = sluis("contract", "read", path, "--cuad")
    rows = {row["clause"]: row for row in map(json.loads, ran.out.splitlines())}
    assert len(rows) == 20
    assert rows["Governing Law"]["status"] == "present"
    assert rows["Governing Law"]["values"]["law_country"] == "US"
    assert rows["Anti-Assignment"]["status"] == "present"
    assert rows["Insurance"]["status"] == "absent"


def test_a_label_keeps_the_passage_and_the_reason(
    sluis: Sluis, contract: Path, tmp_path: Path
) -> None:
    labels = tmp_path / "labels.jsonl"
    asked = (
        "contract",
        "label",
        contract,
        "governing-law",
        "--reason",
        "klopt",
        "--labels",
        labels,
    )
    assert sluis(*asked, "--confirm").code == 0
    assert sluis(*asked, "--overrule").code == 0
    first, second = map(json.loads, labels.read_text("utf-8").splitlines())
    assert "Nederlands recht" in first["quote"]
    assert (first["reason"], first.get("right", True), second["right"]) == ("klopt", True, False)
    missing = ("contract", "label", contract, "source-escrow", "--reason", "x", "--labels", labels)
    assert sluis(*missing, "--confirm").code == 2
    model = tmp_path / "model.json"
    assert sluis("contract", "train", labels, "--output", model).code == 0
