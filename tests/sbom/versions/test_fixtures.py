"""Public vectors (OSV-Scalibr, packaging, VERS): every difference is listed here with its reason."""

import json
from collections.abc import Iterator
from functools import cmp_to_key
from pathlib import Path
from typing import Any

import pytest

from sbom.errors import ParseError
from sbom.versions import compare, native_satisfies, satisfies
from sbom.versions.ranges.native import from_native
from sbom.versions.ranges.vers import normalise, parse

ORDER_DIFFERS = {
    ("maven", "6.1.12.rc5", "<", "6.1.12rc1"): (
        "Maven itself puts rc1 before rc5 (a word behind a dot reads as behind a hyphen, since 3.8.7);"
        " the vector follows the older text of the POM reference"
    ),
    ("composer", "v4.4", "<", "v4.4.0-beta"): (
        "Composer makes 4.4.0.0 of 4.4 before it compares, so the beta is older; the vector compares "
        "the raw texts"
    ),
    ("composer", "v1.9.0-ALPHA.1", "=", "v1.9.0-BETA.1"): (
        "Composer reads stability words without regard to case; the vector knows them in lower case "
        "only and calls both unknown"
    ),
}

NATIVE_DIFFERS = {
    ("npm", "<= 1.0"): "node-semver: an open number means any, so 1.0.5 meets `<=1.0`",
    ("npm", ">= 2.2.x"): "node-semver: `>=2.2.x` has no upper bound",
    ("npm", "2.1 || 2.6"): "node-semver: `2.1` is `2.1.x`, not 2.1.0 alone",
    ("npm", "1.1.2 1.2.2"): "node-semver: a space is AND, so no version can meet this",
}


def lines(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    with (folder / "B_purl_versions" / name).open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


@pytest.mark.fixtures
def test_order_of_the_vectors(fixtures_dir: Path) -> None:
    sign = {-1: "<", 0: "=", 1: ">"}
    differs = {
        (r["ecosystem"], r["a"], r["op"], r["b"])
        for r in lines(fixtures_dir, "version_order.jsonl")
        if sign[compare(r["ecosystem"], r["a"], r["b"])] != r["op"]
    }
    assert differs == set(ORDER_DIFFERS)


@pytest.mark.fixtures
def test_pep440_specifiers_of_the_vectors(fixtures_dir: Path) -> None:
    differs = [
        (r["specifier"], r["version"])
        for r in lines(fixtures_dir, "pep440_specifiers.jsonl")
        if native_satisfies("pypi", r["specifier"], r["version"]) != r["expected"]
    ]
    assert differs == []


def vers_cases(folder: Path, kind: str) -> Iterator[tuple[Any, Any, dict[str, Any]]]:
    for row in lines(folder, "vers.jsonl"):
        if row["test_type"] == kind:
            yield row["input"], row.get("expected_output"), row


@pytest.mark.fixtures
def test_vers_comparison(fixtures_dir: Path) -> None:
    differs = []
    for given, wanted, _ in vers_cases(fixtures_dir, "comparison"):
        scheme = given["input_scheme"]

        def order(left: str, right: str, scheme: str = scheme) -> int:
            return compare(scheme, left, right)

        found = sorted(given["versions"], key=cmp_to_key(order))
        if any(order(one, two) for one, two in zip(found, wanted, strict=True)):
            differs.append((scheme, found, wanted))
    assert differs == []


@pytest.mark.fixtures
def test_vers_equality(fixtures_dir: Path) -> None:
    differs = [
        (given, wanted)
        for given, wanted, _ in vers_cases(fixtures_dir, "equality")
        if (compare(given["input_scheme"], *given["versions"]) == 0) != wanted
    ]
    assert differs == []


@pytest.mark.fixtures
def test_vers_containment(fixtures_dir: Path) -> None:
    differs = [
        given
        for given, wanted, _ in vers_cases(fixtures_dir, "containment")
        if satisfies(given["vers"], given["version"]) != wanted
    ]
    assert differs == []


@pytest.mark.fixtures
def test_vers_from_native(fixtures_dir: Path) -> None:
    differs = {
        (given["scheme"], given["native_range"])
        for given, wanted, _ in vers_cases(fixtures_dir, "from_native")
        if from_native(given["scheme"], given["native_range"]) != wanted
    }
    assert differs == set(NATIVE_DIFFERS)


@pytest.mark.fixtures
def test_vers_validation(fixtures_dir: Path) -> None:
    differs = [
        given
        for given, wanted, _ in vers_cases(fixtures_dir, "validate")
        if normalise(given) != wanted
    ]
    assert differs == []


@pytest.mark.fixtures
def test_vers_canonical_parsing(fixtures_dir: Path) -> None:
    differs = []
    for given, wanted, row in vers_cases(fixtures_dir, "parse"):
        found: object
        expected = row.get("expected_message", wanted)
        try:
            vers = parse(given, strict=True)
            found = {
                "scheme": vers.type,
                "version_constraints": [list(c) for c in vers.constraints],
            }
        except ParseError as error:
            found = error.reason
        if found != expected:
            differs.append((given, found, expected))
    assert differs == []
