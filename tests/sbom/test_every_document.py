"""Every public document of the shared set in one go: it loads with the counts of the index, or is refused."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sbom.component import Role
from sbom.documents.fault import Verdict
from sbom.documents.reading import read_any
from sbom.errors import NotThisFormatError, ParseError
from sbom.issue import IssueKind
from sbom.validity import validate
from sbom.vex.read import read as read_vex

pytestmark = pytest.mark.fixtures
FALSE_ALARMS = {
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
    # Examples that the draft of 2.1 outgrew: `fixed` beside `vendor_fix` breaks its test 6.1.36.
    "csaf-examples/csaf_2.1/examples/csaf/rhsa-2021_5217.json",
    "csaf-examples/csaf_2.1/examples/csaf/rhsa-2022_0011.json",
    # They pass the test they were written for, and break another: a product that is defined nowhere,
    # and CVSS scores that the vectors do not give.
    "csaf-tests/csaf_2.1/test/validator/data/recommended/oasis_csaf_tc-csaf_2_1-2024-6-2-19-19.json",
    "csaf-tests/csaf_2.1/test/validator/data/informative/oasis_csaf_tc-csaf_2_1-2024-6-3-21-01-12.json",
    "csaf-tests/csaf_2.1/test/validator/data/mandatory/oasis_csaf_tc-csaf_2_1-2024-6-1-10-13.json",
}
"""Documents that the index calls valid and we do not."""
ACCEPTED = {
    # Nothing in CycloneDX 1.4 forbids it; another tool refuses it for reasons of its own.
    "guac/internal/testing/testdata/exampledata/distroless-cyclonedx-invalid-version.json",
    # A licence that a policy forbids; the schema does not.
    "sbom-utility/test/cyclonedx/1.4/cdx-1-4-license-policy-invalid-license-name.json",
}
"""Documents that the index calls invalid and we do not."""
OTHER_COUNT = {
    # AI and dataset packages are kinds of package in SPDX 3; the index counts software_Package only.
    "spdx-examples/ai/example02/spdx3.0/sbom.spdx3.json",
}
NO_DOCUMENT = {
    # Of another kind altogether: a scorecard, whose name says that it is invalid.
    "guac/internal/testing/testdata/exampledata/invalid-scorecard.json",
}
TOP = {Role.ROOT, Role.WORKSPACE}


def documents(folder: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    for case in json.loads((folder / "index.json").read_bytes())["items"]:
        yield case, (folder / case["file"]).read_bytes()


def judged(case: dict[str, Any], content: bytes) -> Verdict | None:
    try:
        return validate(content, case["file"].rpartition("/")[2])
    except NotThisFormatError as error:
        assert error.reason
        return None


def count_of(case: dict[str, Any], content: bytes) -> bool:
    """Whether an SBOM gives as many components as the index counts; entries without a name count too."""
    found = read_any(content, expected=case["kind"])
    if "components" not in case:
        return True
    lost = sum(i.kind is IssueKind.ENTRY for i in found.issues)
    if case["kind"] == "SPDX":
        return len(found.components) + lost == case["components"]
    if case["serialisation"] == "json":
        listed = sum(TOP.isdisjoint(c.roles) for c in found.components)
        return listed + lost == case["components"]
    # Of XML and protobuf text the index counts every element of that name, tools and the subject too.
    return len(found.components) + lost <= case["components"] + 1


def vex_count_of(case: dict[str, Any], content: bytes) -> bool:
    """Whether a VEX document says as much as the index counts."""
    found = read_vex(content)
    counts: Counter[str] = Counter()
    for s in found.statements:
        counts[s.stated] += len(s.products) if case["kind"] == "CSAF" else 1
    if case["kind"] == "OpenVEX":
        return dict(counts) == case["vex_states"]
    stated = len(found.vulnerabilities) == case["vulnerabilities"]
    return stated and dict(counts) == (case["product_status"] or {})


def test_every_document(fixtures_dir: Path) -> None:
    folder = fixtures_dir / "C_sbom_vex"
    tally: Counter[tuple[str, str]] = Counter()
    refused, accepted, miscounted = set(), set(), set()
    for case, content in documents(folder):
        kind, expected = case["kind"], str(case["expected"])
        verdict = judged(case, content)
        if verdict is not None:
            assert all(f.path and f.message for f in verdict.faults), case["file"]
            assert verdict.kind.startswith(kind.split()[0]) or kind in {"other json", "unparsable"}
        if kind in {"CycloneDX", "SPDX", "CSAF", "OpenVEX"}:
            counts = count_of if kind in {"CycloneDX", "SPDX"} else vex_count_of
            try:
                if not counts(case, content):
                    miscounted.add(case["file"])
                tally[kind, "read"] += 1
            except ParseError as error:
                assert error.reason
                assert case["file"] in FALSE_ALARMS or "invalid" in expected, case["file"]
        sound = expected == "valid" or expected.startswith("passes")
        if sound and (verdict is None or verdict.faults):
            refused.add(case["file"])
        elif sound:
            tally[kind, "valid accepted"] += 1
        elif "invalid" in expected and verdict is not None and verdict.valid:
            accepted.add(case["file"])
        elif "invalid" in expected:
            assert verdict is not None or case["file"] in NO_DOCUMENT, case["file"]
            tally[kind, "invalid refused"] += 1
    assert (refused, accepted, miscounted) == (FALSE_ALARMS, ACCEPTED, OTHER_COUNT)
    assert tally == {
        ("CSAF", "read"): 739,
        ("CSAF", "valid accepted"): 348,
        ("CSAF", "invalid refused"): 5,
        ("CycloneDX", "read"): 811,
        ("CycloneDX", "valid accepted"): 411,
        ("CycloneDX", "invalid refused"): 166,
        ("OpenVEX", "read"): 20,
        ("OpenVEX", "valid accepted"): 2,
        ("SPDX", "read"): 252,
        ("SPDX", "valid accepted"): 67,
        ("SPDX", "invalid refused"): 3,
        ("other json", "valid accepted"): 6,
        ("other json", "invalid refused"): 9,
        ("unparsable", "invalid refused"): 2,
    }


def test_documents_that_break_one_test_of_csaf(fixtures_dir: Path) -> None:
    """They load (see above); a mandatory test is named, and others make no document invalid."""
    named = 0
    unnamed: Counter[str] = Counter()
    optional: set[str] = set()
    for case, content in documents(fixtures_dir / "C_sbom_vex"):
        expected = str(case["expected"])
        if case["kind"] != "CSAF" or not expected.startswith("fails"):
            continue
        verdict = judged(case, content)
        assert verdict is not None
        number = expected.removeprefix("fails ")
        if not number.startswith("6.1."):
            if verdict.faults:
                optional.add(case["file"])
        elif any(f.message.startswith(f"CSAF {number}:") for f in verdict.faults):
            named += 1
        else:
            unnamed[number] += 1
    # They break the test they were written for, and a mandatory one besides: the same hash twice,
    # a product that is defined nowhere, a revision out of order, a note that is missing.
    also = {"6-2-08-02", "6-2-09-02", "6-2-21-02", "6-2-39-02-01", "6-2-42-02", "6-3-21-01-02"}
    assert {n.removesuffix(".json").rpartition("_")[2][7:] for n in optional} == also
    # These need what the standard refers to: the decision points of SSVC, the schema of an extension.
    assert (named, unnamed) == (216, {"6.1.48": 10, "6.1.60.2": 2, "6.1.60.3": 2})
