"""Whether CSAF and OpenVEX are valid, with the place of what is not."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.documents.fault import Verdict
from sbom.errors import NotThisFormatError
from sbom.validity import validate
from sbom.vex import csaf_rules
from sbom.vex.csaf_extension import mistakes

TRACKING: dict[str, Any] = {
    "id": "VB-2026-1",
    "status": "final",
    "version": "1",
    "initial_release_date": "2026-01-01T00:00:00Z",
    "current_release_date": "2026-01-01T00:00:00Z",
    "revision_history": [{"date": "2026-01-01T00:00:00Z", "number": "1", "summary": "eerste"}],
}
HEAD: dict[str, Any] = {
    "category": "csaf_base",
    "csaf_version": "2.0",
    "publisher": {"category": "vendor", "name": "Voorbeeld", "namespace": "https://example.org"},
    "title": "Een advies",
    "tracking": TRACKING,
}
OPENVEX: dict[str, Any] = {
    "@context": "https://openvex.dev/ns/v0.2.0",
    "@id": "https://example.org/vex/1",
    "author": "Voorbeeld",
    "timestamp": "2026-11-23T00:00:00Z",
    "version": 1,
    "statements": [
        {
            "vulnerability": {"name": "CVE-2026-0001"},
            "products": [{"@id": "pkg:npm/kern@1.0"}],
            "status": "not_affected",
            "justification": "component_not_present",
        }
    ],
}


def of_csaf(name: str = "", members: dict[str, Any] | None = None, **changes: Any) -> Verdict:
    document = {"document": HEAD | changes, **(members or {})}
    return validate(json.dumps(document, indent=1).encode(), name)


def told(verdict: Verdict) -> list[tuple[str, str]]:
    return [(f.path, f.message) for f in verdict.faults]


def test_a_sound_advisory() -> None:
    verdict = of_csaf("vb-2026-1.json")
    assert (verdict.kind, verdict.version, verdict.faults) == ("CSAF JSON", "2.0", ())


def test_the_name_of_the_file_follows_from_the_id() -> None:
    (fault,) = of_csaf("advies.json").faults
    assert fault.path == "$.document.tracking.id"
    assert fault.message == "the file is named 'advies.json', not 'vb-2026-1.json'"
    assert fault.line
    assert of_csaf("x_y_z.json", tracking=TRACKING | {"id": "X.Y  z"}).valid
    assert of_csaf("advies.txt").valid


@pytest.mark.parametrize(
    ("changes", "path", "said"),
    [
        ({"csaf_version": "3.0"}, "$.document.csaf_version", "neither 2.0 nor 2.1"),
        ({"title": ""}, "$.document.title", "minLength"),
        ({"lang": "nederlands!"}, "$.document.lang", "does not have the form"),
        ({"publisher": {}}, "$.document.publisher", "'name' is required"),
        ({"distribution": {}}, "$.document.distribution", "minProperties 1"),
        ({"category": " x"}, "$.document.category", "does not have the form"),
        ({"tracking": TRACKING | {"version": "een"}}, "$.document.tracking.version", "the form"),
        ({"tracking": TRACKING | {"version": "2"}}, "$.document.tracking.version", "CSAF 6.1.16: "),
    ],
)
def test_what_csaf_requires(changes: dict[str, Any], path: str, said: str) -> None:
    verdict = of_csaf(**changes)
    assert any(p == path and said in m for p, m in told(verdict)), told(verdict)


def test_only_the_newer_edition_forbids_other_members() -> None:
    assert of_csaf(eigen=1).valid
    new = {"csaf_version": "2.1", "distribution": {"tlp": {"label": "CLEAR"}}}
    link = {"$schema": "https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json"}
    assert of_csaf(members=link, **new).faults == ()
    found = told(of_csaf(members=link, **new, eigen=1))
    assert ("$.document.eigen", "'eigen' is not allowed here") in found
    assert ("$", "'$schema' is required") in told(of_csaf(**new))
    extension = [
        {
            "$schema": "https://example.org/x_1.0.0.json",
            "category": "essential",
            "content": {"a": 1},
        }
    ]
    found = told(of_csaf(members=link | {"x_extensions": extension}, **new))
    assert ("$.x_extensions[0]", "CSAF 6.1.60.1: has no critical") in found


def test_scores_are_computed() -> None:
    score = {"version": "3.1", "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U", "baseScore": 9.8, "baseSeverity": "CRITICAL", "temporalScore": 9.8, "exploitCodeMaturity": "HIGH"}  # fmt: skip
    members = {
        "product_tree": {"full_product_names": [{"product_id": "P", "name": "P"}]},
        "vulnerabilities": [{"cve": "CVE-2026-0001", "scores": [{"products": ["P"], "cvss_v3": score}]}],
    }  # fmt: skip
    found = [m for _, m in told(of_csaf(members=members))]
    assert found == [
        "CSAF 6.1.9: is 9.8, computed 9.0",
        "CSAF 6.1.10: is HIGH, the vector says UNPROVEN",
    ]


def test_openvex() -> None:
    verdict = validate(json.dumps(OPENVEX).encode())
    assert (verdict.kind, verdict.version, verdict.faults) == ("OpenVEX JSON", "0.2.0", ())


@pytest.mark.parametrize(
    ("changes", "path", "said"),
    [
        ({"version": 0}, "$.version", "minimum 1"),
        ({"author": None}, "$.author", "of type string"),
        ({"timestamp": "gisteren"}, "$.timestamp", "is no date-time"),
        ({"statements": []}, "$.statements", "minItems 1"),
        ({"eigen": 1}, "$.eigen", "not allowed here"),
    ],
)
def test_what_openvex_requires(changes: dict[str, Any], path: str, said: str) -> None:
    found = told(validate(json.dumps(OPENVEX | changes).encode()))
    assert any(p == path and said in m for p, m in found), found


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"status": "affected"}, "$.statements[0]"),
        ({"justification": None}, "$.statements[0].justification"),
        ({"status": "opgelost"}, "$.statements[0].status"),
        ({"products": [{"hashes": {"md5": "a"}}]}, "$.statements[0].products[0]"),
        ({"products": [{"identifiers": {}}]}, "$.statements[0].products[0].identifiers"),
        ({"vulnerability": {"@id": "urn:x"}}, "$.statements[0].vulnerability"),
    ],
)
def test_what_a_statement_requires(changes: dict[str, Any], path: str) -> None:
    document = OPENVEX | {"statements": [OPENVEX["statements"][0] | changes]}
    assert path in [p for p, _ in told(validate(json.dumps(document).encode()))]


ADDRESS = "https://example.org/csaf/eigen_1.0.0.json"
EXTENSION: dict[str, Any] = {
    "$schema": "https://docs.oasis-open.org/csaf/csaf/v2.1/schema/extension-metaschema.json",
    "$id": ADDRESS,
    "title": "Eigen",
    "description": "Van ons",
    "type": "object",
    "required": ["$schema", "category", "critical", "content"],
    "properties": {
        "$schema": {"title": "a", "description": "b", "type": "string", "format": "uri", "const": ADDRESS},
        "category": {"title": "a", "description": "b", "type": "string", "enum": ["significant"]},
        "critical": {"title": "a", "description": "b", "type": "boolean"},
        "content": {"title": "a", "description": "b", "type": "object", "minProperties": 1, "properties": {}, "unevaluatedProperties": False},
    },
    "additionalProperties": False,
}  # fmt: skip


@pytest.mark.parametrize("name", ["$id", "required", "properties", "additionalProperties"])
def test_the_schema_of_an_extension(name: str) -> None:
    assert mistakes(EXTENSION) == []
    assert validate(json.dumps(EXTENSION).encode()).kind == "CSAF extension"
    assert mistakes({k: v for k, v in EXTENSION.items() if k != name})
    assert mistakes(EXTENSION | {name: "x"})


def test_damage_and_other_documents() -> None:
    (fault,) = validate(b'{"document": {\n"csaf_version": "2.0", }').faults
    assert fault.line == 2
    broken = validate(b'{"@context": "https://openvex.dev/ns",\n"statements": [')
    assert (broken.kind, broken.valid) == ("OpenVEX JSON", False)
    trailing = validate(json.dumps(OPENVEX).encode()[:-1] + b",}")
    assert "is not JSON" in trailing.faults[0].message
    for content in (b"{}", b"[]", b"a", b'{"document": 1}', b"{", b""):
        with pytest.raises(NotThisFormatError, match="CSAF nor OpenVEX|neither|binary|is text"):
            validate(content)


@pytest.mark.parametrize("edition", ["2.0", "2.1"])
@given(value=st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda i: st.lists(i, max_size=2) | st.dictionaries(st.sampled_from(["document", "tracking", "branches", "product", "notes", "x"]), i, max_size=3), max_leaves=8))  # fmt: skip
def test_any_value_is_judged(edition: str, value: object) -> None:
    assert isinstance(csaf_rules.schema(edition).mistakes(value), list)
