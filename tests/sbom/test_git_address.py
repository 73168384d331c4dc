"""Addresses without secrets."""

import pytest

from sbom.git_address import vcs_url, without_credentials


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://u:p@example.org/x", "https://example.org/x"),
        ("git@example.org:a/b.git", "git@example.org:a/b.git"),
        ("https://example.org/x?private_token=abc&a=1", "https://example.org/x?private_token=&a=1"),
        ("https://u:p@ss@example.org/x", "https://example.org/x"),
        (
            "https://example.org/x?client_secret=a;X-Amz-Signature=b&sig=c",
            "https://example.org/x?client_secret=;X-Amz-Signature=&sig=",
        ),
        ("https://example.org/@scope/x?a=b", "https://example.org/@scope/x?a=b"),
        ("", ""),
    ],
)
def test_without_credentials(address: str, expected: str) -> None:
    assert without_credentials(address) == expected


def test_vcs_url() -> None:
    assert vcs_url("https://u@example.org/a", "c0ffee") == "git+https://example.org/a@c0ffee"
    assert vcs_url("git+ssh://git@example.org/a") == "git+ssh://example.org/a"
    assert vcs_url("") == ""
