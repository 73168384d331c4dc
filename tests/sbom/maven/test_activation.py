"""Conditions of profiles on the JDK."""

import pytest

from sbom.maven.activation import jdk_fits


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        ("21", True),
        ("17", False),
        ("1.8", False),
        ("!1.8", True),
        ("!21", False),
        ("[1.5,)", True),
        ("[9,21]", True),
        ("[9,21)", False),
        ("(,1.8]", False),
        ("[21]", True),
        ("(21,)", False),
        ("", False),
        ("[,", False),
    ],
)
def test_jdk(wanted, fits):
    assert jdk_fits(wanted, "21") is fits
