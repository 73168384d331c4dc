"""`sluis sbom score` and `sluis sbom truth` as a person runs them."""

import json
from pathlib import Path

from command_line import Sluis

BOM = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {
        "timestamp": "2026-11-01T00:00:00Z",
        "component": {
            "type": "application",
            "bom-ref": "root",
            "name": "zaaksysteem",
            "version": "1",
        },
    },
    "components": [
        {
            "type": "library",
            "bom-ref": f"r{n}",
            "name": name,
            "version": "1.0",
            "purl": f"pkg:npm/{name}@1.0",
        }
        for n, name in enumerate(("lodash", "semver", "chalk", "uuid", "debug", "ms"))
    ],
    "dependencies": [
        {"ref": "root", "dependsOn": ["r0", "r1", "r2", "r3", "r4"]},
        {"ref": "r4", "dependsOn": ["r5"]},
    ],
}


def written(folder: Path, document: object, name: str = "levering.json") -> Path:
    file = folder / name
    file.write_text(json.dumps(document), "utf-8")
    return file


def test_score_says_what_is_missing_and_how_to_fix_it(sluis: Sluis, tmp_path: Path) -> None:
    ran = sluis("sbom", "score", written(tmp_path, BOM), "--profile", "municipal-default")
    assert ran.code == 1
    assert "Gemeentelijke standaard (voorstel): voldoet niet" in ran.out
    assert "Maker van de SBOM (verplicht): ontbreekt" in ran.out
    assert "Zo maakt u het compleet:" in ran.out


def test_norms_that_do_not_gate_do_not_fail_the_run(sluis: Sluis, tmp_path: Path) -> None:
    ran = sluis("sbom", "score", written(tmp_path, BOM), "--profile", "cra-minimum", "--lang", "en")
    assert ran.code == 0
    assert "CRA minimum: meets, score 100.0" in ran.out


def test_score_as_json_keeps_sources(sluis: Sluis, tmp_path: Path) -> None:
    ran = sluis("sbom", "score", written(tmp_path, BOM), "--json")
    tree = json.loads(ran.out)
    assert len(tree["profiles"]) == 7
    field = tree["profiles"][1]["fields"][0]
    assert {"source", "date", "confidence", "weight", "paths", "fix"} <= field.keys()


def test_truth_of_a_sound_document(sluis: Sluis, tmp_path: Path) -> None:
    ran = sluis("sbom", "truth", written(tmp_path, BOM))
    assert ran.code == 0
    assert "oordeel aannemelijk" in ran.out
    assert "Niet te toetsen, want er ontbreekt:" in ran.out


def test_truth_asks_the_supplier(sluis: Sluis, tmp_path: Path) -> None:
    ran = sluis(
        "sbom", "truth", written(tmp_path, BOM), "--product-tags", "java,react", "--lang", "en"
    )
    assert ran.code == 1
    assert "Questions for the supplier:" in ran.out
    assert "The product uses java" in ran.out
    tree = json.loads(
        sluis("sbom", "truth", written(tmp_path, BOM), "--product-tags", "java", "--json").out
    )
    assert tree["verdict"] == "doubtful"


def test_truth_against_another_document(sluis: Sluis, tmp_path: Path) -> None:
    file = written(tmp_path, BOM)
    old = json.loads(json.dumps(BOM))
    old["metadata"]["timestamp"] = "2025-01-01T00:00:00Z"
    ran = sluis("sbom", "truth", file, "--against", written(tmp_path, old, "oud.json"), "--json")
    tests = {t["test"]: t["state"] for t in json.loads(ran.out)["tests"]}
    assert tests["copy-of-earlier"] == "unknown"
    assert tests["license-contradiction"] == "ok"


def test_what_is_no_sbom_is_named(sluis: Sluis, tmp_path: Path) -> None:
    file = tmp_path / "brief.json"
    file.write_text("{}", "utf-8")
    for word in ("score", "truth"):
        ran = sluis("sbom", word, file)
        assert ran.code == 3
        assert "brief.json" in ran.err
        assert "Traceback" not in ran.err
