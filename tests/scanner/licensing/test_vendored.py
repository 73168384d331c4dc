"""Whose licence text is it?"""

import pytest

from scanner.licensing.vendored import owner


@pytest.mark.parametrize(
    ("path", "purl"),
    [
        ("node_modules/voorbeeld/LICENSE", "pkg:npm/voorbeeld"),
        ("app/node_modules/@gemeente/zaken/LICENSE.md", "pkg:npm/%40gemeente/zaken"),
        ("a/node_modules/x/node_modules/y/LICENSE", "pkg:npm/y"),
        ("node_modules/x/lib/LICENSE", ""),
        (
            "usr/lib/python3/dist-packages/voorbeeld-1.0.dist-info/licenses/LICENSE",
            "pkg:pypi/voorbeeld",
        ),
        ("site-packages/voorbeeld-1.0.dist-info/LICENSE", "pkg:pypi/voorbeeld"),
        ("vendor/github.com/gemeente/zaken/LICENSE", "pkg:golang/github.com/gemeente/zaken"),
        ("vendor/gemeente/zaken/LICENSE", "pkg:composer/gemeente/zaken"),
        ("LICENSE", ""),
        ("node_modules/" * 200 + "LICENSE", ""),
    ],
)
def test_owner(path: str, purl: str) -> None:
    assert owner(path) == purl
