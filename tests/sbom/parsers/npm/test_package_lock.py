"""package-lock.json of all versions."""

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sbom.component import Component, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.issue import IssueKind
from sbom.parsers.npm.package_lock import parse
from sbom.source import SourceFile

V3 = """{
  "name": "voorbeeld",
  "version": "1.2.0",
  "lockfileVersion": 3,
  "packages": {
    "": {
      "name": "voorbeeld",
      "version": "1.2.0",
      "license": "EUPL-1.2",
      "workspaces": ["packages/*"],
      "dependencies": {"a": "^1.0.0", "width-cjs": "npm:string-width@^4.2.0", "lokaal": "file:lokaal"},
      "devDependencies": {"test-kit": "~2.0.0"}
    },
    "lokaal": {"version": "0.1.0"},
    "node_modules/a": {
      "version": "1.0.1",
      "resolved": "https://user:geheim@registry.example.org/a/-/a-1.0.1.tgz",
      "integrity": "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk= sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
      "license": ["MIT", "Apache-2.0"],
      "dependencies": {"b": "^1.0.0"},
      "hasInstallScript": true,
      "deprecated": "gebruik c"
    },
    "node_modules/a/node_modules/b": {"version": "1.5.0", "optional": true, "os": ["darwin"], "cpu": ["arm64"]},
    "node_modules/b": {"version": "2.0.0", "dev": true, "inBundle": true},
    "node_modules/deel": {"resolved": "packages/deel", "link": true},
    "node_modules/lokaal": {"resolved": "lokaal", "link": true},
    "node_modules/test-kit": {"version": "2.0.3", "dev": true, "dependencies": {"b": "*"}},
    "node_modules/width-cjs": {"name": "string-width", "version": "4.2.3"},
    "node_modules/uit-git": {
      "resolved": "git+ssh://git@git.example.org/x/uit-git.git#0123456789abcdef0123456789abcdef01234567"
    },
    "packages/deel": {"version": "3.0.0", "dependencies": {"b": "^2.0.0"}}
  }
}"""


def read(text: str) -> Inventory:
    return parse(SourceFile(path="package-lock.json", content=text.encode()))


def by_ref(inventory: Inventory) -> dict[str, Component]:
    return {c.ref: c for c in inventory.components}


def edges(inventory: Inventory) -> dict[str, tuple[str, ...]]:
    return {d.ref: d.targets for d in inventory.dependencies}


def test_every_entry_is_a_component_with_its_line():
    found = by_ref(read(V3))
    assert set(found) == {
        ".",
        "lokaal",
        "node_modules/a",
        "node_modules/a/node_modules/b",
        "node_modules/b",
        "node_modules/test-kit",
        "node_modules/width-cjs",
        "node_modules/uit-git",
        "packages/deel",
    }
    assert [found[r].line for r in (".", "lokaal", "node_modules/a", "packages/deel")] == [
        6,
        14,
        15,
        33,
    ]


def test_the_project_itself_is_the_root():
    root = by_ref(read(V3))["."]
    assert (root.purl, root.roles, root.kind) == (
        "pkg:npm/voorbeeld@1.2.0",
        (Role.ROOT,),
        "application",
    )
    assert [c.raw for c in root.licenses] == ["EUPL-1.2"]


def test_licence_list_hashes_and_flags_are_kept():
    entry = by_ref(read(V3))["node_modules/a"]
    assert [c.raw for c in entry.licenses] == ["MIT", "Apache-2.0"]
    assert dict(entry.hashes) == {
        "SHA-1": "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "SHA-256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    }
    assert dict(entry.properties) == {"deprecated": "gebruik c", "install-script": "true"}
    assert (entry.direct, entry.requirement, entry.scope) == (True, "^1.0.0", Scope.RUNTIME)


def test_no_credentials_in_the_download_address():
    entry = by_ref(read(V3))["node_modules/a"]
    assert entry.download == "https://registry.example.org/a/-/a-1.0.1.tgz"


def test_the_nearest_copy_is_the_one_that_is_meant():
    graph = edges(read(V3))
    assert graph["node_modules/a"] == ("node_modules/a/node_modules/b",)
    assert graph["node_modules/test-kit"] == ("node_modules/b",)
    assert graph["packages/deel"] == ("node_modules/b",)
    assert graph["."] == (
        "lokaal",
        "node_modules/a",
        "node_modules/test-kit",
        "node_modules/width-cjs",
    )


def test_roles_say_what_is_not_a_plain_registry_package():
    found = by_ref(read(V3))
    assert found["lokaal"].roles == (Role.LOCAL,)
    assert found["packages/deel"].roles == (Role.WORKSPACE,)
    assert found["packages/deel"].module == "packages/deel"
    assert found["node_modules/b"].roles == (Role.BUNDLED,)
    assert found["node_modules/a/node_modules/b"].roles == (Role.PLATFORM,)
    assert found["node_modules/width-cjs"].roles == (Role.ALIAS,)
    assert found["node_modules/width-cjs"].purl == "pkg:npm/string-width@4.2.3"
    assert dict(found["node_modules/width-cjs"].properties) == {"alias": "width-cjs"}


def test_git_entry_without_version_has_a_commit():
    entry = by_ref(read(V3))["node_modules/uit-git"]
    assert (entry.roles, entry.version_kind, entry.version) == ((Role.GIT,), VersionKind.ABSENT, "")
    assert dict(entry.properties)["commit"] == "0123456789abcdef0123456789abcdef01234567"
    assert "vcs_url=" in entry.purl


def test_scopes_of_development_and_optional_entries():
    found = by_ref(read(V3))
    assert found["node_modules/test-kit"].scope is Scope.DEV
    assert found["node_modules/a/node_modules/b"].scope is Scope.OPTIONAL


V1 = """{
  "name": "oud", "version": "0.0.1", "lockfileVersion": 1, "requires": true,
  "dependencies": {
    "boven": {
      "version": "1.0.0", "dev": true,
      "requires": {"onder": "^2.0.0"},
      "dependencies": {
        "onder": {"version": "2.1.0"}
      }
    },
    "cf": {"version": "npm:@babel/code-frame@7.0.0"},
    "onder": {"version": "1.0.0", "bundled": true},
    "vandaan": {"version": "git+https://token@git.example.org/x/y.git#0123456789abcdef0123456789abcdef01234567"}
  }
}"""


def test_version_1_tree():
    inventory = read(V1)
    found = by_ref(inventory)
    assert [(c.name, c.version, c.line) for c in inventory.components] == [
        ("oud", "0.0.1", 1),
        ("boven", "1.0.0", 4),
        ("onder", "2.1.0", 8),
        ("@babel/code-frame", "7.0.0", 11),
        ("onder", "1.0.0", 12),
        ("vandaan", "", 13),
    ]
    assert edges(inventory) == {"node_modules/boven": ("node_modules/boven/node_modules/onder",)}
    assert found["node_modules/boven/node_modules/onder"].scope is Scope.DEV
    assert found["node_modules/boven"].direct is None
    assert found["node_modules/vandaan"].download.startswith("git+https://git.example.org/")
    assert inventory.format_version == "1"


def test_one_bad_entry_loses_only_itself():
    text = json.dumps(
        {
            "lockfileVersion": 3,
            "packages": {
                "": {},
                "node_modules/x": 5,
                "node_modules/": {},
                "node_modules/y": {"version": "1.0.0"},
            },
        }
    )
    inventory = read(text)
    assert [c.name for c in inventory.components] == ["y"]
    assert [(i.kind, i.subject) for i in inventory.issues] == [
        (IssueKind.ENTRY, "node_modules/x"),
        (IssueKind.ENTRY, "node_modules/"),
    ]


def test_wrong_types_are_borne():
    entry = {
        "version": 1.5,
        "resolved": 3,
        "integrity": [],
        "license": {"x": 1},
        "os": 3,
        "dependencies": [1],
        "dev": "x",
    }
    inventory = read(
        json.dumps({"lockfileVersion": [], "packages": {"": None, "node_modules/x": entry}})
    )
    assert [(c.name, c.version) for c in inventory.components] == [("x", "1.5")]


def test_a_workspace_is_named_by_its_link():
    text = '{"lockfileVersion":3,"packages":{"":{"workspaces":["f/*"]},"f/func1":{},"node_modules/functie":{"resolved":"f/func1","link":true}}}'
    assert [(c.name, c.roles) for c in read(text).components] == [("functie", (Role.WORKSPACE,))]


def test_hidden_lock_without_root():
    inventory = read(
        '{"name":"x","lockfileVersion":3,"packages":{"node_modules/a":{"version":"1.0.0"}}}'
    )
    assert [(c.name, c.direct) for c in inventory.components] == [("x", None), ("a", None)]


@pytest.mark.parametrize("text", ["", "null", "[]", '"x"', "{", "\x00\x01"])
def test_what_is_no_lock_is_refused(text):
    with pytest.raises(ParseError):
        read(text)


def test_another_json_file_is_told_apart():
    with pytest.raises(NotThisFormatError):
        read('{"iets": 1}')


def test_empty_lock_expects_nothing():
    assert (
        read('{"lockfileVersion": 3, "packages": {"": {"name": "x"}}}').expects_components is False
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "",
                    "packages",
                    "dependencies",
                    "node_modules/a",
                    "a",
                    "version",
                    "license",
                    "resolved",
                    "requires",
                    "link",
                    "workspaces",
                    "os",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(JSON)
def test_any_json_gives_an_inventory_or_a_parse_error(value):
    with contextlib.suppress(ParseError):
        assert isinstance(read(json.dumps(value)), Inventory)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_an_inventory_or_a_parse_error(content):
    with contextlib.suppress(ParseError):
        assert isinstance(parse(SourceFile(path="package-lock.json", content=content)), Inventory)


def test_an_install_path_longer_than_any_file_system_allows_is_lost():
    path = "node_modules/a" + "/node_modules/a" * 400
    inventory = read(json.dumps({"lockfileVersion": 3, "packages": {path: {"version": "1.0.0"}}}))
    assert inventory.components == ()
    assert len(inventory.issues) == 1


def test_keys_written_with_escapes_cost_their_line_only():
    packages = {f"node_modules/é{i}": {"version": "1.0.0"} for i in range(200)}
    inventory = read(json.dumps({"lockfileVersion": 3, "packages": packages}))
    assert [c.line for c in inventory.components] == [None] * 200
