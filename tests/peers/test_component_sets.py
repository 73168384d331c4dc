"""The rules by which components of several scanners are compared."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

FILE = Path(__file__).resolve().parents[1] / "bench" / "component_sets.py"


@pytest.fixture(scope="module")
def sets() -> ModuleType:
    """The module; it stands beside the benchmarks, which are no package."""
    spec = importlib.util.spec_from_file_location("component_sets", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["component_sets"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("purl", "key"),
    [
        ("pkg:npm/%40gemeente/loket@1.0.0", ("npm", "@gemeente/loket", "1.0.0")),
        ("pkg:npm/@gemeente/loket", ("npm", "@gemeente/loket", "")),
        ("pkg:pypi/Foo_Bar@1.0?extra=a", ("pypi", "foo-bar", "1.0")),
        ("pkg:golang/Example.org/A@v2.0.0#v2", ("golang", "example.org/a/v2", "2.0.0")),
        ("pkg:cocoapods/Kaart@1.0#Kern", ("cocoapods", "Kaart/Kern", "1.0")),
        ("pkg:githubactions/Actions/Checkout@v4", ("github", "actions/checkout", "v4")),
        ("geen purl", None),
    ],
)
def test_a_key(sets: ModuleType, purl: str, key: tuple[str, str, str] | None) -> None:
    assert sets.key_of(purl) == key


def document(folder: Path, *components: tuple[str, dict[str, str]]) -> Path:
    listed = [
        {"purl": purl, "properties": [{"name": f"sluis:{n}", "value": v} for n, v in said.items()]}
        for purl, said in components
    ]
    file = folder / f"{len(list(folder.iterdir()))}.json"
    file.write_text(json.dumps({"components": listed}))
    return file


@pytest.mark.parametrize(
    ("theirs", "ours", "said", "reason"),
    [
        ("pkg:npm/a@1.0.0", "pkg:npm/a@1.0.0", {}, ""),
        ("pkg:npm/a", "pkg:npm/a@1.0.0", {}, ""),
        ("pkg:github/a/b@v1", "pkg:github/a/b@0123", {"version-comment": "v1"}, ""),
        (
            "pkg:gem/ffi@1.1-x86_64-linux",
            "pkg:gem/ffi@1.1?platform=x86_64-linux",
            {"platform": "x86_64-linux"},
            "platform-gem",
        ),
        ("pkg:github/a/b@main", "pkg:github/a/b", {"requirement": "a/b@main"}, "branch"),
        ("pkg:pypi/a@2.10", "pkg:pypi/a", {"requirement": ">=2.10"}, "bound"),
        ("pkg:pypi/a@2.1", "pkg:pypi/a", {"requirement": ">=2.10"}, None),
        ("pkg:npm/a@file:map/a", "pkg:npm/a", {"requirement": "file:map/a"}, "local"),
        ("pkg:npm/b@1.0.0", "pkg:npm/a@1.0.0", {}, None),
    ],
)
def test_what_is_missed_and_why(
    sets: ModuleType,
    tmp_path: Path,
    theirs: str,
    ours: str,
    said: dict[str, str],
    reason: str | None,
) -> None:
    mine = sets.listed(document(tmp_path, (ours, said)))
    missed = sets.missed(sets.listed(document(tmp_path, (theirs, {}))), mine)
    if reason == "":
        assert missed == []
        return
    (key,) = missed
    found = sets.reason_of(key, mine)
    assert (found.id if found else None) == reason


def test_a_document_that_is_not_there(sets: ModuleType, tmp_path: Path) -> None:
    assert sets.listed(tmp_path / "weg.json") is None
