"""Laws of all readers of Python formats, and their scores on the shared fixtures."""

import importlib
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Component, Role, VersionKind
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.pep508 import normalise
from sbom.source import SourceFile

MODULES = {
    "requirements.txt": "requirements",
    "pyproject.toml": "pyproject",
    "uv.lock": "uv_lock",
    "poetry.lock": "poetry_lock",
    "pylock.toml": "pylock",
    "Pipfile.lock": "pipfile_lock",
    "pdm.lock": "pdm_lock",
}


def parse(name: str, content: bytes) -> Inventory:
    module = importlib.import_module(f"sbom.parsers.pypi.{MODULES[name]}")
    found: Inventory = module.parse(SourceFile(path=name, content=content))
    return found


def lawful(name: str, content: bytes) -> None:
    try:
        inventory = parse(name, content)
    except ParseError:
        return
    refs = [c.ref for c in inventory.components]
    assert len(refs) == len(set(refs))
    assert {d.ref for d in inventory.dependencies} <= set(refs)
    for dependency in inventory.dependencies:
        assert set(dependency.targets) <= set(refs)
        assert list(dependency.targets) == sorted(dependency.targets)
    for component in inventory.components:
        assert component.name
        assert component.roles == tuple(sorted(set(component.roles)))
        assert component.properties == tuple(sorted(component.properties))
        assert component.hashes == tuple(sorted(component.hashes))
        has_version = "@" in component.purl.partition("?")[0]
        assert has_version == (component.version_kind is VersionKind.EXACT)


KEYS = st.sampled_from(
    [
        "name", "version", "source", "dependencies", "optional-dependencies", "dev-dependencies",
        "files", "wheels", "sdist", "groups", "extras", "marker", "markers", "hashes", "hash", "git",
        "url", "path", "rev", "vcs", "archive", "directory", "category", "optional", "members",
        "requirements", "license", "classifiers", "dynamic", "include-group", "sources", "default",
        "develop", "_meta", "type", "text", "file", "dev", "python", "workspace", "registry",
    ]
)  # fmt: skip
SCALARS = (
    st.booleans()
    | st.integers(-9, 99)
    | st.floats(0, 9)
    | st.sampled_from(
        ["", "a", "a==1", ".", "1.0", "*", "git+https://example.org/a@b", "sha256:00", "é\"'\\"]
    )
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml(v) for v in value) + "]"
    if isinstance(value, float):
        return repr(value) if "." in repr(value) or "e" in repr(value) else f"{value}.0"
    return json.dumps(value, ensure_ascii=False)


TABLES = st.dictionaries(KEYS, VALUES, max_size=5)


@pytest.mark.parametrize(
    "name", [n for n in MODULES if n.endswith((".lock", ".toml")) and n[0] != "P"]
)
@given(
    tables=st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "[[package]]", "[[packages]]", "[package.dependencies]", "[metadata]",
                    "[metadata.files]", "[manifest]", "[package.source]", "[project]",
                    "[package.dev-dependencies]", "[tool.poetry]", "[tool.poetry.dependencies]",
                    "[dependency-groups]", "[tool.uv]", "[tool.uv.sources]", "[build-system]",
                    "[tool.poetry.group.dev]", "[tool.pdm.dev-dependencies]", "[tool.hatch.envs]",
                ]
            ),
            TABLES,
        ),
        max_size=4,
    )
)  # fmt: skip
def test_any_tables_keep_the_laws(name: str, tables: list[tuple[str, dict[str, Any]]]) -> None:
    lines = []
    for head, table in tables:
        lines.append(head)
        lines += [f"{k} = {toml(v)}" for k, v in table.items()]
    lawful(name, ("\n".join(lines) + "\n").encode())


@given(st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=3) | VALUES, max_size=4))
def test_any_object_keeps_the_laws(value: dict[str, Any]) -> None:
    lawful("Pipfile.lock", json.dumps(value).encode())


@pytest.mark.parametrize("name", list(MODULES))
@given(content=st.binary(max_size=120))
def test_any_bytes_keep_the_laws(name: str, content: bytes) -> None:
    lawful(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("requirements.txt", "a==1\n    # via a\n" * 20_000),
        ("requirements.txt", "a==1 # via a\n" * 20_000),
        (
            "uv.lock",
            '[[package]]\nname = "a"\nversion = "1"\ndependencies = [\n    { name = "a" },\n]\n'
            * 5_000,
        ),
        (
            "poetry.lock",
            '[[package]]\nname = "a"\nversion = "1"\n[package.dependencies]\na = "*"\n' * 5_000,
        ),
        ("pdm.lock", '[[package]]\nname = "a"\nversion = "1"\ndependencies = ["a"]\n' * 5_000),
        ("pylock.toml", '[[packages]]\nname = "a"\ndependencies = [{ name = "a" }]\n' * 5_000),
        (
            "pyproject.toml",
            "[dependency-groups]\n"
            + "".join(f'g{i} = [{{include-group = "g{i + 1}"}}]\n' for i in range(3_000)),
        ),
        ("pyproject.toml", "[project]\ndependencies = [\n" + "'a',\n" * 10_000 + "]\n"),
    ],
)
def test_repetition_takes_linear_time(name: str, content: str) -> None:
    start = time.process_time()
    lawful(name, content.encode())
    assert time.process_time() - start < 5


def cases(fixtures_dir: Path) -> list[dict[str, Any]]:
    records = json.loads((fixtures_dir / "A_lockfiles" / "cases.json").read_text("utf-8"))["cases"]
    return [
        c
        for c in records
        if c["format"] in MODULES and not c["is_dir"] and not c.get("needs_resolution")
    ]


def visible(case: dict[str, Any], component: Component) -> bool:
    """Whether the peer of a case lists components with these flags at all."""
    peer = case["id"].partition("-")[0]
    roles = set(component.roles)
    if peer not in {"syft", "trivy"} and roles & {Role.ROOT, Role.WORKSPACE}:
        return False
    if case["format"] == "requirements.txt":
        if peer != "scancode" and roles & {Role.GIT, Role.URL, Role.LOCAL}:
            return False
        return peer == "scancode" or component.version_kind is not VersionKind.UNRESOLVED
    return component.scope != "build"


@pytest.mark.fixtures
def test_every_fixture_keeps_the_laws(fixtures_dir: Path) -> None:
    for case in cases(fixtures_dir):
        lawful(case["format"], (fixtures_dir / "A_lockfiles" / case["file"]).read_bytes())


@pytest.mark.fixtures
def test_the_names_that_other_scanners_expect_are_found(fixtures_dir: Path) -> None:
    hit = expected = found = right = 0
    for case in cases(fixtures_dir):
        if case["match"] != "exact":
            continue
        try:
            inventory = parse(
                case["format"], (fixtures_dir / "A_lockfiles" / case["file"]).read_bytes()
            )
        except ParseError:
            inventory = Inventory()
        ours = {normalise(c.name) for c in inventory.components if visible(case, c)}
        theirs = {normalise(e["name"]) for e in case["expected"] if e.get("name")}
        hit += len(ours & theirs)
        expected += len(theirs)
        if case["id"].startswith("scalibr"):
            found += len(ours)
            right += len(ours & theirs)
    assert hit / expected >= 0.98
    assert right / found >= 0.97
