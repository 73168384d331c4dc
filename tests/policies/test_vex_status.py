"""Statements of exploitability: which component, which version, which product, and which one counts."""

from datetime import date

import msgspec
import pytest

from policies.vex_status import VexIndex
from sbom.component import Component
from sbom.vex.read import read
from sbom.vex.statement import Status

TODAY = date(2026, 11, 23)
LODASH = Component(purl="pkg:npm/lodash@4.17.20", name="lodash", version="4.17.20", ref="l")


def openvex(*statements: dict) -> VexIndex:
    document = {
        "@context": "https://openvex.dev/ns/v0.2.0",
        "@id": "urn:vb",
        "author": "Voorbeeld",
        "timestamp": "2026-01-01T00:00:00Z",
        "statements": list(statements),
    }
    return VexIndex([("x.json", read(msgspec.json.encode(document)))])


def said(
    product: str = "pkg:npm/lodash@4.17.20", status: str = "not_affected", **more: object
) -> dict:
    values = {
        "vulnerability": {"name": "CVE-2026-1"},
        "products": [{"@id": product}],
        "status": status,
        "justification": "vulnerable_code_not_present",
    }
    return values | more


@pytest.mark.parametrize(
    ("product", "hit"),
    [
        ("pkg:npm/lodash@4.17.20", True),
        ("pkg:npm/lodash", True),
        ("pkg:npm/lodash@4.17.19", False),
        ("pkg:npm/other@4.17.20", False),
        ("onzin", False),
    ],
)
def test_the_component_is_known_by_its_package_url(product: str, hit: bool) -> None:
    answer = openvex(said(product)).answer(["CVE-2026-1"], LODASH, (), TODAY)
    assert (answer is not None and answer.suppresses) is hit


def test_any_name_of_the_vulnerability_will_do_and_no_other() -> None:
    index = openvex(said(vulnerability={"name": "CVE-2026-1", "aliases": ["GHSA-1"]}))
    assert index.answer(["ghsa-1"], LODASH, (), TODAY) is not None
    assert index.answer(["CVE-2026-2"], LODASH, (), TODAY) is None


def test_the_newest_counts_and_of_one_moment_the_worse() -> None:
    old = said(timestamp="2026-01-02T00:00:00Z")
    new = said(status="affected", timestamp="2026-03-01T00:00:00Z", action_statement="Update")
    for order in ((old, new), (new, old)):
        answer = openvex(*order).answer(["CVE-2026-1"], LODASH, (), TODAY)
        assert answer is not None
        assert answer.status is Status.AFFECTED
    answer = openvex(said(), said(status="under_investigation")).answer(
        ["CVE-2026-1"], LODASH, (), TODAY
    )
    assert answer is not None
    assert not answer.suppresses


def test_a_part_of_a_product_counts_only_in_that_product() -> None:
    index = openvex(
        said(products=[{"@id": "zaaksysteem", "subcomponents": [{"@id": "pkg:npm/lodash"}]}])
    )
    assert index.answer(["CVE-2026-1"], LODASH, {"zaaksysteem"}, TODAY) is not None
    assert index.answer(["CVE-2026-1"], LODASH, {"iets-anders"}, TODAY) is None


def test_a_whole_product_counts_for_all_its_components() -> None:
    index = openvex(said("zaaksysteem"))
    assert index.answer(["CVE-2026-1"], LODASH, {"zaaksysteem"}, TODAY) is not None
    assert index.answer(["CVE-2026-1"], LODASH, (), TODAY) is None


def test_a_statement_ends_on_its_day() -> None:
    for until, hit in (("2026-11-23", True), ("2026-11-22", False)):
        index = openvex(said(status_notes=f"valid until {until}"))
        assert (index.answer(["CVE-2026-1"], LODASH, (), TODAY) is not None) is hit


def test_cyclonedx_by_reference_and_version() -> None:
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "components": [{"type": "library", "name": "lodash", "bom-ref": "l", "version": "4.17.20"}],
        "vulnerabilities": [
            {
                "id": "CVE-2026-1",
                "analysis": {"state": "not_affected", "justification": "code_not_reachable"},
                "affects": [{"ref": "l"}],
            }
        ],
    }
    index = VexIndex([("x.json", read(msgspec.json.encode(document)))])
    answer = index.answer(["CVE-2026-1"], LODASH, (), TODAY)
    assert answer is not None
    assert answer.suppresses


@pytest.mark.parametrize(
    ("ref", "products", "hit"),
    [
        ("urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#l", {"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79"}, True),
        ("urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#l", set(), False),
        ("urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pkg%3Anpm/lodash%404.17.20", set(), True),
        ("urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1", {"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79"}, True),
        ("urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1", {"urn:uuid:0"}, False),
        ("l", set(), False),
    ],
)  # fmt: skip
def test_a_vex_document_of_its_own_links_to_the_sbom(
    ref: str, products: set[str], hit: bool
) -> None:
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "vulnerabilities": [
            {"id": "CVE-2026-1", "analysis": {"state": "resolved"}, "affects": [{"ref": ref}]}
        ],
    }
    index = VexIndex([("x.json", read(msgspec.json.encode(document)))])
    assert (index.answer(["CVE-2026-1"], LODASH, products, TODAY) is not None) is hit


def test_csaf_by_product_tree() -> None:
    document = {
        "document": {
            "category": "csaf_vex",
            "csaf_version": "2.0",
            "title": "x",
            "publisher": {
                "name": "Voorbeeld",
                "category": "vendor",
                "namespace": "https://example.org",
            },
            "tracking": {
                "id": "1",
                "status": "final",
                "version": "1",
                "initial_release_date": "2026-01-01T00:00:00Z",
                "current_release_date": "2026-01-01T00:00:00Z",
                "revision_history": [],
            },
        },
        "product_tree": {
            "full_product_names": [
                {
                    "product_id": "P1",
                    "name": "lodash",
                    "product_identification_helper": {"purl": "pkg:npm/lodash@4.17.20"},
                }
            ]
        },
        "vulnerabilities": [
            {"cve": "CVE-2026-1", "product_status": {"known_not_affected": ["P1"]}}
        ],
    }
    index = VexIndex([("x.json", read(msgspec.json.encode(document)))])
    answer = index.answer(["CVE-2026-1"], LODASH, (), TODAY)
    assert answer is not None
    assert answer.suppresses
