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
from sbom.documents.spdx3_rules import KINDS, classes, members
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


PROTO = """\
spec_version: "1.6"
serial_number: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79"
components {
 type: CLASSIFICATION_LIBRARY
 name: "a"
 hashes { alg: HASH_ALG_SHA_1 value: "%s" }
 licenses { license { id: "MIT" } }
 properties { name: "x" }
}
services { name: "s" }
""" % ("a" * 40)


@pytest.mark.parametrize(
    ("old", "new", "path", "said"),
    [
        ('"1.6"', '"9.9"', "$.spec_version", "has no protobuf form"),
        ("urn:uuid:3e", "urn:uuid:", "$.serial_number", "does not have the form"),
        ('name: "x"', 'value: "x"', "$.components.properties", "property has no name"),
        (' name: "a"\n', "", "$.components", "component has no name"),
        (" type: CLASSIFICATION_LIBRARY\n", "", "$.components", "component has no type"),
        ("_LIBRARY", "_ONZIN", "$.components", "is not of CycloneDX"),
        ("SHA_1 ", "SHA_256 ", "$.components.hashes", "value is no SHA_256"),
        ("HASH_ALG_SHA_1", "HASH_ALG_ONZIN", "$.components.hashes", "is not of CycloneDX"),
        ("alg: HASH_ALG_SHA_1", "", "$.components.hashes", "hash lacks alg or value"),
        ('id: "MIT"', "", "$.components.licenses.license", "neither id nor name"),
        ('id: "MIT"', 'id: "MIT" name: "b"', "$.components.licenses.license", "both id and name"),
        (
            "licenses {",
            'licenses { expression: "MIT"',
            "$.components.licenses",
            "and an expression",
        ),
        ('{ name: "s" }', "{ }", "$.services", "service has no name"),
    ],
)
def test_protobuf_text(old: str, new: str, path: str, said: str) -> None:
    assert validate(PROTO.encode()).faults == ()
    (fault,) = validate(PROTO.replace(old, new).encode()).faults
    assert fault.path == path
    assert said in fault.message
    if path.startswith("$.components"):
        assert fault.line == 3


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
        ({"eigen": 1}, "$.eigen"),
        ({"packages": [SPDX["packages"][0] | {"filesAnalyzed": "true"}]}, "$.packages[0].filesAnalyzed"),
        ({"packages": [SPDX["packages"][0] | {"primaryPackagePurpose": "library"}]}, "$.packages[0].primaryPackagePurpose"),
        ({"files": [{"SPDXID": "SPDXRef-f", "checksums": [{"algorithm": "SHA1", "checksumValue": "a" * 40}]}]}, "$.files[0]"),
        ({"files": [{"SPDXID": "SPDXRef-f", "fileName": "f", "checksums": []}]}, "$.files[0].checksums"),
        ({"hasExtractedLicensingInfos": [{"licenseId": "Eigen", "extractedText": "x"}]}, "$.hasExtractedLicensingInfos[0].licenseId"),
        ({"annotations": [{"annotationType": "NOTITIE"}]}, "$.annotations[0].annotationType"),
    ],
)  # fmt: skip
def test_what_spdx_2_requires(changes: dict[str, Any], path: str) -> None:
    assert validate(json.dumps(SPDX).encode()).valid
    verdict = validate(json.dumps(SPDX | changes).encode())
    assert path in {f.path for f in verdict.faults}
    assert all(f.line == 1 for f in verdict.faults)


def test_members_and_classes_of_others_are_let_be() -> None:
    creation = {"type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1", "created": "2026-11-23T00:00:00Z", "createdBy": ["https://example.org/o"]}  # fmt: skip
    made = {"creationInfo": "_:c"}
    found = [
        creation,
        {"type": "SpdxDocument", "spdxId": "https://example.org/d"} | made,
        {"type": "https://example.org/Eigen", "spdxId": "https://example.org/e", "eigen": 1} | made,
        {"type": "Person", "spdxId": "https://example.org/p", "https://example.org/eigen": 1}
        | made,
    ]
    document = {"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": found}
    assert validate(json.dumps(document).encode()).faults == ()


def test_every_member_of_a_class_of_spdx_3_is_known() -> None:
    for name, found in classes().items():
        assert found.members <= members().keys(), name
        assert {n for n, _ in found.required} <= found.members, name
    meant = {m.kind for m in members().values()} - KINDS - {"vocabulary"}
    assert meant <= classes().keys()


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
    assert verdict(creation, elements[2]).valid, "at most one SpdxDocument, so none is allowed"
    assert verdict(*elements, elements[2]).valid, "the same element, stated twice"
    assert not verdict().valid
    for wrong, said in (
        ({"type": "software_Package", "spdxId": "https://example.org/b"} | made, "has no name"),
        ({"type": "software_Package", "name": "b"} | made, "has no spdxId"),
        ({"type": "software_Package", "name": "b", "spdxId": "b"} | made, "is no IRI"),
        ({"type": "software_File", "name": "b", "spdxId": "https://x/b"}, "has no creationInfo"),
        ({"spdxId": "https://x/b"}, "has no type"),
        (elements[2] | {"name": "b"}, "also stands at"),
        (elements[1] | {"spdxId": "https://x/d"}, "2 elements of type SpdxDocument"),
        ({"type": "Relationship", "spdxId": "https://x/r", "relationshipType": "DEPENDS_ON", "from": "https://example.org/a", "to": ["https://x/weg"]} | made, "not of SPDX 3"),
        ({"type": "software_Pakket", "spdxId": "https://x/b"} | made, "is not of SPDX 3"),
        ({"type": "Artifact", "spdxId": "https://x/b"} | made, "has no objects of its own"),
        (elements[2] | {"spdxId": "https://x/b", "eigen": 1}, "'eigen' is not allowed here"),
        (elements[2] | {"spdxId": "https://x/b", "name": ["a"]}, "name holds a list"),
        (elements[2] | {"spdxId": "https://x/b", "summary": 1}, "is no text"),
        (elements[2] | {"spdxId": "https://x/b", "builtTime": "gisteren"}, "is no time of the form"),
        (elements[2] | {"spdxId": "https://x/b", "software_primaryPurpose": "LIBRARY"}, "not of SPDX 3"),
        (elements[2] | {"spdxId": "https://x/b", "software_homePage": "a b"}, "is no IRI"),
        (elements[2] | {"spdxId": "https://x/b", "suppliedBy": "https://example.org/d"}, "is a SpdxDocument, not a Agent"),
        (elements[2] | {"spdxId": "https://x/b", "verifiedUsing": [{"type": "Hash", "algorithm": "sha0", "hashValue": "a"}]}, "'sha0' is not of SPDX 3"),
        (elements[2] | {"spdxId": "https://x/b", "verifiedUsing": [1]}, "is no reference and no object"),
        ({"type": "expandedlicensing_ConjunctiveLicenseSet", "spdxId": "https://x/b", "expandedlicensing_member": ["https://x/c"]} | made, "holds fewer than 2"),
        ({"type": "software_Snippet", "spdxId": "https://x/b", "software_snippetFromFile": "https://example.org/a"} | made, "not a software_File"),
        (elements[2] | {"spdxId": "https://x/b", "creationInfo": "_:weg"}, "is not in the document"),
    ):  # fmt: skip
        assert any(said in f.message for f in verdict(*elements, wrong).faults), said


@pytest.mark.parametrize(
    "content", [b"{}", b"[1]", b"<html/>", b"a;b\n", b"", b"\x00\x01", b"{", b"<"]
)
def test_other_content_is_no_document(content: bytes) -> None:
    with pytest.raises(NotThisFormatError):
        validate(content)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'{"bomFormat": "CycloneDX",\n "specVersion": "1.6",\n}', 3),
        (b'{"bomFormat": "CycloneDX", // opmerking\n "specVersion": "1.6"}', 1),
        (b'{"bomFormat": "CycloneDX",\n "specVersion": "1.6", "version": NaN}', None),
    ],
)
def test_what_only_a_lenient_reader_takes_for_json(content: bytes, line: int | None) -> None:
    fault = validate(content).faults[0]
    assert fault.message.startswith("is not JSON: ")
    assert fault.line == line


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


SPDX3: dict[str, Any] = {
    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
    "@graph": [
        {"type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1", "created": "2026-11-23T00:00:00Z", "createdBy": ["https://example.org/o"]},
        {"type": "SpdxDocument", "spdxId": "https://example.org/d", "creationInfo": "_:c", "import": [{"type": "ExternalMap", "externalSpdxId": "https://example.org/x"}]},
        {"type": "Relationship", "spdxId": "https://example.org/r", "creationInfo": "_:c", "relationshipType": "contains", "from": "https://example.org/d", "to": ["https://example.org/x"]},
    ],
}  # fmt: skip
FULL = SPDX | {
    "files": [{"SPDXID": "SPDXRef-f", "fileName": "f", "checksums": [{"algorithm": "SHA1", "checksumValue": "a" * 40}]}],
    "relationships": [{"spdxElementId": "SPDXRef-a", "relatedSpdxElement": "SPDXRef-f", "relationshipType": "CONTAINS"}],
    "externalDocumentRefs": [],
}  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document but the top."""
    steps = list(value.items()) if isinstance(value, dict) else []
    steps = list(enumerate(value)) if isinstance(value, list) else steps
    return [p for step, held in steps for p in ((*path, step), *places(held, (*path, step)))]


@pytest.mark.parametrize("kind", ["CycloneDX", "SPDX", "SPDX 3"])
@given(data=st.data())
def test_wrong_types_anywhere_are_faults_and_no_crash(kind: str, data: st.DataObject) -> None:
    dependency = {"ref": "a", "dependsOn": ["a"]}
    more = {"dependencies": [dependency], "services": [{"name": "s"}], "metadata": {}}
    sample = {"CycloneDX": BOM | more, "SPDX": FULL, "SPDX 3": SPDX3}[kind]
    value = json.loads(json.dumps(sample))
    path = data.draw(st.sampled_from(places(value)))
    holder = value
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = data.draw(_JSON)
    try:
        verdict = validate(json.dumps(value).encode())
    except NotThisFormatError:
        return
    assert all(f.path and f.message for f in verdict.faults)


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
