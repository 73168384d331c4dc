"""Locks and manifests that inform each other."""

import json

import msgspec
import pytest

from sbom.component import Component, Dependency, Role, Scope, VersionKind
from sbom.inventory import Fragment, Inventory
from sbom.joiners.lock_with_manifest import join
from sbom.match import format_of
from sbom.parsers.npm.package_json import parse as parse_manifest
from sbom.parsers.npm.package_lock import parse as parse_package_lock
from sbom.parsers.npm.yarn_lock import parse as parse_yarn
from sbom.read import parse_file
from sbom.source import SourceFile


def manifest(path: str, **fields: object) -> Inventory:
    return parse_manifest(SourceFile(path=path, content=json.dumps(fields).encode()))


def yarn(text: str) -> Inventory:
    return parse_yarn(SourceFile(path="yarn.lock", content=text.encode()))


def parsed(path: str, text: str) -> Inventory:
    entry = format_of(path)
    assert entry is not None
    return parse_file(SourceFile(path=path, content=text.encode()), entry)


def facts(inventory: Inventory) -> dict[str, tuple[Scope, bool | None, str]]:
    return {
        f"{c.name}@{c.version}": (c.scope, c.direct, c.requirement) for c in inventory.components
    }


def roles(inventory: Inventory) -> dict[str, tuple[Role, ...]]:
    return {c.name: c.roles for c in inventory.components}


YARN = """# yarn lockfile v1

gedeeld@^1.0.0:
  version "1.0.0"

gedeeld@^2.0.0:
  version "2.0.0"

los@^1.0.0:
  version "1.0.0"

proef@^1.0.0:
  version "1.0.0"
  dependencies:
    gedeeld "^2.0.0"

run@^1.0.0:
  version "1.0.0"
  dependencies:
    gedeeld "^1.0.0"
  optionalDependencies:
    snel "*"

snel@*:
  version "3.0.0"
"""


def test_scope_and_directness_of_a_yarn_lock_follow_from_the_manifest():
    files = {
        "app/yarn.lock": yarn(YARN),
        "app/package.json": manifest(
            "app/package.json",
            name="app",
            dependencies={"run": "^1.0.0"},
            devDependencies={"proef": "^1.0.0", "weg": "1"},
        ),
    }
    changed = join(files)
    assert facts(changed["app/yarn.lock"]) == {
        "gedeeld@1.0.0": (Scope.RUNTIME, False, ""),
        "gedeeld@2.0.0": (Scope.DEV, False, ""),
        "los@1.0.0": (Scope.UNKNOWN, False, ""),
        "proef@1.0.0": (Scope.DEV, True, "^1.0.0"),
        "run@1.0.0": (Scope.RUNTIME, True, "^1.0.0"),
        "snel@3.0.0": (Scope.OPTIONAL, False, ""),
    }
    assert roles(changed["app/package.json"]) == {
        "app": (Role.ROOT,),
        "run": (Role.DECLARED,),
        "proef": (Role.DECLARED,),
        "weg": (),
    }


def test_the_descriptor_decides_between_versions():
    files = {
        "yarn.lock": yarn(YARN),
        "package.json": manifest("package.json", name="x", dependencies={"gedeeld": "^2.0.0"}),
    }
    assert facts(join(files)["yarn.lock"])["gedeeld@2.0.0"] == (Scope.RUNTIME, True, "^2.0.0")
    assert facts(join(files)["yarn.lock"])["gedeeld@1.0.0"][1] is False


BERRY = """__metadata:
  version: 8

"deel@workspace:*, deel@workspace:packages/deel":
  version: 0.0.0-use.local
  resolution: "deel@workspace:packages/deel"
  dependencies:
    proef: "npm:^1.0.0"
    run: "npm:^1.0.0"
  linkType: soft

"proef@npm:^1.0.0":
  version: 1.0.0
  resolution: "proef@npm:1.0.0"

"run@npm:^1.0.0":
  version: 1.0.0
  resolution: "run@npm:1.0.0"

"top@workspace:.":
  version: 0.0.0-use.local
  resolution: "top@workspace:."
  dependencies:
    deel: "workspace:*"
  linkType: soft
"""


def test_development_needs_of_a_workspace_stay_development():
    files = {
        "yarn.lock": yarn(BERRY),
        "package.json": manifest("package.json", name="top", dependencies={"deel": "workspace:*"}),
        "packages/deel/package.json": manifest(
            "packages/deel/package.json",
            name="deel",
            dependencies={"run": "^1.0.0"},
            devDependencies={"proef": "^1.0.0"},
        ),
    }
    changed = join(files)
    found = facts(changed["yarn.lock"])
    assert found["run@1.0.0"][0] is Scope.RUNTIME
    assert found["proef@1.0.0"][0] is Scope.DEV
    assert roles(changed["package.json"])["deel"] == (Role.DECLARED, Role.WORKSPACE)
    assert roles(changed["packages/deel/package.json"])["run"] == (Role.DECLARED,)


def test_another_package_of_the_repository_that_yarn_1_does_not_list_is_a_workspace():
    files = {
        "package.json": manifest("package.json", name="geheel", workspaces=["pakketten/*"]),
        "pakketten/een/package.json": manifest(
            "pakketten/een/package.json",
            name="een",
            version="1.0.0",
            dependencies={"twee": "^1.0.0", "los": "^1.0.0", "elders": "^9.0.0"},
        ),
        "pakketten/twee/package.json": manifest(
            "pakketten/twee/package.json", name="twee", version="1.0.0"
        ),
        "yarn.lock": yarn(YARN),
    }
    joined = {**files, **join(files)}
    assert roles(joined["pakketten/een/package.json"]) == {
        "een": (Role.ROOT,),
        "twee": (Role.DECLARED, Role.WORKSPACE),
        "los": (Role.DECLARED,),
        "elders": (),
    }


def test_a_manifest_below_that_is_no_workspace_is_left_alone():
    files = {
        "yarn.lock": yarn(YARN),
        "package.json": manifest("package.json", name="x", workspaces=["packages/*"]),
        "packages/a/package.json": manifest("p", name="a", dependencies={"run": "^1.0.0"}),
        "elders/package.json": manifest("p", name="b", dependencies={"proef": "^1.0.0"}),
        "node_modules/run/package.json": manifest(
            "node_modules/run/package.json", name="run", dependencies={"los": "1"}
        ),
    }
    changed = join(files)
    assert set(changed) == {"yarn.lock", "packages/a/package.json"}
    found = facts(changed["yarn.lock"])
    assert (found["run@1.0.0"][0], found["proef@1.0.0"][0]) == (Scope.RUNTIME, Scope.UNKNOWN)


def test_what_a_package_lock_states_is_kept():
    text = '{"lockfileVersion": 1, "dependencies": {"a": {"version": "1.0.0", "dev": true, "requires": {"b": "1"}}, "b": {"version": "1.0.0", "dev": true}}}'
    files = {
        "package-lock.json": parse_package_lock(
            SourceFile(path="package-lock.json", content=text.encode())
        ),
        "package.json": manifest("package.json", devDependencies={"a": "^1.0.0"}),
    }
    assert facts(join(files)["package-lock.json"]) == {
        "a@1.0.0": (Scope.DEV, True, "^1.0.0"),
        "b@1.0.0": (Scope.DEV, False, ""),
    }


def part(name: str, version: str = "", **more: object) -> Component:
    kind = VersionKind.EXACT if version else VersionKind.RANGE
    return msgspec.structs.replace(
        Component(purl=f"pkg:x/{name}", name=name, version=version, version_kind=kind), **more
    )


@pytest.mark.parametrize(
    ("lock", "project", "written", "locked"),
    [
        ("poetry.lock", "pyproject.toml", "Foo_Bar", "foo-bar"),
        ("composer.lock", "composer.json", "Vendor/Pakket", "vendor/pakket"),
        ("Cargo.lock", "Cargo.toml", "foo-bar", "foo_bar"),
        ("Chart.lock", "Chart.yaml", "redis", "redis"),
    ],
)
def test_names_are_compared_as_each_ecosystem_does(lock, project, written, locked):
    files = {
        f"x/{lock}": Inventory(
            components=(
                part(locked, "1.0.0", scope=Scope.UNKNOWN, ref=locked),
                part("diep", "2.0.0", scope=Scope.UNKNOWN, ref="diep"),
            ),
            dependencies=(Dependency(ref=locked, targets=("diep",)),),
        ),
        f"x/{project}": Inventory(
            components=(part(written, direct=True, requirement="^1", scope=Scope.TEST),)
        ),
    }
    changed = join(files)
    assert facts(changed[f"x/{lock}"]) == {
        f"{locked}@1.0.0": (Scope.TEST, True, "^1"),
        "diep@2.0.0": (Scope.TEST, False, ""),
    }
    assert changed[f"x/{project}"].components[0].roles == (Role.DECLARED,)


def test_a_project_in_the_lock_points_at_its_own_version():
    lock = Inventory(
        components=(
            part("app", "0.1.0", roles=(Role.WORKSPACE,), ref="app"),
            part("rand", "0.7.0", scope=Scope.UNKNOWN, ref="rand 0.7.0"),
            part("rand", "0.8.0", scope=Scope.UNKNOWN, ref="rand 0.8.0"),
        ),
        dependencies=(Dependency(ref="app", targets=("rand 0.8.0",)),),
    )
    project = Inventory(
        components=(
            part("app", "0.1.0", roles=(Role.ROOT,)),
            part("rand", direct=True, requirement="0.8"),
        )
    )
    changed = join({"Cargo.lock": lock, "lid/Cargo.toml": project})
    assert facts(changed["Cargo.lock"])["rand@0.8.0"] == (Scope.RUNTIME, True, "0.8")
    assert facts(changed["Cargo.lock"])["rand@0.7.0"] == (Scope.UNKNOWN, False, "")


def test_foreign_fragments_and_constraints_are_borne():
    lock = Inventory(
        components=(part("a", "1", ref="a"),),
        fragments=(
            Fragment(kind="graph/optional", data=[1]),
            Fragment(kind="graph/descriptors", data=3),
        ),
    )
    forced = Inventory(
        components=(part("a", direct=True, roles=(Role.CONSTRAINT,)),),
        fragments=(Fragment(kind="workspaces", data=[1, None]),),
    )
    files = {
        "yarn.lock": lock,
        "package.json": forced,
        "x/package.json": forced,
        "leesmij.txt": lock,
    }
    assert join(files) == {}


def test_joining_twice_changes_nothing_more():
    files = {
        "yarn.lock": yarn(YARN),
        "package.json": manifest("package.json", name="x", dependencies={"run": "^1.0.0"}),
    }
    first = {**files, **join(files)}
    assert join(first) == {}


def test_a_gemfile_tells_its_lock_the_scopes() -> None:
    files = {
        "Gemfile": 'source "https://example.org"\ngem "rack", "~> 3.0"\ngroup :test do\n  gem "rspec"\nend\n',
        "Gemfile.lock": (
            "GEM\n  remote: https://example.org/\n  specs:\n    diff (1.5)\n    rack (3.0.8)\n"
            "    rspec (3.12.0)\n      diff (>= 1)\n\nDEPENDENCIES\n  rack (~> 3.0)\n  rspec\n"
        ),
    }
    joined = join({path: parsed(path, text) for path, text in files.items()})
    assert [(c.name, c.version, c.scope.value) for c in joined["Gemfile.lock"].components] == [
        ("diff", "1.5", "test"),
        ("rack", "3.0.8", "runtime"),
        ("rspec", "3.12.0", "test"),
    ]
    assert all(Role.DECLARED in c.roles for c in joined["Gemfile"].components)


def test_two_manifests_of_one_folder_are_both_settled() -> None:
    files = {
        "loket.gemspec": (
            'Gem::Specification.new do |s|\n  s.name = "loket"\n  s.version = "1.0"\n'
            '  s.add_dependency "rack", ">= 2"\nend\n'
        ),
        "Gemfile": 'gemspec\ngem "rake"\n',
        "Gemfile.lock": (
            "PATH\n  remote: .\n  specs:\n    loket (1.0)\n      rack (>= 2)\n\nGEM\n  specs:\n"
            "    rack (3.0.8)\n    rake (13.0)\n\nDEPENDENCIES\n  loket!\n  rake\n"
        ),
    }
    joined = join({path: parsed(path, text) for path, text in files.items()})
    for path, name in (("loket.gemspec", "rack"), ("Gemfile", "rake")):
        [asked] = [c for c in joined[path].components if c.name == name]
        assert Role.DECLARED in asked.roles
