"""Names of variables and what they stand for."""

import pytest

from sbom.gradle.variables import expand, plain, settle


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("v", "v"),
        ("project.ext.v", "v"),
        ("rootProject.extra.v", "v"),
        ('rootProject.extra["v"]', "v"),
        ('extra["v"] as String', "v"),
        ('property("v")', "v"),
        ('project.findProperty("v")', "v"),
        ("versions.kern", "versions.kern"),
        ('versions["kern"]', "versions.kern"),
        ("libs.versions.kern.get()", "libs.versions.kern"),
    ],
)
def test_plain(written, name):
    assert plain(written) == name


def test_settle_follows_names_and_cuts_rings():
    assert settle({"a": "$b", "b": "${c}.1", "c": "2", "x": "$y", "y": "$x"})["a"] == "2.1"
    assert "$" in settle({"x": "$y", "y": "$x"})["x"]


def test_growth_is_bounded():
    assert len(expand("${a}" * 900, {"a": "x" * 900})) <= 1000
