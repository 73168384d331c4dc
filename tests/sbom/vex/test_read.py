"""Which document it is, and that nothing makes the reading crash."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sbom.errors import NotThisFormatError, ParseError
from sbom.vex.csaf_check import broken_tests
from sbom.vex.read import is_vex, kind_of, load, read

SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_document_or_a_reason(content: bytes) -> None:
    try:
        read(content)
    except ParseError:
        assert not is_vex(content)


@given(JSON, JSON, JSON)
@settings(max_examples=150, deadline=None)
def test_any_value_in_place_of_a_part(one: Any, two: Any, three: Any) -> None:
    for root in (
        {
            "document": {"tracking": one, "csaf_version": "2.1"},
            "product_tree": two,
            "vulnerabilities": three,
        },
        {"document": {"tracking": {}}, "vulnerabilities": [{"product_status": one, "flags": two}]},
        {"@context": "https://openvex.dev/ns/v0.2.0", "statements": one, "author": two},
        {"@context": "https://openvex.dev/ns", "statements": [{"products": one, "status": two}]},
        {"bomFormat": "CycloneDX", "vulnerabilities": [one, {"affects": two, "analysis": three}]},
    ):
        content = json.dumps(root).encode()
        assert read(content).format == kind_of(load(content))
        broken_tests(load(content))


@pytest.mark.parametrize(
    "content",
    [
        b'{"bomFormat": "CycloneDX", "components": []}',
        b'{"bomFormat": "CycloneDX", "vulnerabilities": []}',
        b'{"spdxVersion": "SPDX-2.3"}',
        b"<bom/>",
    ],
)
def test_an_sbom_is_no_vex(content: bytes) -> None:
    assert not is_vex(content)
    with pytest.raises(NotThisFormatError):
        read(content)


@pytest.mark.fixtures
def test_every_public_document_reads_as_its_index_counts(fixtures_dir: Path) -> None:
    folder = fixtures_dir / "C_sbom_vex"
    seen = 0
    for item in json.loads((folder / "index.json").read_text("utf-8"))["items"]:
        content = (folder / item["file"]).read_bytes()
        try:
            document = read(content)
        except ParseError:
            assert item["kind"] not in {"CSAF", "OpenVEX"}, item["file"]
            assert not (item["kind"] == "CycloneDX" and item.get("vulnerabilities")), item["file"]
            continue
        counts: dict[str, int] = {}
        for statement in document.statements:
            size = len(statement.products) if item["kind"] == "CSAF" else 1
            word = statement.stated or "None"
            counts[word] = counts.get(word, 0) + size
        if item["kind"] == "CSAF":
            assert (len(document.vulnerabilities), counts) == (
                item["vulnerabilities"],
                item["product_status"] or {},
            ), item["file"]
        elif item["kind"] == "OpenVEX" or item.get("vex_states"):
            assert counts == item["vex_states"], item["file"]
        seen += 1
    assert seen >= 790
