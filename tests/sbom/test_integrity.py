"""Digests as lock files write them."""

import pytest

from sbom.integrity import hash_of_hex, hashes_of

EMPTY = "da39a3ee5e6b4b0d3255bfef95601890afd80709"


@pytest.mark.parametrize(
    ("integrity", "found"),
    [
        ("sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=", (("SHA-1", EMPTY),)),
        (
            "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=?opt sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
            (("SHA-1", EMPTY),),
        ),
        ("sha512-short sha9-x x", ()),
        ("sha256-2jmj7l5rSw0yVb/vlWAYkK/YBwk=", ()),
        (None, ()),
    ],
)
def test_integrity_of_subresources(integrity: object, found: tuple[tuple[str, str], ...]) -> None:
    assert hashes_of(integrity) == found


@pytest.mark.parametrize(
    ("digest", "found"),
    [
        (EMPTY.upper(), (("SHA-1", EMPTY),)),
        ("ab" * 32, (("SHA-256", "ab" * 32),)),
        ("zz" * 20, ()),
        (EMPTY[:-1], ()),
    ],
)
def test_a_bare_digest_is_known_by_its_length(
    digest: str, found: tuple[tuple[str, str], ...]
) -> None:
    assert hash_of_hex(digest) == found
