"""The configuration of a container image."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Role, VersionKind
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.parsers.container.image_config import parse
from sbom.source import SourceFile

PREFIX = "org.opencontainers.image."
FACTS = {
    "name": "example.org/gemeente/loket:1.2",
    "digest": "sha256:" + "0" * 64,
    "config": {
        "os": "linux",
        "architecture": "amd64",
        "created": "2026-01-01T00:00:00Z",
        "config": {
            "Labels": {
                PREFIX + "licenses": "EUPL-1.2",
                PREFIX + "vendor": "Gemeente Voorbeeld",
                PREFIX + "source": "https://naam:geheim@example.org/loket.git",
                PREFIX + "base.name": "docker.io/library/debian:12-slim",
                "anders": "niets",
            }
        },
    },
    "annotations": {PREFIX + "revision": "abc"},
}


def read(facts: object) -> Inventory:
    return parse(SourceFile(path="image.oci-config.json", content=json.dumps(facts).encode()))


def test_the_image_and_its_base() -> None:
    image, base = read(FACTS).components
    assert (image.name, image.version, image.roles) == (
        "example.org/gemeente/loket",
        "1.2",
        (Role.ROOT,),
    )
    assert image.supplier == "Gemeente Voorbeeld"
    assert image.download == "https://example.org/loket.git"
    assert [c.raw for c in image.licenses] == ["EUPL-1.2"]
    assert dict(image.properties)["platform"] == "linux/amd64"
    assert dict(image.properties)["revision"] == "abc"
    assert (base.name, base.version) == ("debian", "12-slim")
    assert dict(base.properties)["use"] == "base"


def test_an_image_that_says_nothing_is_still_there() -> None:
    (image,) = read({}).components
    assert (image.name, image.version_kind) == ("image", VersionKind.ABSENT)
    (image,) = read({"digest": "sha256:" + "1" * 64}).components
    assert image.version == "sha256:" + "1" * 64


@pytest.mark.parametrize("facts", [[], 1, None, "x"])
def test_anything_but_an_object_is_refused(facts: object) -> None:
    with pytest.raises(ParseError):
        read(facts)


VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                ["name", "digest", "config", "Labels", "annotations", PREFIX + "base.name", "os"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@given(facts=VALUES)
def test_wrong_types_are_tolerated(facts: object) -> None:
    with suppress(ParseError):
        assert isinstance(read(facts), Inventory)
