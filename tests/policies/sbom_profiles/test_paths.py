"""The path language."""

import pytest

from policies.sbom_profiles.paths import steps_of, values_at

NODE = {
    "metadata": {"tools": {"components": [{"name": "a"}, {"name": "b"}]}},
    "refs": [
        {"type": "vcs", "url": "v"},
        {"type": "distribution", "hashes": [{"alg": "SHA-512", "content": "x"}, {"alg": "MD5"}]},
    ],
    "properties": [{"name": "bsi:component:filename", "value": "f"}],
    "one": {"name": "alone"},
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("metadata.tools.components[].name", ["a", "b"]),
        ("refs[type=distribution].hashes[alg=SHA-512].content", ["x"]),
        ("refs[type=vcs|website].url", ["v"]),
        ("properties[name=bsi:component:filename].value", ["f"]),
        ("refs[type=http://a.b/c].url", []),
        ("one[].name", ["alone"]),
        ("one.name.deeper", []),
        ("absent[].x", []),
    ],
)
def test_values(path: str, found: list[str]) -> None:
    assert values_at(NODE, path) == found


@pytest.mark.parametrize("path", ["a[b", "a..b", "[]", "a[key].b"])
def test_wrong_paths_are_refused(path: str) -> None:
    with pytest.raises(ValueError, match="step|bracket"):
        steps_of(path)
