"""OpenVEX as it is written today, and as it was."""

import json

from sbom.vex.read import read
from sbom.vex.statement import Action, Justification, Mention, Status

NOW = {
    "@context": "https://openvex.dev/ns/v0.2.0",
    "@id": "https://example.org/vex/1",
    "author": "Leverancier Voorbeeld",
    "role": "vendor",
    "timestamp": "2026-01-02T03:04:05Z",
    "version": 2,
    "statements": [
        {
            "vulnerability": {"name": "CVE-2026-0001", "aliases": ["GHSA-xxxx"]},
            "products": [
                {
                    "@id": "pkg:oci/zaaksysteem@1.0",
                    "identifiers": {"cpe23": "cpe:2.3:a:voorbeeld:zaaksysteem:1.0:*:*:*:*:*:*:*"},
                    "subcomponents": [{"@id": "pkg:npm/minimist@1.2.0"}],
                }
            ],
            "status": "not_affected",
            "justification": "vulnerable_code_not_in_execute_path",
            "impact_statement": "De code wordt niet aangeroepen.",
        },
        {
            "vulnerability": {"name": "CVE-2026-0001", "aliases": ["GHSA-xxxx"]},
            "products": ["pkg:oci/zaaksysteem@0.9"],
            "status": "affected",
            "action_statement": "Werk bij naar 1.0.",
            "timestamp": "2026-01-03T00:00:00Z",
        },
    ],
}


def test_statements_products_and_parts() -> None:
    document = read(json.dumps(NOW).encode())
    assert (document.format, document.format_version, document.version) == ("openvex", "0.2.0", "2")
    assert [v.id for v in document.vulnerabilities] == ["CVE-2026-0001"]
    first, second = document.statements
    assert first.status is Status.NOT_AFFECTED
    assert first.justification is Justification.CODE_NOT_IN_PATH
    assert first.impact == ("De code wordt niet aangeroepen.",)
    assert first.products == (
        Mention(product="pkg:oci/zaaksysteem@1.0", subcomponents=("pkg:npm/minimist@1.2.0",)),
    )
    assert first.issued == "2026-01-02T03:04:05Z"
    assert second.actions == (Action(text="Werk bij naar 1.0."),)
    assert second.issued == "2026-01-03T00:00:00Z"
    products = {p.id: p for p in document.products}
    assert products["pkg:oci/zaaksysteem@1.0"].cpes[0].startswith("cpe:2.3:a:voorbeeld")
    assert products["pkg:npm/minimist@1.2.0"].purls == ("pkg:npm/minimist@1.2.0",)


def test_the_first_form_with_plain_strings() -> None:
    old = {
        "@context": "https://openvex.dev/ns",
        "author": "Voorbeeld",
        "statements": [
            {"vulnerability": "CVE-2022-1", "products": ["pkg:apk/wolfi/bash@1"], "status": "fixed"}
        ],
    }
    document = read(json.dumps(old).encode())
    assert document.statements[0].status is Status.FIXED
    assert document.vulnerabilities[0].id == "CVE-2022-1"


def test_odd_statements_are_reported_and_the_rest_is_read() -> None:
    odd = dict(NOW)
    odd["statements"] = [7, {"vulnerability": None, "products": [{}, None], "status": "maybe"}]
    document = read(json.dumps(odd).encode())
    assert [s.status for s in document.statements] == [Status.UNSTATED]
    assert [i.kind.value for i in document.issues] == ["entry", "note", "entry", "entry"]
