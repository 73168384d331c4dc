"""Laws of the readers of further languages, and that they find what other scanners find."""

import importlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sbom.component import VersionKind
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.match import format_of
from sbom.source import SourceFile

PATHS = {
    "Package.resolved": "Package.resolved",
    "Podfile.lock": "Podfile.lock",
    "pubspec.lock": "pubspec.lock",
    "pubspec.yaml": "pubspec.yaml",
    "mix.lock": "mix.lock",
    "rebar.lock": "rebar.lock",
    "gleam": "manifest.toml",
    "conan.lock": "conan.lock",
    "conanfile.txt": "conanfile.txt",
    "conanfile.py": "conanfile.py",
    "conandata.yml": "conandata.yml",
    "renv.lock": "renv.lock",
    "DESCRIPTION": "DESCRIPTION",
    "packrat": "packrat.lock",
    "Manifest.toml": "Manifest.toml",
    "Project.toml": "Project.toml",
    "opam": "a.opam",
    "cabal.project.freeze": "cabal.project.freeze",
    "stack.yaml.lock": "stack.yaml.lock",
    "bazel": "MODULE.bazel.lock",
    "maven_install": "maven_install.json",
    "rockspec": "a.rockspec",
    "cpan meta": "META.json",
    "cpan yml": "META.yml",
    "snapshot": "cpanfile.snapshot",
    "conda environment.yml": "environment.yml",
    "conda-meta": "conda-meta/a.json",
    "conda-lock": "conda-lock.yml",
    "recipe": "meta.yaml",
    "bun.lock": "bun.lock",
    "deno.lock": "deno.lock",
    "deno.json": "deno.json",
    "bower.json": "bower.json",
    "paket.lock": "paket.lock",
    "paket.dependencies": "paket.dependencies",
    "build.sbt.lock": "build.sbt.lock",
    "setup.py": "setup.py",
    "setup.cfg": "setup.cfg",
    "Pipfile": "Pipfile",
    "python METADATA": "a-1.0.dist-info/METADATA",
    "PKG-INFO": "a/PKG-INFO",
    "requires.txt": "a.egg-info/requires.txt",
    "direct_url": "a-1.0.dist-info/direct_url.json",
    "deps.json": "a.deps.json",
    "project.assets.json": "obj/project.assets.json",
    "x.nuspec": "a.nuspec",
    "gradle verification-metadata.xml": "gradle/verification-metadata.xml",
    "vendor/modules.txt": "vendor/modules.txt",
    "snap manifest": "snap/manifest.yaml",
}


def read(path: str, content: bytes) -> Inventory:
    entry = format_of(path)
    assert entry is not None, path
    module = importlib.import_module(f"sbom.parsers.{entry.module}")
    found: Inventory = module.parse(SourceFile(path=path, content=content))
    return found


def lawful(path: str, content: bytes) -> Inventory | None:
    try:
        inventory = read(path, content)
    except ParseError:
        return None
    refs = [c.ref for c in inventory.components]
    assert len(refs) == len(set(refs))
    assert all(refs)
    for dependency in inventory.dependencies:
        assert dependency.ref in refs
        assert set(dependency.targets) <= set(refs)
        assert list(dependency.targets) == sorted(set(dependency.targets))
    for component in inventory.components:
        assert component.name
        assert component.roles == tuple(sorted(set(component.roles)))
        assert component.properties == tuple(sorted(component.properties))
        assert component.hashes == tuple(sorted(component.hashes))
        has_version = "@" in component.purl.partition("?")[0].partition("#")[0]
        assert has_version == (component.version_kind is VersionKind.EXACT), component
        if component.version_kind in {VersionKind.RANGE, VersionKind.ABSENT}:
            assert component.version == ""
    return inventory


KEYS = st.sampled_from(
    [
        "pins", "identity", "location", "state", "version", "revision", "object", "PODS",
        "DEPENDENCIES", "EXTERNAL SOURCES", "packages", "sdks", "description", "source",
        "dependency", "name", "dependencies", "dev_dependencies", "environment", "git", "path",
        "graph_lock", "nodes", "ref", "requires", "build_requires", "context", "R", "Packages",
        "Version", "Source", "deps", "completed", "hackage", "snapshots", "registryFileHashes",
        "moduleDepGraph", "<root>", "artifacts", "dependency_tree", "coord", "prereqs", "runtime",
        "license", "pip", "depends", "package", "requirements", "run", "about", "outputs",
        "workspaces", "lockfileVersion", "", "npm", "jsr", "specifiers", "remote", "workspace",
        "imports", "devDependencies", "resolutions", "org", "libraries", "targets", "type",
        "projectFileDependencyGroups", "project", "snapcraft-version", "primed-stage-packages",
        "url", "vcs_info", "hash", "integrity", "a", "a/1", "a@1", "meta-spec",
    ]
)  # fmt: skip
TEXTS = st.sampled_from(
    ["", "a", "1", "a/1.0", "a@1.0", "a (1.0)", ">=1", "https://example.org/a/b.git", "git", "a:b:1",
     "1.0#x", "npm:a@1", "%", "é", "a@workspace:b", "project", "@a/b", "\x00"]
)  # fmt: skip
VALUES = st.recursive(
    TEXTS | st.none() | st.booleans() | st.integers(-1, 3) | st.floats(allow_nan=False, width=16),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
STRUCTURED = sorted(
    p for p in PATHS.values() if p.endswith((".json", ".yaml", ".yml", ".lock", ".resolved"))
)


@pytest.mark.parametrize("path", STRUCTURED)
@settings(max_examples=60, deadline=None)
@given(value=st.dictionaries(KEYS, VALUES, max_size=5))
def test_any_values_at_any_place(path: str, value: dict[str, Any]) -> None:
    lawful(path, json.dumps(value).encode())


LINES = st.lists(
    st.sampled_from(
        ["[a]", "name = 'a'", "a = 1", "[[a]]", "[[deps.a]]", 'version = "1"', "deps = ['a']",
         "constraints: any.a ==1,", "  a ==2", "# a v1.0.0 => ./b", "## explicit", "a/b", "[requires]",
         "a/1.0", "NUGET", "  remote: x", "    a (1.0)", "      b (1)", "nuget a >= 1", "github a/b:c",
         "Name: a", "Version: 1", "Requires-Dist: b; extra == 'c'", "Package: a", "Imports: b (== 1), c",
         "setup(name='a', install_requires=['b==1', c],", ")", 'depends: ["a" {= "1"} "b"]', "url {",
         "}", "package = 'a'", "dependencies = { 'b == 1', [[c]] }", "install_requires =", "    a>=1",
         '%{"a": {:hex, :a, "1"}}', '{"1.2.0",[{<<"a">>,{pkg,<<"a">>,<<"1">>},0}]}.',
         "class A(ConanFile):", "    requires = 'a/1', b", "DISTRIBUTIONS", "  A-1.0", "    provides:",
         "      A 1", "<package><metadata><id>a</id>", "</metadata></package>", ""]
    ),
    max_size=14,
)  # fmt: skip


@pytest.mark.parametrize("path", sorted(PATHS.values()))
@settings(max_examples=40, deadline=None)
@given(lines=LINES)
def test_any_lines_in_any_order(path: str, lines: list[str]) -> None:
    lawful(path, "\n".join(lines).encode())


@pytest.mark.parametrize("path", sorted(PATHS.values()))
@settings(max_examples=25, deadline=None)
@given(content=st.binary(max_size=200))
def test_any_bytes(path: str, content: bytes) -> None:
    lawful(path, content)


@pytest.mark.fixtures
def test_what_others_find_is_found(fixtures_dir: Path) -> None:
    """Names only, no flags left out: nothing that another scanner lists is missed in silence."""
    folder = fixtures_dir / "A_lockfiles"
    found = wanted = 0
    for case in json.loads((folder / "cases.json").read_text(encoding="utf-8"))["cases"]:
        path = PATHS.get(case["format"])
        if path is None or case["is_dir"] or case["expect_error"] or case.get("needs_resolution"):
            continue
        inventory = lawful(path, (folder / case["file"]).read_bytes())
        names = (
            {n for c in inventory.components for n in (c.name.lower(), c.purl.lower())}
            if (inventory)
            else set()
        )
        for expected in case["expected"]:
            name = expected["name"].lower()
            last = name.rpartition("/")[2]
            wanted += 1
            found += name in names or any(last in n for n in names)
    assert wanted > 500
    assert found / wanted > 0.98
