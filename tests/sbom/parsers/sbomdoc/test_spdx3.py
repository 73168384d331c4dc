"""SPDX 3 JSON-LD: any order, any spelling of names, objects inside or apart."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sbom.component import ComponentKind, Role, Scope
from sbom.documents.reading import read_any
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.issue import IssueKind
from sbom.license import LicenseKind

CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"


def graph() -> list[dict[str, Any]]:
    made = {"creationInfo": "_:c"}
    return [
        {
            "type": "CreationInfo",
            "@id": "_:c",
            "specVersion": "3.0.1",
            "created": "2026-11-23T00:00:00Z",
            "createdBy": ["https://example.org/org"],
        },
        {"type": "Organization", "spdxId": "https://example.org/org", "name": "Gemeente Voorbeeld"}
        | made,
        {
            "type": "SpdxDocument",
            "spdxId": "https://example.org/doc",
            "rootElement": ["https://example.org/sbom"],
        }
        | made,
        {
            "type": "software_Sbom",
            "spdxId": "https://example.org/sbom",
            "rootElement": ["https://example.org/root"],
        }
        | made,
        {
            "type": "software_Package",
            "spdxId": "https://example.org/root",
            "name": "zaaksysteem",
            "software_primaryPurpose": "application",
        }
        | made,
        {
            "type": "software_Package",
            "spdxId": "https://example.org/kern",
            "name": "kern",
            "software_packageVersion": "1.0.0",
            "software_packageUrl": "pkg:npm/kern@1.0.0",
            "suppliedBy": "https://example.org/org",
            "verifiedUsing": [{"type": "Hash", "algorithm": "sha256", "hashValue": "ab" * 32}],
            "externalIdentifier": [
                {
                    "type": "ExternalIdentifier",
                    "externalIdentifierType": "cpe23",
                    "identifier": "cpe:2.3:a:v:kern:1.0.0:*:*:*:*:*:*:*",
                }
            ],
        }
        | made,
        {"type": "software_File", "spdxId": "https://example.org/file", "name": "kern.js"} | made,
        {
            "type": "simplelicensing_LicenseExpression",
            "spdxId": "https://example.org/mit",
            "simplelicensing_licenseExpression": "MIT",
        }
        | made,
        {
            "type": "Relationship",
            "spdxId": "https://example.org/r1",
            "from": "https://example.org/kern",
            "relationshipType": "hasDeclaredLicense",
            "to": ["https://example.org/mit"],
        }
        | made,
        {
            "type": "LifecycleScopedRelationship",
            "spdxId": "https://example.org/r2",
            "from": "https://example.org/root",
            "relationshipType": "dependsOn",
            "to": ["https://example.org/kern"],
            "scope": "test",
        }
        | made,
    ]


def read(elements: list[dict[str, Any]], indent: int | None = None) -> Inventory:
    text = json.dumps({"@context": CONTEXT, "@graph": elements}, indent=indent)
    return read_any(text.encode(), expected="SPDX")


def test_one_document_with_everything() -> None:
    inventory = read(graph(), indent=1)
    root, kern = inventory.components
    assert (root.roles, root.kind) == ((Role.ROOT,), ComponentKind.APPLICATION)
    assert (kern.purl, kern.supplier, kern.scope, kern.direct) == (
        "pkg:npm/kern@1.0.0",
        "Gemeente Voorbeeld",
        Scope.TEST,
        True,
    )
    assert [(c.raw, c.kind) for c in kern.licenses] == [("MIT", LicenseKind.DECLARED)]
    assert kern.hashes == (("SHA-256", "ab" * 32),)
    assert dict(kern.properties)["cpe"].startswith("cpe:2.3:a:v:kern")
    facts = dict(inventory.descriptors[0].properties)
    assert (facts["author"], facts["files"]) == ("Gemeente Voorbeeld", "1")
    assert inventory.format_version == "3.0.1"
    lines = json.dumps({"@context": CONTEXT, "@graph": graph()}, indent=1).splitlines()
    assert kern.line is not None
    assert lines[kern.line - 1].strip() == '"spdxId": "https://example.org/kern",'


@given(st.permutations(graph()))
def test_the_order_of_elements_says_nothing(elements: list[dict[str, Any]]) -> None:
    ordered = {c.ref: c.purl for c in read(graph()).components}
    found = read(elements)
    assert {c.ref: c.purl for c in found.components} == ordered
    assert found.dependencies == read(graph()).dependencies


def test_names_in_any_spelling() -> None:
    odd: list[dict[str, Any]] = [
        {
            "@type": "https://spdx.org/rdf/3.0.1/terms/Software/Package",
            "@id": "https://example.org/a",
            "name": "a",
            "software:packageVersion": "1",
            "externalIdentifiers": ["https://example.org/e"],
        },
        {"type": ["ai_AIPackage"], "spdxId": "https://example.org/b", "name": "b"},
        {
            "type": "ExternalIdentifier",
            "spdxId": "https://example.org/e",
            "externalIdentifierType": "packageURL",
            "identifier": "pkg:pypi/a@1",
        },
        {
            "type": "Relationship",
            "from": "https://example.org/a",
            "relationshipType": "DEPENDS_ON",
            "to": "https://example.org/b",
        },
    ]
    inventory = read(odd)
    assert [(c.name, c.version, c.purl) for c in inventory.components] == [
        ("a", "1", "pkg:pypi/a@1"),
        ("b", "", "pkg:generic/b"),
    ]
    assert [(d.ref, d.targets) for d in inventory.dependencies] == [
        ("https://example.org/a", ("https://example.org/b",))
    ]


def test_licence_elements_become_expressions() -> None:
    elements = [
        *graph()[:6],
        {
            "type": "Relationship",
            "from": "https://example.org/kern",
            "relationshipType": "hasConcludedLicense",
            "to": [
                {
                    "type": "expandedlicensing_DisjunctiveLicenseSet",
                    "expandedlicensing_member": [
                        {
                            "type": "expandedlicensing_ListedLicense",
                            "spdxId": "https://x/licenses/MIT",
                        },
                        {
                            "type": "expandedlicensing_OrLaterOperator",
                            "expandedlicensing_subjectLicense": "https://x/licenses/GPL-2.0",
                        },
                        {"type": "expandedlicensing_CustomLicense", "name": "Eigen"},
                    ],
                }
            ],
        },
    ]
    kern = read(elements).components[1]
    assert [(c.raw, c.kind) for c in kern.licenses] == [
        ("(MIT OR GPL-2.0+ OR Eigen)", LicenseKind.CONCLUDED)
    ]


def test_rings_and_missing_elements_do_no_harm() -> None:
    sets = [
        {
            "type": "expandedlicensing_ConjunctiveLicenseSet",
            "spdxId": f"https://x/r{n}",
            "expandedlicensing_member": [f"https://x/r{(n + 1) % 90}"] * 3,
        }
        for n in range(90)
    ]
    elements = [
        *graph(),
        *sets,
        {
            "type": "Relationship",
            "from": "https://example.org/kern",
            "relationshipType": "hasDeclaredLicense",
            "to": ["https://x/r0"],
        },
        {
            "type": "Relationship",
            "from": "https://example.org/kern",
            "relationshipType": "dependsOn",
            "to": ["https://x/weg"],
        },
    ]
    inventory = read(elements)
    assert len(inventory.components) == 2
    assert any("no element" in i.message for i in inventory.issues)


def test_a_nameless_package_is_lost_alone() -> None:
    inventory = read([*graph(), {"type": "software_Package", "spdxId": "https://example.org/n"}])
    assert [i.kind for i in inventory.issues] == [IssueKind.ENTRY]
    assert len(inventory.components) == 2


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(
        ("software_Package", "Relationship", "dependsOn", "https://example.org/a", "CreationInfo")
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                (
                    "type",
                    "spdxId",
                    "name",
                    "from",
                    "to",
                    "relationshipType",
                    "rootElement",
                    "verifiedUsing",
                    "suppliedBy",
                    "member",
                    "creationInfo",
                )
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(_VALUES)
def test_any_graph_is_an_inventory_or_an_error(value: object) -> None:
    try:
        inventory = read_any(
            json.dumps({"@context": CONTEXT, "@graph": value}).encode(), expected="SPDX"
        )
    except ParseError:
        return
    assert isinstance(inventory, Inventory)
