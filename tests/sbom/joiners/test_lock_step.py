"""What is told of a manifest whose lock does not hold what it asks for, and what is passed over."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.inventory import Fragment, Inventory
from sbom.issue import Issue, IssueKind
from sbom.joiners.lock_with_manifest import join
from sbom.match import format_of
from sbom.read import parse_file
from sbom.source import SourceFile

Told = dict[str, str]


def read(path: str, text: str) -> Inventory:
    entry = format_of(path)
    assert entry is not None
    return parse_file(SourceFile(path=path, content=text.encode()), entry)


def told(files: dict[str, str] | dict[str, Inventory]) -> dict[str, Told]:
    """By path of each manifest that was compared: version locked (or empty) by name asked."""
    inventories = {p: read(p, t) if isinstance(t, str) else t for p, t in files.items()}
    joined = {**inventories, **join(inventories)}
    return {
        path: {d.name: d.version for d in inventory.descriptors if d.kind == "lock-step"}
        for path, inventory in joined.items()
        if any(d.kind == "lock" for d in inventory.descriptors)
    }


def npm_lock(**packages: str) -> str:
    """A package-lock.json with packages by name."""
    entries = {f"node_modules/{n}": {"version": v} for n, v in packages.items()}
    return json.dumps({"lockfileVersion": 3, "packages": {"": {"name": "app"}, **entries}})


def npm(lock: str, **manifest: object) -> Told | None:
    """What is told of one package.json; None: it was not compared."""
    files = {"package-lock.json": lock, "package.json": json.dumps({"name": "app", **manifest})}
    return told(files).get("package.json")


def test_a_requirement_that_the_lock_meets_is_not_told() -> None:
    assert npm(npm_lock(een="1.2.0"), dependencies={"een": "^1.0.0"}) == {}


def test_what_the_lock_lacks_and_what_it_holds_at_another_version_is_told() -> None:
    asked = {"een": "^1.0.0", "twee": "^2.0.0", "drie": "*"}
    assert npm(npm_lock(een="1.2.0", twee="1.9.0"), dependencies=asked) == {
        "twee": "1.9.0",
        "drie": "",
    }


def test_a_deviation_says_where_and_what_was_asked() -> None:
    text = '{\n "name": "app",\n "dependencies": {\n  "een": "^2.0.0"\n }\n}'
    files = {"package.json": read("package.json", text)}
    files["package-lock.json"] = read("package-lock.json", npm_lock(een="1.0.0"))
    compared, wrong = join(files)["package.json"].descriptors
    assert (compared.kind, compared.name, dict(compared.properties)) == (
        "lock",
        "package-lock.json",
        {"asked": "1"},
    )
    assert dict(wrong.properties) == {
        "line": "4",
        "lock": "package-lock.json",
        "purl": "pkg:npm/een",
        "requirement": "^2.0.0",
    }


@pytest.mark.parametrize(
    "asked",
    [
        "git+https://example.org/een.git",
        "https://example.org/een.tgz",
        "file:../een",
        "latest",
        "next",
        "catalog:",
    ],
)
def test_what_is_no_range_of_a_registry_is_passed_over(asked: str) -> None:
    known = npm(npm_lock(een="1.0.0"), dependencies={"een": asked, "anker": "^1"})
    assert known == {"anker": ""}


def test_peers_are_passed_over() -> None:
    asked = npm(npm_lock(een="1.0.0"), dependencies={"een": "1"}, peerDependencies={"twee": "1"})
    assert asked == {}


def test_what_is_optional_may_lack_but_not_differ() -> None:
    lock = npm_lock(een="1.0.0")
    assert npm(lock, optionalDependencies={"twee": "^1"}) == {}
    assert npm(lock, optionalDependencies={"een": "^2"}) == {"een": "1.0.0"}


@pytest.mark.parametrize("field", ["overrides", "resolutions"])
def test_what_is_forced_is_passed_over(field: str) -> None:
    more: dict[str, object] = {field: {"een": "1.0.0"}}
    assert npm(npm_lock(een="1.0.0"), dependencies={"een": "^2", "twee": "1"}, **more) == {
        "twee": ""
    }


def test_a_second_name_is_held_against_the_package_behind_it() -> None:
    entry = {"name": "echt", "version": "2.1.0"}
    lock = json.dumps(
        {"lockfileVersion": 3, "packages": {"": {"name": "app"}, "node_modules/anders": entry}}
    )
    assert npm(lock, dependencies={"anders": "npm:echt@^2.0.0"}) == {}
    assert npm(lock, dependencies={"anders": "npm:echt@^3.0.0"}) == {"echt": "2.1.0"}


def test_a_prerelease_counts_by_its_place_in_the_order() -> None:
    assert npm(npm_lock(een="2.0.0-beta.1"), dependencies={"een": ">=1.0.0"}) == {}
    assert npm(npm_lock(een="2.0.0-beta.1"), dependencies={"een": ">=2.0.0"}) == {
        "een": "2.0.0-beta.1"
    }


PROJECT = '[project]\nname = "app"\nversion = "1"\ndependencies = [%s]\n'
UV = 'version = 1\n\n[[package]]\nname = "app"\nversion = "1"\nsource = { virtual = "." }\n%s'


def uv(asked: str, packages: str, more: str = "") -> Told | None:
    return told({"pyproject.toml": PROJECT % asked + more, "uv.lock": UV % packages}).get(
        "pyproject.toml"
    )


def package(name: str, version: str) -> str:
    source = 'source = { registry = "https://example.org/simple" }'
    return f'\n[[package]]\nname = "{name}"\nversion = "{version}"\n{source}\n'


def test_names_of_python_packages_are_folded() -> None:
    assert uv('"Foo_Bar>=1"', package("foo-bar", "1.5")) == {}
    assert uv('"Foo_Bar>=2"', package("foo-bar", "1.5")) == {"Foo_Bar": "1.5"}


def test_what_python_markers_limit_is_passed_over() -> None:
    marked = '"colorama>=9; sys_platform == \'win32\'", "een>=1"'
    assert uv(marked, package("een", "1.0")) == {}


def test_build_systems_are_passed_over() -> None:
    built = '\n[build-system]\nrequires = ["hatchling>=1"]\n'
    assert uv('"een>=1"', package("een", "1.0"), built) == {}


def test_the_environment_of_another_tool_is_passed_over() -> None:
    other = '\n[tool.poetry.dependencies]\ntwee = "^2.0"\n'
    assert uv('"een>=1"', package("een", "1.0"), other) == {}


def test_a_pdm_lock_may_hold_part_of_the_groups() -> None:
    text = PROJECT % '"een>=1"' + '\n[dependency-groups]\ntest = ["proef>=1"]\n'
    lock = (
        '[metadata]\ngroups = ["default"]\nlock_version = "4.5.0"\n\n'
        '[[package]]\nname = "een"\nversion = "1.0"\n'
    )
    assert told({"pyproject.toml": text, "pdm.lock": lock}) == {"pyproject.toml": {}}
    wider = text.replace('"een>=1"', '"een>=1", "twee"')
    assert told({"pyproject.toml": wider, "pdm.lock": lock}) == {"pyproject.toml": {"twee": ""}}


def composer(require: dict[str, str], packages: list[dict[str, object]]) -> Told | None:
    files = {
        "composer.json": json.dumps({"name": "gemeente/app", "require": require}),
        "composer.lock": json.dumps({"packages": packages, "packages-dev": []}),
    }
    return told(files).get("composer.json")


def test_the_platform_is_passed_over() -> None:
    one = {"name": "a/een", "version": "1.0.0"}
    assert composer({"php": ">=9", "ext-intl": "*", "a/een": "^1"}, [one]) == {}


def test_what_another_package_stands_in_for_need_not_be_there() -> None:
    one = {
        "name": "a/een",
        "version": "1.0.0",
        "replace": {"a/oud": "*"},
        "provide": {"a/log": "1"},
    }
    assert composer({"a/een": "^1", "a/oud": "^3", "a/log": "^1", "a/weg": "^1"}, [one]) == {
        "a/weg": ""
    }


def test_a_branch_of_composer_is_no_version() -> None:
    for version in ("dev-main", "2.x-dev"):
        assert composer({"a/een": "^3"}, [{"name": "a/een", "version": version}]) == {}


CARGO = '[package]\nname = "app"\nversion = "0.1.0"\n\n[dependencies]\n%s\n'
CARGO_LOCK = 'version = 3\n\n[[package]]\nname = "app"\nversion = "0.1.0"\ndependencies = [%s]\n%s'
REGISTRY = 'source = "registry+https://example.org/index"\n'


def crate(name: str, version: str) -> str:
    return f'\n[[package]]\nname = "{name}"\nversion = "{version}"\n{REGISTRY}'


def test_the_version_that_the_project_got_counts_when_the_lock_says_which() -> None:
    both = crate("rand", "0.7.3") + crate("rand", "0.8.5")
    files = {
        "Cargo.toml": CARGO % 'rand = "0.8"',
        "Cargo.lock": CARGO_LOCK % ('"rand 0.7.3"', both),
    }
    assert told(files) == {"Cargo.toml": {"rand": "0.7.3"}}
    files["Cargo.lock"] = CARGO_LOCK % ('"rand 0.8.5"', both)
    assert told(files) == {"Cargo.toml": {}}


def test_of_several_versions_one_that_fits_is_enough_when_the_lock_does_not_say() -> None:
    lock = "# yarn lockfile v1\n\n" + "".join(
        f'{name}@^{v}:\n  version "{v}"\n\n' for name, v in (("een", "1.0.0"), ("een", "2.0.0"))
    )
    for asked, expected in (("2.0.0", {}), (">=1 <1.5", {}), ("^3.0.0", {"een": "1.0.0"})):
        files = {"yarn.lock": lock, "package.json": json.dumps({"dependencies": {"een": asked}})}
        assert told(files)["package.json"].keys() == expected.keys()


def test_members_of_a_workspace_inherit_and_are_held_against_the_lock_above() -> None:
    files = {
        "Cargo.toml": '[workspace]\nmembers = ["lid"]\n[workspace.dependencies]\nrand = "0.9"\n',
        "lid/Cargo.toml": '[package]\nname = "lid"\nversion = "0.1.0"\n[dependencies]\nrand = { workspace = true }\n',
        "Cargo.lock": CARGO_LOCK.replace("app", "lid") % ('"rand"', crate("rand", "0.8.5")),
    }
    assert told(files) == {"lid/Cargo.toml": {"rand": "0.8.5"}}


def test_a_manifest_of_its_own_below_another_lock_is_not_held_against_it() -> None:
    files = {
        "package-lock.json": npm_lock(een="1.0.0"),
        "package.json": json.dumps({"name": "app", "dependencies": {"een": "1"}}),
        "los/package.json": json.dumps({"name": "los", "dependencies": {"weg": "1"}}),
        "node_modules/een/package.json": json.dumps({"name": "een", "dependencies": {"weg": "1"}}),
    }
    assert told(files) == {"package.json": {}}


def test_a_gem_under_a_condition_is_passed_over() -> None:
    lock = (
        "GEM\n  remote: https://example.org/\n  specs:\n    rack (2.2.0)\n\nDEPENDENCIES\n  rack\n"
    )
    gemfile = 'gem "rack", "~> 3.0"\ngem "weg"\nif ENV["EXTRA"]\n  gem "soms"\nend\n'
    assert told({"Gemfile": gemfile, "Gemfile.lock": lock}) == {
        "Gemfile": {"rack": "2.2.0", "weg": ""}
    }


def test_a_lock_that_was_read_in_part_may_lack_but_not_differ() -> None:
    lock = read("package-lock.json", npm_lock(een="1.0.0"))
    torn = Issue(kind=IssueKind.ENTRY, subject="x", message="is no entry")
    files = {
        "package.json": read(
            "package.json", json.dumps({"dependencies": {"een": "^2", "twee": "^1"}})
        ),
        "package-lock.json": msgspec.structs.replace(lock, issues=(torn,)),
    }
    assert told(files) == {"package.json": {"een": "1.0.0"}}


def test_a_lock_of_an_ecosystem_without_plain_choices_is_not_compared() -> None:
    files = {
        "Package.swift": 'let package = Package(name: "app", dependencies: ['
        '.package(url: "https://example.org/een.git", from: "2.0.0")])\n',
        "Package.resolved": json.dumps(
            {
                "version": 2,
                "pins": [
                    {
                        "identity": "twee",
                        "kind": "remoteSourceControl",
                        "location": "https://example.org/twee.git",
                        "state": {"version": "1.0.0"},
                    }
                ],
            }
        ),
    }
    assert told(files) == {}


def test_a_second_join_tells_nothing_more() -> None:
    files = {
        "package.json": read("package.json", json.dumps({"dependencies": {"een": "^2"}})),
        "package-lock.json": read("package-lock.json", npm_lock(een="1.0.0")),
    }
    first = {**files, **join(files)}
    assert join(first) == {}


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)


@given(kind=st.sampled_from(["lock/exempt", "lock/forced", "lock/provided"]), data=_ANY)
def test_a_fragment_of_any_shape_is_borne(kind: str, data: object) -> None:
    fragment = Fragment(kind=kind, data=data)  # type: ignore[arg-type] # hostile on purpose
    files = {
        "package.json": read("package.json", json.dumps({"dependencies": {"een": "^2"}})),
        "package-lock.json": read("package-lock.json", npm_lock(een="1.0.0")),
    }
    hostile = {
        path: msgspec.structs.replace(inventory, fragments=(*inventory.fragments, fragment))
        for path, inventory in files.items()
    }
    assert set(told(hostile)) <= {"package.json"}


def test_a_package_from_a_folder_outside_is_held_to_its_own_use_only() -> None:
    lock = UV % (
        '\n[[package]]\nname = "deel"\nversion = "1"\nsource = { directory = "deel" }\n'
        + package("een", "1.0")
    )
    below = '[project]\nname = "deel"\nversion = "1"\ndependencies = ["een>=2"]\n'
    files = {
        "uv.lock": lock,
        "pyproject.toml": PROJECT % '"een>=1"',
        "deel/pyproject.toml": below + '[dependency-groups]\ndev = ["proef>=1"]\n',
    }
    assert told(files) == {"pyproject.toml": {}, "deel/pyproject.toml": {"een": "1.0"}}


@given(asked=st.text(max_size=30), held=st.text(max_size=30))
def test_any_requirement_and_version_is_borne(asked: str, held: str) -> None:
    known = npm(npm_lock(een=held), dependencies={"een": asked})
    assert known is None or len(known) <= 1
