"""Whether documents are valid, with the place of what is not."""

import json
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import given
from hypothesis import strategies as st

from sbom.documents.fault import Verdict
from sbom.documents.json_places import lines_of, shown
from sbom.documents.json_schema import Schema, is_iri_reference
from sbom.documents.validity import validate
from sbom.documents.validity_cyclonedx import schema
from sbom.errors import NotThisFormatError

BOM: dict[str, Any] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "components": [{"type": "library", "name": "a", "bom-ref": "a"}],
}


def judged(**changes: Any) -> Verdict:
    return validate(json.dumps(BOM | changes, indent=1).encode())


def reasons(verdict: Verdict) -> list[tuple[str, str]]:
    return [(f.path, f.message) for f in verdict.faults]


def test_a_valid_document() -> None:
    verdict = judged()
    assert (verdict.valid, verdict.kind, verdict.version) == (True, "CycloneDX JSON", "1.6")


def test_the_place_of_a_mistake() -> None:
    component = {"type": "library", "name": "b", "licenses": [{"license": {"id": "Onzin"}}]}
    verdict = judged(components=[*BOM["components"], component])
    (fault,) = verdict.faults
    assert fault.path == "$.components[1].licenses[0].license.id"
    assert "'Onzin' is not one of" in fault.message
    text = json.dumps(BOM | {"components": [*BOM["components"], component]}, indent=1)
    assert fault.line is not None
    assert '"Onzin"' in text.splitlines()[fault.line - 1]


@pytest.mark.parametrize(
    ("changes", "path", "said"),
    [
        ({"bomFormat": "x"}, "$.bomFormat", "'x' is not one of 'CycloneDX'"),
        ({"specVersion": "9.9"}, "$.specVersion", "has no JSON schema"),
        ({"specVersion": None}, "$.specVersion", "has no JSON schema"),
        ({"components": {}}, "$.components", "is not of type array"),
        ({"onzin": 1}, "$.onzin", "not allowed here"),
        ({"serialNumber": "urn:uuid:x"}, "$.serialNumber", "does not have the form"),
        (
            {"components": [{"type": "library", "name": "a", "bom-ref": "a"}] * 2},
            "$.components[1]",
            "same as item 0",
        ),
        (
            {"metadata": {"component": {"type": "library", "name": "r", "bom-ref": "a"}}},
            "$.components[0].bom-ref",
            "also stands at $.metadata.component",
        ),
    ],
)
def test_mistakes(changes: dict[str, Any], path: str, said: str) -> None:
    found = reasons(judged(**changes))
    assert any(p == path and said in m for p, m in found), found


def test_ranges_are_for_external_components() -> None:
    component = {"type": "library", "name": "b", "versionRange": "vers:npm/>=1"}
    wrong = judged(specVersion="1.7", components=[component])
    assert any("not external" in m for _, m in reasons(wrong))
    right = judged(specVersion="1.7", components=[component | {"isExternal": True}])
    assert right.valid


def test_a_reference_to_nothing_is_a_remark() -> None:
    verdict = judged(dependencies=[{"ref": "a", "dependsOn": ["weg"]}])
    assert verdict.valid
    assert "'weg'" in verdict.remarks[0].message


def test_damage_has_a_line() -> None:
    verdict = validate(b'{"bomFormat": "CycloneDX",\n "specVersion": }')
    assert (verdict.valid, verdict.faults[0].line) == (False, 2)
    verdict = validate(b'<bom xmlns="http://cyclonedx.org/schema/bom/1.6">\n<x></bom>')
    assert (verdict.kind, verdict.faults[0].line) == ("CycloneDX XML", 2)


def test_xml() -> None:
    start = '<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1">\n<components>\n'
    end = "</components></bom>"
    assert validate(
        (start + '<component type="library"><name>a</name></component>' + end).encode()
    ).valid
    wrong = validate((start + '<component type="onzin"><name>a</name></component>' + end).encode())
    assert wrong.faults[0].path == "/bom/components[1]/component[1]"
    assert wrong.faults[0].line == 3
    other = validate(b'<bom xmlns="http://cyclonedx.org/schema/bom/9"/>')
    assert "not of CycloneDX" in other.faults[0].message


def test_protobuf_text() -> None:
    text = 'spec_version: "1.6"\ncomponents {\n name: "a"\n properties { value: "x" }\n}\n'
    verdict = validate(text.encode())
    assert [(f.path, f.line) for f in verdict.faults] == [("$.components.properties", 2)]
    assert validate(text.replace("value", "name").encode()).valid


SPDX: dict[str, Any] = {
    "spdxVersion": "SPDX-2.3",
    "dataLicense": "CC0-1.0",
    "SPDXID": "SPDXRef-DOCUMENT",
    "name": "x",
    "documentNamespace": "https://example.org/x",
    "creationInfo": {"created": "2026-11-23T00:00:00Z", "creators": ["Tool: x-1"]},
    "packages": [{"SPDXID": "SPDXRef-a", "name": "a", "downloadLocation": "NOASSERTION"}],
}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"spdxVersion": 2}, "$.spdxVersion"),
        ({"spdxVersion": "SPDX-2.2"}, "$.packages[0]"),
        ({"dataLicense": "MIT"}, "$.dataLicense"),
        ({"SPDXID": "x"}, "$.SPDXID"),
        ({"name": " "}, "$.name"),
        ({"documentNamespace": "x#y"}, "$.documentNamespace"),
        ({"creationInfo": None}, "$.creationInfo"),
        ({"creationInfo": {"created": "2026-11-23T00:00:00.1Z", "creators": ["Tool: x"]}}, "$.creationInfo.created"),
        ({"creationInfo": {"created": "2026-11-23T00:00:00Z", "creators": [{"Person": "x"}]}}, "$.creationInfo.creators[0]"),
        ({"packages": {}}, "$.packages"),
        ({"packages": [{"SPDXID": "a b", "name": "a", "downloadLocation": "NONE"}]}, "$.packages[0]"),
        ({"packages": SPDX["packages"] * 2}, "$.packages[1]"),
        ({"packages": [SPDX["packages"][0] | {"supplier": "x"}]}, "$.packages[0].supplier"),
        ({"packages": [SPDX["packages"][0] | {"downloadLocation": "a b"}]}, "$.packages[0].downloadLocation"),
        ({"packages": [SPDX["packages"][0] | {"checksums": [{"algorithm": "SHA1", "checksumValue": "ab"}]}]}, "$.packages[0].checksums[0]"),
        ({"packages": [SPDX["packages"][0] | {"externalRefs": [{}]}]}, "$.packages[0].externalRefs[0]"),
        ({"relationships": [{"spdxElementId": "SPDXRef-a"}]}, "$.relationships[0]"),
    ],
)  # fmt: skip
def test_what_spdx_2_requires(changes: dict[str, Any], path: str) -> None:
    assert validate(json.dumps(SPDX).encode()).valid
    verdict = validate(json.dumps(SPDX | changes).encode())
    assert path in {f.path for f in verdict.faults}
    assert all(f.line == 1 for f in verdict.faults)


def test_what_spdx_3_requires() -> None:
    creation = {"type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1", "created": "2026-11-23T00:00:00Z", "createdBy": ["https://example.org/o"]}  # fmt: skip
    made = {"creationInfo": "_:c"}
    elements: list[dict[str, Any]] = [
        creation,
        {"type": "SpdxDocument", "spdxId": "https://example.org/d"} | made,
        {"type": "software_Package", "spdxId": "https://example.org/a", "name": "a"} | made,
    ]

    def verdict(*found: dict[str, Any]) -> Verdict:
        document = {"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": found}
        return validate(json.dumps(document).encode())

    assert verdict(*elements).valid
    for wrong, said in (
        ({"type": "software_Package", "spdxId": "https://example.org/b"} | made, "has no name"),
        ({"type": "software_Package", "name": "b"} | made, "has no spdxId"),
        ({"type": "software_Package", "name": "b", "spdxId": "b"} | made, "is no IRI"),
        ({"type": "software_File", "name": "b", "spdxId": "https://x/b"}, "has no creationInfo"),
        ({"spdxId": "https://x/b"}, "has no type"),
        (elements[2], "also stands at"),
        (elements[1] | {"spdxId": "https://x/d"}, "2 elements of type SpdxDocument"),
        ({"type": "Relationship", "spdxId": "https://x/r", "relationshipType": "DEPENDS_ON", "from": "https://example.org/a", "to": ["https://x/weg"]} | made, "not of SPDX 3"),
    ):  # fmt: skip
        assert any(said in f.message for f in verdict(*elements, wrong).faults), said


@pytest.mark.parametrize(
    "content", [b"{}", b"[1]", b"<html/>", b"a;b\n", b"", b"\x00\x01", b"{", b"<"]
)
def test_other_content_is_no_document(content: bytes) -> None:
    with pytest.raises(NotThisFormatError):
        validate(content)


def test_lines_of_paths() -> None:
    text = '{"a": [1,\n {"b": "x"},\n 3], "c":\n {}}'
    assert lines_of(text, [("a", 1, "b"), ("a", 2), ("c",), ("c", "weg"), ()]) == [2, 3, 4, 4, 1]
    assert lines_of("geen json", [("a",)]) in ([None], [1])
    assert shown(("a", 1, "b")) == "$.a[1].b"


def test_iri_references() -> None:
    for right in (
        "",
        "a/b",
        "https://é.example.org/?a#b",
        "urn:x:y",
        "//h/p",
        "http://[::1]/",
        "a@b",
    ):
        assert is_iri_reference(right), right
    for wrong in ("a b", "git@h:p", "a#b#c", "<x>", "%zz", "1a:b", "a[b]"):
        assert not is_iri_reference(wrong), wrong


def test_an_unknown_keyword_is_refused() -> None:
    with pytest.raises(ValueError, match="contains"):
        Schema({"x": {"contains": {}}}, "x")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.sampled_from(["a", "MIT"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "name",
                    "type",
                    "bom-ref",
                    "license",
                    "id",
                    "expression",
                    "url",
                    "licenses",
                    "hashes",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("version", ["1.2", "1.3", "1.4", "1.5", "1.6", "1.7"])
@given(value=_JSON)
def test_the_verdict_is_that_of_the_library(version: str, value: object) -> None:
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": version,
        "version": 1,
        "components": [{"type": "library", "name": "a", "version": "1", "licenses": value}],
    }
    theirs = JsonStrictValidator(SchemaVersion.from_version(version)).validate_str(
        json.dumps(document)
    )
    assert bool(schema(version).mistakes(document)) == (theirs is not None)


INVALID_HERE = {
    # The index trusts the folder; these files are invalid, and their own names or folders say so.
    "spdx-tools-java/testResources/BadJSON.spdx.json",
    "spdx-tools-java/testResources/SPDXWrongVersion.spdx.json",
    "spdx-tools-python/tests/spdx/parser/rdf/data/invalid_documents/file_without_spdx_ids.xml",
    "spdx-tools-python/tests/spdx/parser/rdf/data/invalid_documents/invalid_creation_info.rdf.xml",
    "spdx-tools-python/tests/spdx/parser/rdf/data/invalid_documents/invalid_creation_info_with_snippet.rdf.xml",
    # Written before SPDX 3.0.1 was settled: ids that are no IRI, relationship types in capitals.
    "microsoft-sbom-tool/samples/spdx_3.0/manifest.spdx.json",
    # Ontologies, no documents.
    "spdx-tools-java/testResources/spdx-2-2-revision-8-ontology.owl.xml",
    "spdx-tools-python/src/spdx_tools/spdx3/writer/json_ld/SPDX_OWL.json",
}
VALID_HERE = {
    # Nothing in CycloneDX 1.4 forbids it; another tool refuses it for reasons of its own.
    "guac/internal/testing/testdata/exampledata/distroless-cyclonedx-invalid-version.json",
    # A licence that a policy forbids; the schema does not.
    "sbom-utility/test/cyclonedx/1.4/cdx-1-4-license-policy-invalid-license-name.json",
}


@pytest.mark.fixtures
def test_every_document_gets_the_verdict_that_the_index_expects(fixtures_dir: Path) -> None:
    folder = fixtures_dir / "C_sbom_vex"
    wrong, seen = [], 0
    for case in json.loads((folder / "index.json").read_bytes())["items"]:
        expected = str(case.get("expected"))
        bad = "invalid" in expected
        if case["kind"] not in {"CycloneDX", "SPDX"} and "invalid-bomformat" not in case["file"]:
            continue
        try:
            verdict = validate((folder / case["file"]).read_bytes())
        except NotThisFormatError:
            assert case["file"] in INVALID_HERE
            continue
        seen += 1
        assert verdict.valid or all(f.message and f.path for f in verdict.faults)
        if expected == "valid" and verdict.valid == (case["file"] in INVALID_HERE):
            wrong.append((case["file"], verdict.faults[:2]))
        if bad and verdict.valid != (case["file"] in VALID_HERE):
            wrong.append((case["file"], verdict.faults[:2]))
    assert wrong == []
    assert seen > 1000


@pytest.mark.fixtures
def test_the_library_agrees_on_real_documents(fixtures_dir: Path) -> None:
    """Only small ones: the library takes a minute for some of 300 kB."""
    folder = fixtures_dir / "C_sbom_vex"
    seen = 0
    for case in json.loads((folder / "index.json").read_bytes())["items"]:
        version = case.get("spec_version")
        small = (
            case["kind"] == "CycloneDX" and case["serialisation"] == "json" and case["bytes"] < 4000
        )
        if not small or version not in {"1.2", "1.3", "1.4", "1.5", "1.6", "1.7"}:
            continue
        text = (folder / case["file"]).read_bytes().decode("utf-8-sig")
        theirs = JsonStrictValidator(SchemaVersion.from_version(version)).validate_str(text)
        assert bool(schema(version).mistakes(json.loads(text))) == (theirs is not None), case[
            "file"
        ]
        seen += 1
    assert seen > 200
