"""package.json."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sbom.component import Component, Role, Scope, VersionKind
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.parsers.npm.package_json import parse
from sbom.source import SourceFile

TEXT = """{
  "name": "@gemeente/voorbeeld",
  "version": "1.0.0",
  "private": true,
  "license": "SEE LICENSE IN LICENTIE.md",
  "licenses": [{"type": "MIT", "url": "https://example.org/mit"}],
  "author": "Gemeente Voorbeeld <info@example.org>",
  "engines": {"node": ">=20"},
  "scripts": {"postinstall": "node x.js"},
  "workspaces": ["packages/*"],
  "dependencies": {
    "exact": "1.2.3",
    "bereik": "^2.0.0",
    "los": "",
    "label": "latest",
    "naam": "npm:echt@1.0.0",
    "uitgit": "https://geheim@github.com/voorbeeld/uitgit.git#main",
    "kort": "voorbeeld/kort",
    "pad": "file:../pad",
    "deel": "workspace:^",
    "keus": "^1.0.0"
  },
  "devDependencies": {"proef": "~1.0.0"},
  "optionalDependencies": {"keus": "^1.0.0"},
  "peerDependencies": {"gast": ">=1", "gast2": "*"},
  "peerDependenciesMeta": {"gast2": {"optional": true}},
  "bundledDependencies": ["exact", "mee"],
  "overrides": {"diep": "4.0.0", "boven": {"onder": "$bereik"}},
  "resolutions": {"**/@scope/iets": "5.0.0"}
}"""


def read(text: str, path: str = "package.json") -> Inventory:
    return parse(SourceFile(path=path, content=text.encode()))


def by_name(inventory: Inventory) -> dict[str, Component]:
    return {c.name: c for c in inventory.components}


def test_the_project_itself():
    root = read(TEXT).components[0]
    assert (root.purl, root.roles, root.line) == (
        "pkg:npm/%40gemeente/voorbeeld@1.0.0",
        (Role.ROOT,),
        2,
    )
    assert [(c.raw, c.source) for c in root.licenses] == [
        ("SEE LICENSE IN LICENTIE.md", "license"),
        ("MIT", "licenses"),
    ]
    assert dict(root.properties) == {
        "author": "Gemeente Voorbeeld",
        "engines.node": ">=20",
        "install-script": "true",
        "private": "true",
    }


@pytest.mark.parametrize(
    ("name", "kind", "version", "roles"),
    [
        ("exact", VersionKind.EXACT, "1.2.3", (Role.BUNDLED,)),
        ("bereik", VersionKind.RANGE, "", ()),
        ("los", VersionKind.RANGE, "", ()),
        ("label", VersionKind.UNRESOLVED, "latest", ()),
        ("echt", VersionKind.EXACT, "1.0.0", (Role.ALIAS,)),
        ("uitgit", VersionKind.UNRESOLVED, "main", (Role.GIT,)),
        ("kort", VersionKind.ABSENT, "", (Role.GIT,)),
        ("pad", VersionKind.ABSENT, "", (Role.LOCAL,)),
        ("deel", VersionKind.RANGE, "", (Role.WORKSPACE,)),
        ("mee", VersionKind.ABSENT, "", (Role.BUNDLED,)),
    ],
)
def test_what_a_requirement_asks_for(name, kind, version, roles):
    entry = by_name(read(TEXT))[name]
    assert (entry.version_kind, entry.version, entry.roles, entry.direct) == (
        kind,
        version,
        roles,
        True,
    )


def test_scopes():
    scopes = {c.name: c.scope for c in read(TEXT).components}
    assert scopes["proef"] is Scope.DEV
    assert scopes["keus"] is Scope.OPTIONAL
    assert scopes["gast"] is Scope.RUNTIME
    assert scopes["gast2"] is Scope.OPTIONAL


def test_no_credentials_in_requirements():
    assert (
        by_name(read(TEXT))["uitgit"].requirement == "https://github.com/voorbeeld/uitgit.git#main"
    )


def test_forced_versions_are_constraints():
    found = by_name(read(TEXT))
    assert (found["diep"].version, found["diep"].roles) == ("4.0.0", (Role.CONSTRAINT,))
    assert (found["onder"].requirement, found["onder"].properties) == (
        "^2.0.0",
        (("field", "overrides"), ("only-for", "boven")),
    )
    assert found["@scope/iets"].version == "5.0.0"


def test_lines_and_edges():
    inventory = read(TEXT)
    assert by_name(inventory)["exact"].line == 12
    assert by_name(inventory)["proef"].line == 23
    assert "devDependencies/proef" in inventory.dependencies[0].targets
    assert inventory.fragments[0].data == ["packages/*"]


def test_an_installed_package_is_no_root_and_its_needs_are_transitive():
    inventory = read(TEXT, "node_modules/x/package.json")
    assert inventory.components[0].roles == ()
    assert by_name(inventory)["bereik"].direct is False
    assert "proef" not in by_name(inventory)


def test_one_bad_entry_loses_only_itself():
    inventory = read(
        '{"name": "x", "dependencies": {"a": 1, "b": "1.0.0", " ": "1"}, "devDependencies": "x"}'
    )
    assert [c.name for c in inventory.components] == ["x", "b"]
    assert len(inventory.issues) == 3


@pytest.mark.parametrize("text", ["", "null", "[]", "{"])
def test_what_is_no_object_is_refused(text):
    with pytest.raises(ParseError):
        read(text)


FIELDS = [*list(json.loads(TEXT)), "pnpm", "overrides", "."]


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(FIELDS),
        st.recursive(
            st.none()
            | st.integers()
            | st.booleans()
            | st.text(max_size=6)
            | st.sampled_from(["npm:@", "git+x", "workspace:", "$a", "a/b", "patch:x@npm%zz#"]),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["a", "@b/c", ".", "type", "packages", "x>y"]),
                    inner,
                    max_size=3,
                )
            ),
            max_leaves=6,
        ),
    )
)
def test_any_values_give_an_inventory(value):
    assert isinstance(read(json.dumps(value)), Inventory)


def test_lines_of_constraints_and_bundled_names():
    found = by_name(read(TEXT))
    assert [found[n].line for n in ("diep", "onder", "@scope/iets", "mee")] == [28, 28, 29, 27]
