"""Placeholders of Dockerfiles and Compose files."""

import pytest

from sbom.placeholder import substitute


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$A/x", "een/x"),
        ("${A}", "een"),
        ("${B:-twee}", "twee"),
        ("${B-twee}", "twee"),
        ("${LEEG:-drie}", "drie"),
        ("${LEEG-drie}", ""),
        ("${A:+ja}", "ja"),
        ("${B:+ja}", ""),
        ("${B:-${A}}", "een"),
        ("${B:-${C:-diep}}", "diep"),
        ("${B:-x:${C}}", "x:${C}"),
        ("${B:-x:${C:?nodig}}y$D", "x:${C:?nodig}y$D"),
        ("${B}", "${B}"),
        ("${B:?verplicht}", "${B:?verplicht}"),
        ("\\$A", "\\$A"),
        ("$$A", "$$A"),
    ],
)
def test_substitute(text: str, expected: str) -> None:
    assert substitute(text, {"A": "een", "LEEG": ""}) == expected


def test_a_value_that_names_itself_ends() -> None:
    assert "$A" in substitute("$A", {"A": "$A$A"})
