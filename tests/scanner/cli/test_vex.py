"""`sluis vex show` as a person runs it."""

import json
from pathlib import Path

from command_line import Sluis

VEX = {
    "@context": "https://openvex.dev/ns/v0.2.0",
    "@id": "https://example.org/vex/1",
    "author": "Voorbeeld",
    "timestamp": "2026-01-01T00:00:00Z",
    "statements": [
        {
            "vulnerability": {"name": "CVE-2026-0001"},
            "products": [{"@id": "pkg:oci/zaaksysteem@1.0"}],
            "status": "affected",
            "action_statement": "Werk bij.",
        }
    ],
}


def test_statements_in_a_table_and_as_json(sluis: Sluis, tmp_path: Path) -> None:
    file = tmp_path / "vex.json"
    file.write_text(json.dumps(VEX), "utf-8")
    ran = sluis("vex", "show", file)
    assert ran.code == 0
    assert "CVE-2026-0001" in ran.out
    assert "Werk bij." in ran.out
    tree = json.loads(sluis("vex", "show", file, "--json").out)
    assert tree["format"] == "openvex"
    assert tree["statements"][0]["status"] == "affected"
    assert tree["broken_tests"] == []


def test_a_csaf_with_a_mistake_is_shown_and_the_mistake_named(sluis: Sluis, tmp_path: Path) -> None:
    file = tmp_path / "csaf.json"
    root = {
        "document": {"category": "csaf_vex", "csaf_version": "2.0", "tracking": {"id": "1"}},
        "vulnerabilities": [{"cve": "CVE-2026-1", "product_status": {"fixed": ["P1"]}}],
    }
    file.write_text(json.dumps(root), "utf-8")
    ran = sluis("vex", "show", file)
    assert ran.code == 0
    assert "CSAF 6.1.1 /vulnerabilities[0]/product_status/fixed[0]" in ran.out


def test_an_sbom_is_no_vex(sluis: Sluis, tmp_path: Path) -> None:
    file = tmp_path / "bom.json"
    file.write_text('{"bomFormat": "CycloneDX", "components": []}', "utf-8")
    ran = sluis("vex", "show", file)
    assert ran.code == 3
    assert "bom.json: is geen VEX-document" in ran.err


def test_lost_statements_make_it_incomplete(sluis: Sluis, tmp_path: Path) -> None:
    file = tmp_path / "vex.json"
    file.write_text(json.dumps({**VEX, "statements": [*VEX["statements"], 7]}), "utf-8")
    assert sluis("vex", "show", file).code == 3
