"""CSAF of both editions: statuses, product tree, remediations, and the mandatory tests."""

import json
from typing import Any

import pytest

from sbom.vex.csaf_check import TESTS, broken_tests
from sbom.vex.read import read
from sbom.vex.statement import Action, Justification, Relation, Status


def document(**changes: Any) -> dict[str, Any]:
    """A CSAF VEX without mistakes."""
    made: dict[str, Any] = {
        "document": {
            "category": "csaf_vex",
            "csaf_version": "2.0",
            "lang": "nl",
            "publisher": {
                "category": "vendor",
                "name": "Voorbeeld",
                "namespace": "https://example.org",
            },
            "title": "Zaaksysteem en CVE-2026-0001",
            "tracking": {
                "id": "VB-2026-1",
                "status": "final",
                "version": "2",
                "initial_release_date": "2026-01-01T00:00:00Z",
                "current_release_date": "2026-02-01T00:00:00Z",
                "revision_history": [
                    {"date": "2026-01-01T00:00:00Z", "number": "1", "summary": "eerste"},
                    {"date": "2026-02-01T00:00:00Z", "number": "2", "summary": "tweede"},
                ],
            },
        },
        "product_tree": {
            "branches": [
                {
                    "category": "vendor",
                    "name": "Voorbeeld",
                    "branches": [
                        {
                            "category": "product_version",
                            "name": "1.0",
                            "product": {
                                "product_id": "P1",
                                "name": "Zaaksysteem 1.0",
                                "product_identification_helper": {
                                    "purl": "pkg:oci/zaaksysteem@1.0"
                                },
                            },
                        },
                        {
                            "category": "product_version_range",
                            "name": "vers:generic/<1.0",
                            "product": {"product_id": "P2", "name": "Zaaksysteem voor 1.0"},
                        },
                    ],
                }
            ],
            "product_groups": [{"group_id": "G1", "product_ids": ["P1", "P2"]}],
        },
        "vulnerabilities": [
            {
                "cve": "CVE-2026-0001",
                "notes": [{"category": "description", "text": "Een fout."}],
                "product_status": {"known_not_affected": ["P1"], "known_affected": ["P2"]},
                "flags": [{"label": "component_not_present", "product_ids": ["P1"]}],
                "remediations": [
                    {"category": "vendor_fix", "details": "Werk bij.", "product_ids": ["P2"]}
                ],
            }
        ],
    }
    made.update(changes)
    return made


def numbers(root: dict[str, Any]) -> set[str]:
    return {b.test for b in broken_tests(root)}


def test_statuses_with_justification_and_action() -> None:
    found = read(json.dumps(document()).encode())
    assert (found.category, found.author, found.status) == ("csaf_vex", "Voorbeeld", "final")
    by_status = {s.status: s for s in found.statements}
    untouched, touched = by_status[Status.NOT_AFFECTED], by_status[Status.AFFECTED]
    assert untouched.stated == "known_not_affected"
    assert untouched.justification is Justification.COMPONENT_NOT_PRESENT
    assert touched.actions == (Action(text="Werk bij.", category="vendor_fix"),)
    products = {p.id: p for p in found.products}
    assert products["P1"].version == "1.0"
    assert products["P1"].purls == ("pkg:oci/zaaksysteem@1.0",)
    assert products["P2"].version_range == "vers:generic/<1.0"
    assert products["P2"].vendor == "Voorbeeld"


def test_impact_of_a_group_counts_for_its_products() -> None:
    root = document()
    vulnerability = root["vulnerabilities"][0]
    vulnerability["product_status"] = {"known_not_affected": ["P1", "P2"]}
    vulnerability["flags"] = vulnerability["remediations"] = []
    vulnerability["threats"] = [
        {"category": "impact", "details": "Niet in gebruik.", "group_ids": ["G1"]}
    ]
    found = read(json.dumps(root).encode())
    assert len(found.statements) == 1
    assert found.statements[0].impact == ("Niet in gebruik.",)
    assert [m.product for m in found.statements[0].products] == ["P1", "P2"]


def test_relationships_and_product_paths() -> None:
    old = document()
    old["product_tree"]["relationships"] = [
        {
            "category": "installed_on",
            "product_reference": "P1",
            "relates_to_product_reference": "P2",
            "full_product_name": {"product_id": "P3", "name": "1 op 2"},
        }
    ]
    wanted = (Relation(product="P3", part="P1", kind="installed_on", whole="P2"),)
    assert read(json.dumps(old).encode()).relations == wanted
    new = document()
    new["product_tree"]["product_paths"] = [
        {
            "beginning_product_reference": "P1",
            "full_product_name": {"product_id": "P3", "name": "1 op 2"},
            "subpaths": [{"category": "installed_on", "next_product_reference": "P2"}],
        }
    ]
    assert read(json.dumps(new).encode()).relations == wanted


def test_a_product_that_is_nowhere_defined_stays() -> None:
    root = document()
    root["vulnerabilities"][0]["product_status"]["fixed"] = ["P9"]
    found = read(json.dumps(root).encode())
    assert "P9" in {p.id for p in found.products}
    assert [i.kind.value for i in found.issues] == ["note"]


def test_a_sound_document_breaks_nothing() -> None:
    assert broken_tests(document()) == []


def _tree(root: dict[str, Any], key: str, value: Any) -> None:
    root["product_tree"][key] = value


MISTAKES: tuple[tuple[str, Any], ...] = (
    ("6.1.1", lambda r: r["vulnerabilities"][0]["product_status"].update(fixed=["P9"])),
    ("6.1.2", lambda r: _tree(r, "full_product_names", [{"product_id": "P1", "name": "x"}])),
    ("6.1.4", lambda r: r["vulnerabilities"][0]["flags"][0].update(group_ids=["G9"])),
    ("6.1.5", lambda r: r["product_tree"]["product_groups"].append({"group_id": "G1"})),
    ("6.1.6", lambda r: r["vulnerabilities"][0]["product_status"].update(fixed=["P2"])),
    ("6.1.12", lambda r: r["document"].update(lang="ez")),
    ("6.1.15", lambda r: r["document"]["publisher"].update(category="translator")),
    ("6.1.16", lambda r: r["document"]["tracking"].update(version="1")),
    ("6.1.17", lambda r: r["document"]["tracking"].update(version="0")),
    ("6.1.23", lambda r: r["vulnerabilities"].append(dict(r["vulnerabilities"][0]))),
    ("6.1.26", lambda r: r["document"].update(category="Security-Advisory")),
    ("6.1.27.5", lambda r: r["vulnerabilities"][0].pop("notes")),
    ("6.1.27.8", lambda r: r["vulnerabilities"][0].pop("cve")),
    ("6.1.27.9", lambda r: r["vulnerabilities"][0].pop("flags")),
    ("6.1.27.10", lambda r: r["vulnerabilities"][0].pop("remediations")),
    ("6.1.28", lambda r: r["document"].update(source_lang="NL")),
    (
        "6.1.29",
        lambda r: r["vulnerabilities"][0]["remediations"].append({"category": "workaround"}),
    ),
    ("6.1.30", lambda r: r["document"]["tracking"].update(version="2.0.0")),
    ("6.1.31", lambda r: r["product_tree"]["branches"][0]["branches"][0].update(name="<= 1.0")),
)


@pytest.mark.parametrize(("number", "spoil"), MISTAKES, ids=[n for n, _ in MISTAKES])
def test_the_mistake_is_named(number: str, spoil: Any) -> None:
    root = document()
    spoil(root)
    assert number in numbers(root)


def test_a_circle_of_products_is_named_and_ends() -> None:
    root = document()
    root["product_tree"]["relationships"] = [
        {
            "category": "installed_on",
            "product_reference": "P3",
            "relates_to_product_reference": "P1",
            "full_product_name": {"product_id": "P3", "name": "x"},
        }
    ]
    assert "6.1.3" in numbers(root)


def test_scores_are_computed_anew() -> None:
    root = document()
    score = {
        "version": "3.1",
        "vectorString": "CVSS:3.1/AV:L/AC:L/PR:H/UI:R/S:U/C:H/I:H/A:H",
        "baseScore": 6.5,
        "baseSeverity": "MEDIUM",
    }
    root["vulnerabilities"][0]["scores"] = [{"cvss_v3": score, "products": ["P2"]}]
    assert numbers(root) == set()
    score["baseScore"] = 10.0
    score["attackVector"] = "NETWORK"
    assert numbers(root) == {"6.1.9", "6.1.10"}
    del score["baseSeverity"]
    assert "6.1.8" in numbers(root)


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ({"disclosure_date": "2026-02-30T00:00:00Z"}, "6.1.37"),
        ({"disclosure_date": "2026-01-01 00:00:00Z"}, "6.1.37"),
        ({"disclosure_date": "2016-12-31T23:59:60Z"}, "6.1.37"),
    ],
)
def test_dates_of_the_new_edition(change: dict[str, str], number: str) -> None:
    root = document()
    root["document"]["csaf_version"] = "2.1"
    root["vulnerabilities"][0].update(change)
    assert number in numbers(root)


def test_every_test_survives_any_type_anywhere() -> None:
    odd: tuple[Any, ...] = (None, 7, "x", [], {}, [None], [[]], [{"x": [{}]}])
    for value in odd:
        for part in ("document", "product_tree", "vulnerabilities"):
            broken_tests(document(**{part: value}))
        broken_tests({"document": {"tracking": value, "notes": value, "publisher": value}})
        for key in ("flags", "remediations", "product_status", "metrics", "scores", "ids"):
            root = document()
            root["vulnerabilities"][0][key] = value
            broken_tests(root)
            read(json.dumps(root).encode())


def test_numbers_are_in_order_and_unique() -> None:
    order = [tuple(int(n) for n in number.split(".")) for number, _, _ in TESTS]
    assert order == sorted(set(order))
