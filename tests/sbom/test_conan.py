"""Conan references."""

import pytest

from sbom.component import Scope, VersionKind
from sbom.conan import component, read_reference


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("zlib/1.2.13", ("zlib", "1.2.13", "", "", "")),
        ("zlib/1.2.13@", ("zlib", "1.2.13", "", "", "")),
        ("zlib/1.2.13@_/_", ("zlib", "1.2.13", "_", "_", "")),
        ("a/1@u/c#rev:pkg#prev%1.5", ("a", "1", "u", "c", "rev")),
        ("a/1#rev%12.5", ("a", "1", "", "", "rev")),
        ("a/[>=1 <2, include_prerelease]@u/c", ("a", "[>=1 <2, include_prerelease]", "u", "c", "")),
    ],
)
def test_references(text: str, parts: tuple[str, ...]) -> None:
    assert read_reference(text) == parts


@pytest.mark.parametrize("text", ["", "zlib", "1.2.3", "/1", "a b/1"])
def test_what_is_none(text: str) -> None:
    assert read_reference(text) is None


def test_an_underscore_is_no_user() -> None:
    reference = read_reference("zlib/1.2.13@_/_")
    assert reference is not None
    made = component(reference, scope=Scope.RUNTIME, direct=None)
    assert (made.purl, made.version_kind) == ("pkg:conan/zlib@1.2.13", VersionKind.EXACT)
