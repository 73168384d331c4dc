"""Scores of documents in every form, and what a verdict is made of."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.sbom_profiles.document import sheet_of
from policies.sbom_profiles.profiles import load_norms
from policies.sbom_score import ProfileScore, State, Verdict, score
from sbom.errors import ParseError

NOW = datetime(2026, 11, 23, tzinfo=UTC)
HASH = "cf" * 64


def cyclonedx(**changes: Any) -> dict[str, Any]:
    """A document that meets every norm."""
    component = {
        "type": "library",
        "bom-ref": "b",
        "name": "voorbeeld-lib",
        "version": "2.0.0",
        "purl": "pkg:npm/voorbeeld-lib@2.0.0",
        "manufacturer": {
            "name": "Maker",
            "url": ["https://example.org"],
            "contact": [{"email": "m@example.org"}],
        },
        "hashes": [{"alg": "SHA-512", "content": HASH}],
        "licenses": [{"expression": "MIT", "acknowledgement": "concluded"}],
        "externalReferences": [
            {
                "type": "distribution",
                "url": "https://example.org/x",
                "hashes": [{"alg": "SHA-512", "content": HASH}],
            },
            {"type": "vcs", "url": "https://example.org/x.git"},
        ],
        "properties": [
            {"name": f"bsi:component:{n}", "value": n}
            for n in ("filename", "executable", "archive", "structured")
        ],
    }
    root = {
        **component,
        "bom-ref": "a",
        "type": "application",
        "name": "zaaksysteem",
        "purl": "pkg:npm/zaaksysteem@2.0.0",
    }
    made: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
        "metadata": {
            "timestamp": "2026-11-20T10:00:00Z",
            "manufacturer": {"name": "Voorbeeld", "contact": [{"email": "sbom@example.org"}]},
            "tools": {"components": [{"type": "application", "name": "sluis"}]},
            "lifecycles": [{"phase": "build"}],
            "component": root,
        },
        "components": [component],
        "dependencies": [{"ref": "a", "dependsOn": ["b"]}, {"ref": "b", "dependsOn": []}],
        "compositions": [{"aggregate": "complete", "assemblies": ["a"]}],
    }
    made.update(changes)
    return made


def scored(document: Any, *only: str, **more: Any) -> dict[str, ProfileScore]:
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    found = score(sheet_of(content), load_norms(), now=NOW, only=only, **more)
    return {p.profile: p for p in found}


def state(found: ProfileScore, field: str) -> State:
    return next(f.state for f in found.fields if f.field == field)


def test_a_whole_document_meets_every_norm() -> None:
    found = scored(cyclonedx())
    assert {p.verdict for p in found.values()} == {Verdict.PASS}
    assert found["ntia-2021"].score == 100.0
    assert found["bsi-tr-03183-2-2.1"].judged == 1.0


def test_who_misses_a_field_is_named() -> None:
    document = cyclonedx()
    del document["components"][0]["version"]
    field = next(f for f in scored(document)["ntia-2021"].fields if f.field == "component-version")
    assert (field.state, field.have, field.total) == (State.PARTLY, 1, 2)
    assert field.missing == ("voorbeeld-lib",)


@pytest.mark.parametrize("word", ["NOASSERTION", "unknown", " ", "None"])
def test_a_word_for_unknown_is_no_value(word: str) -> None:
    document = cyclonedx()
    document["components"][0]["version"] = word
    assert scored(document)["ntia-2021"].verdict is Verdict.FAIL


def test_nothing_read_is_no_pass() -> None:
    document = cyclonedx(components=[cyclonedx()["components"][0], 7])
    found = scored(document)
    assert found["ntia-2021"].verdict is Verdict.UNKNOWN
    assert scored(cyclonedx(), unread=["half"])["ntia-2021"].verdict is Verdict.UNKNOWN
    empty = cyclonedx(components=[])
    empty["metadata"].pop("component")
    assert {p.verdict for p in scored(empty).values()} == {Verdict.FAIL}
    assert scored(empty)["ntia-2021"].score is None


def test_vulnerabilities_inside_are_forbidden_by_the_bsi_only() -> None:
    found = scored(cyclonedx(vulnerabilities=[{"id": "CVE-2026-1"}]))
    assert found["bsi-tr-03183-2-2.1"].verdict is Verdict.FAIL
    assert found["municipal-default"].verdict is Verdict.PASS


def test_an_old_format_and_an_old_date_are_remarked() -> None:
    document = cyclonedx(specVersion="1.5")
    document["metadata"]["timestamp"] = "2026-01-01T00:00:00Z"
    found = scored(document)
    assert [r.word for r in found["bsi-tr-03183-2-2.1"].remarks] == ["format-old"]
    assert [r.word for r in found["municipal-default"].remarks] == ["too-old"]
    assert found["municipal-default"].verdict is Verdict.PASS


def test_the_cra_asks_for_the_top_level_only() -> None:
    document = cyclonedx(dependencies=[{"ref": "a", "dependsOn": []}])
    found = scored(document)
    assert state(found["cra-minimum"], "dependency-relationship") is State.MET
    assert state(found["ntia-2021"], "dependency-relationship") is State.MISSING
    assert state(found["bsi-tr-03183-2-2.1"], "dependency-relationship") is State.PARTLY


def spdx(**changes: Any) -> dict[str, Any]:
    """An SPDX 2.3 document with what it can say."""
    package = {
        "SPDXID": "SPDXRef-a",
        "name": "zaaksysteem",
        "versionInfo": "1.0",
        "supplier": "Organization: Voorbeeld",
        "licenseConcluded": "MIT",
        "downloadLocation": "https://example.org/x",
        "checksums": [{"algorithm": "SHA256", "checksumValue": "ab" * 32}],
        "externalRefs": [
            {
                "referenceCategory": "PACKAGE-MANAGER",
                "referenceType": "purl",
                "referenceLocator": "pkg:npm/zaaksysteem@1.0",
            }
        ],
    }
    made: dict[str, Any] = {
        "spdxVersion": "SPDX-2.3",
        "SPDXID": "SPDXRef-DOCUMENT",
        "documentNamespace": "https://example.org/1",
        "creationInfo": {
            "created": "2026-11-20T00:00:00Z",
            "creators": ["Organization: Voorbeeld", "Tool: sluis"],
        },
        "packages": [package, {**package, "SPDXID": "SPDXRef-b", "name": "lib"}],
        "relationships": [
            {
                "spdxElementId": "SPDXRef-DOCUMENT",
                "relationshipType": "DESCRIBES",
                "relatedSpdxElement": "SPDXRef-a",
            },
            {
                "spdxElementId": "SPDXRef-a",
                "relationshipType": "DEPENDS_ON",
                "relatedSpdxElement": "SPDXRef-b",
            },
        ],
    }
    made.update(changes)
    return made


def test_what_spdx_2_cannot_say_is_not_judged() -> None:
    found = scored(spdx())
    assert state(found["cisa-2025-draft"], "generation-context") is State.UNSAYABLE
    assert found["cisa-2025-draft"].verdict is Verdict.UNKNOWN
    assert found["cisa-2025-draft"].judged < 1
    assert found["ntia-2021"].verdict is Verdict.PASS
    assert [r.word for r in found["bsi-tr-03183-2-2.1"].remarks] == ["format-no"]


TAG_VALUE = b"""SPDXVersion: SPDX-2.3
SPDXID: SPDXRef-DOCUMENT
DocumentNamespace: https://example.org/1
Creator: Organization: Voorbeeld
Created: 2026-11-20T00:00:00Z

PackageName: zaaksysteem
SPDXID: SPDXRef-a
PackageVersion: 1.0
PackageSupplier: Organization: Voorbeeld
PackageLicenseConcluded: MIT
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-a
"""


def test_tag_value_is_looked_into() -> None:
    found = scored(TAG_VALUE)
    assert state(found["ntia-2021"], "component-supplier") is State.MET
    assert state(found["municipal-default"], "licence") is State.MET
    assert state(found["municipal-default"], "unique-id") is State.MISSING


XML = b"""<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1" serialNumber="urn:uuid:1">
  <metadata><timestamp>2026-11-20T00:00:00Z</timestamp>
    <tools><components><component type="application"><name>sluis</name></component></components></tools>
    <authors><author><name>Voorbeeld</name></author></authors></metadata>
  <components><component type="library" bom-ref="b"><supplier><name>Maker</name></supplier>
    <name>lib</name><version>1</version>
    <hashes><hash alg="SHA-256">abababababababababababababababababababababababababababababababab</hash></hashes>
    <licenses><license><id>MIT</id></license></licenses><purl>pkg:npm/lib@1</purl>
    <properties><property name="bsi:component:filename">lib.tgz</property></properties>
    <externalReferences><reference type="vcs"><url>https://example.org/x</url></reference></externalReferences>
  </component></components>
  <dependencies><dependency ref="b"><dependency ref="c"/></dependency></dependencies>
  <compositions><composition><aggregate>complete</aggregate></composition></compositions>
</bom>"""


def test_xml_is_looked_into() -> None:
    found = scored(XML)
    assert found["municipal-default"].verdict is Verdict.PASS
    assert state(found["bsi-tr-03183-2-2.1"], "filename") is State.MET
    assert state(found["municipal-default"], "source-uri") is State.MET
    assert state(found["municipal-default"], "completeness") is State.MET


SPDX3 = {
    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
    "@graph": [
        {
            "type": "CreationInfo",
            "@id": "_:c",
            "specVersion": "3.0.1",
            "created": "2026-11-20T00:00:00Z",
            "createdBy": ["u:o"],
            "createdUsing": ["u:t"],
        },
        {
            "type": "Organization",
            "spdxId": "u:o",
            "name": "Voorbeeld",
            "creationInfo": "_:c",
            "externalIdentifier": [
                {"externalIdentifierType": "email", "identifier": "a@example.org"}
            ],
        },
        {"type": "Tool", "spdxId": "u:t", "name": "sluis", "creationInfo": "_:c"},
        {"type": "SpdxDocument", "spdxId": "u:d", "creationInfo": "_:c", "rootElement": ["u:s"]},
        {
            "type": "software_Sbom",
            "spdxId": "u:s",
            "creationInfo": "_:c",
            "rootElement": ["u:a"],
            "software_sbomType": ["build"],
        },
        {
            "type": "software_Package",
            "spdxId": "u:a",
            "name": "zaaksysteem",
            "software_packageVersion": "1",
            "software_packageUrl": "pkg:npm/zaaksysteem@1",
            "suppliedBy": "u:o",
        },
        {
            "type": "software_Package",
            "spdxId": "u:b",
            "name": "lib",
            "software_packageVersion": "1",
            "software_packageUrl": "pkg:npm/lib@1",
            "suppliedBy": "u:o",
        },
        {
            "type": "simplelicensing_LicenseExpression",
            "spdxId": "u:l",
            "simplelicensing_licenseExpression": "MIT",
        },
        {
            "type": "Relationship",
            "spdxId": "u:r1",
            "from": "u:a",
            "to": ["u:b"],
            "relationshipType": "dependsOn",
            "completeness": "complete",
        },
        {
            "type": "Relationship",
            "spdxId": "u:r2",
            "from": "u:a",
            "to": ["u:l"],
            "relationshipType": "hasConcludedLicense",
        },
        {
            "type": "Relationship",
            "spdxId": "u:r3",
            "from": "u:b",
            "to": ["u:l"],
            "relationshipType": "hasConcludedLicense",
        },
    ],
}


def test_spdx_3_is_looked_into() -> None:
    found = scored(SPDX3)
    assert found["municipal-default"].verdict is Verdict.PASS
    bsi = found["bsi-tr-03183-2-2.1"]
    assert state(bsi, "sbom-author") is State.MET
    assert state(bsi, "component-supplier") is State.MET
    assert state(bsi, "licence") is State.MET
    assert state(bsi, "dependency-relationship") is State.PARTLY


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda i: (
            st.lists(i, max_size=3)
            | st.dictionaries(
                st.sampled_from(["name", "ref", "bom-ref", "components", "licenses", "tools"]),
                i,
                max_size=3,
            )
        ),
        max_leaves=6,
    )
)
@settings(max_examples=100, deadline=None)
def test_any_type_anywhere_is_scored(value: Any) -> None:
    for key in ("metadata", "components", "dependencies", "compositions"):
        scored(cyclonedx(**{key: value}))
    for key in ("packages", "relationships", "creationInfo", "documentDescribes"):
        scored(spdx(**{key: value}))
    scored(
        {
            **SPDX3,
            "@graph": [
                *SPDX3["@graph"],
                {"type": "software_Package", "spdxId": "u:x", "suppliedBy": value},
            ],
        }
    )


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_scored_or_refused(content: bytes) -> None:
    try:
        sheet_of(content)
    except ParseError as error:
        assert error.reason


@pytest.mark.fixtures
def test_every_component_of_the_public_documents_is_looked_at(fixtures_dir: Path) -> None:
    folder = fixtures_dir / "C_sbom_vex"
    norms, same, seen = load_norms(), 0, 0
    for item in json.loads((folder / "index.json").read_text("utf-8"))["items"]:
        if item["kind"] not in {"CycloneDX", "SPDX"} or item.get("serialisation") in {
            "textproto",
            "rdf",
        }:
            continue
        try:
            sheet = sheet_of((folder / item["file"]).read_bytes())
        except ParseError:
            continue
        score(sheet, norms, now=NOW)
        count = (
            sum(not p.root for p in sheet.parts) if sheet.form == "cyclonedx" else len(sheet.parts)
        )
        same += count == item["components"]
        seen += 1
    assert seen >= 940
    assert seen - same <= 2


@pytest.mark.fixtures
@pytest.mark.parametrize(
    ("name", "field", "met"),
    [
        ("validComponentBsiFilename.cdx16.json", "filename", True),
        ("missingComponentBsiFilename.cdx16.json", "filename", False),
        ("validComponentExtRefDistributionHashSHA512.cdx16.json", "component-hash", True),
        ("validComponentExtRefDistributionHashSHA256.cdx16.json", "component-hash", False),
        ("invalidComponentHashMD5.cdx16.json", "component-hash", False),
        ("validComponentManufacturerURL.cdx16.json", "component-supplier", True),
        ("invalidComponentManufacturerURL.cdx16.json", "component-supplier", False),
        ("validMetadataTimestamp.cdx16.json", "sbom-timestamp", True),
        ("invalidMetadataTimestamp.cdx16.json", "sbom-timestamp", False),
        ("validComponentCPE.cdx16.json", "unique-id", True),
        ("missingComponentOtherUniqueIDs.cdx16.json", "unique-id", False),
        ("invalidComponentLicenseNoAssertion.cdx16.json", "licence", False),
        ("missingSerialNumber.cdx16.json", "sbom-uri", False),
    ],
)
def test_bsi_fields_as_public_samples_are_named(
    fixtures_dir: Path, name: str, field: str, met: bool
) -> None:
    file = fixtures_dir / "C_sbom_vex" / "sbomqs-quality" / "testdata" / "bsi" / "cdx" / name
    found = scored(file.read_bytes(), "bsi-tr-03183-2-2.1")["bsi-tr-03183-2-2.1"]
    assert (state(found, field) is State.MET) is met
