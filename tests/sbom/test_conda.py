"""Conda match specifications."""

import pytest

from sbom.conda import read_spec


@pytest.mark.parametrize(
    ("text", "name", "version", "fuzzy"),
    [
        ("numpy", "numpy", "", False),
        ("numpy=1.26", "numpy", "1.26", True),
        ("numpy==1.26.4", "numpy", "1.26.4", False),
        ("numpy =1.26.4=py311", "numpy", "1.26.4", False),
        ("numpy==1.26.4=py311_0", "numpy", "1.26.4", False),
        ("numpy 1.26.4 py311_0", "numpy", "1.26.4", False),
        ("numpy 1.26|1.27", "numpy", "", False),
        ("numpy=1.26.*", "numpy", "", False),
        ("numpy >=1,<2", "numpy", "", False),
        ("numpy =>1.2", "numpy", "", False),
        ("kanaal/map::numpy=1.2=x", "numpy", "1.2", False),
        ("numpy[version='1.2.3', build=x]", "numpy", "1.2.3", False),
    ],
)
def test_what_a_specification_allows(
    text: str,
    name: str,
    version: str,
    *,
    fuzzy: bool,
) -> None:
    spec = read_spec(text)
    assert spec is not None
    assert (spec.name, spec.version, spec.fuzzy) == (name, version, fuzzy)


@pytest.mark.parametrize("text", ["", "=", "==", ">=1", "@@"])
def test_what_is_none(text: str) -> None:
    assert read_spec(text) is None
