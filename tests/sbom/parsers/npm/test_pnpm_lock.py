"""pnpm-lock.yaml of all versions."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sbom.component import Component, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.parsers.npm.pnpm_lock import parse
from sbom.source import SourceFile

V9 = """lockfileVersion: '9.0'

catalogs:
  default:
    react:
      specifier: ^18.2.0
      version: 18.3.1

patchedDependencies:
  is-odd@3.0.1:
    hash: abc
    path: patches/is-odd.patch

importers:

  .:
    dependencies:
      react:
        specifier: 'catalog:'
        version: 18.3.1
      deel:
        specifier: workspace:*
        version: link:packages/deel
      buiten:
        specifier: link:../buiten
        version: link:../buiten
    devDependencies:
      is-odd:
        specifier: ^3.0.0
        version: 3.0.1(patch_hash=abc)

  packages/deel:
    dependencies:
      width-cjs:
        specifier: npm:string-width@^4.0.0
        version: string-width@4.2.3
      uitgit:
        specifier: github:voorbeeld/uitgit
        version: https://codeload.github.com/voorbeeld/uitgit/tar.gz/0123456789abcdef0123456789abcdef01234567
    optionalDependencies:
      fsevents:
        specifier: ^2.0.0
        version: 2.3.3

packages:

  fsevents@2.3.3:
    resolution: {integrity: sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=}
    engines: {node: ^8.16.0 || ^10.6.0 || >=11.0.0}
    os: [darwin]
    deprecated: |-
      niet meer
      gebruiken

  is-number@6.0.0:
    resolution: {integrity: sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=}

  is-odd@3.0.1:
    resolution: {integrity: sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=}

  pakket@file:pakket:
    resolution: {directory: pakket, type: directory}

  react@18.3.1:
    resolution: {integrity: sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=}

  string-width@4.2.3:
    resolution: {integrity: sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=}

  uitgit@https://codeload.github.com/voorbeeld/uitgit/tar.gz/0123456789abcdef0123456789abcdef01234567:
    resolution: {tarball: https://codeload.github.com/voorbeeld/uitgit/tar.gz/0123456789abcdef0123456789abcdef01234567}
    version: 1.0.0

snapshots:

  fsevents@2.3.3:
    optional: true

  is-number@6.0.0: {}

  is-odd@3.0.1(patch_hash=abc):
    dependencies:
      is-number: 6.0.0

  pakket@file:pakket: {}

  react@18.3.1: {}

  string-width@4.2.3: {}

  uitgit@https://codeload.github.com/voorbeeld/uitgit/tar.gz/0123456789abcdef0123456789abcdef01234567: {}
"""

V5 = """lockfileVersion: 5.4

specifiers:
  een: ^1.0.0
  '@scope/twee': 2.0.0

dependencies:
  een: 1.0.1_react@17.0.2

devDependencies:
  '@scope/twee': 2.0.0

packages:

  /een/1.0.1_react@17.0.2:
    resolution: {integrity: sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=}
    requiresBuild: true
    dependencies:
      react: 17.0.2
    dev: false

  /@scope/twee/2.0.0:
    resolution: {integrity: sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=}
    dev: true

  /react/17.0.2:
    resolution: {integrity: sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=}
    dev: false

  git@git.example.org+voorbeeld/uitgit/0123456789abcdef0123456789abcdef01234567:
    resolution: {commit: 0123456789abcdef0123456789abcdef01234567, repo: git@git.example.org:voorbeeld/uitgit.git, type: git}
    name: uitgit
    version: 1.0.0

  kapot: 5

  naamloos:
    dev: false
"""


def read(text: str) -> Inventory:
    return parse(SourceFile(path="pnpm-lock.yaml", content=text.encode()))


def by_name(inventory: Inventory) -> dict[str, Component]:
    return {c.name: c for c in inventory.components}


def test_version_9_scopes_follow_from_the_importers():
    scopes = {c.name: c.scope for c in read(V9).components}
    assert scopes == {
        "deel": Scope.RUNTIME,
        "buiten": Scope.RUNTIME,
        "react": Scope.RUNTIME,
        "string-width": Scope.RUNTIME,
        "uitgit": Scope.RUNTIME,
        "fsevents": Scope.OPTIONAL,
        "is-odd": Scope.DEV,
        "is-number": Scope.DEV,
        "pakket": Scope.UNKNOWN,
    }


def test_version_9_facts_of_entries():
    found = by_name(read(V9))
    assert (found["react"].requirement, dict(found["react"].properties)) == (
        "^18.2.0",
        {"catalog": "default"},
    )
    assert dict(found["is-odd"].properties) == {"patch": "patches/is-odd.patch"}
    assert found["is-number"].direct is False
    assert found["string-width"].roles == (Role.ALIAS,)
    assert found["uitgit"].roles == (Role.GIT,)
    assert dict(found["uitgit"].properties)["commit"].startswith("0123")
    assert (found["deel"].roles, found["buiten"].roles) == ((Role.WORKSPACE,), (Role.LOCAL,))
    assert dict(found["fsevents"].properties) == {
        "deprecated": "niet meer\ngebruiken",
        "platform": "os=darwin",
    }
    assert (found["pakket"].roles, found["pakket"].version_kind) == (
        (Role.LOCAL,),
        VersionKind.ABSENT,
    )
    assert found["fsevents"].line == 47


def test_version_9_graph():
    graph = {d.ref: d.targets for d in read(V9).dependencies}
    assert graph["is-odd@3.0.1"] == ("is-number@6.0.0",)


def test_version_5_keys_and_flags():
    inventory = read(V5)
    assert [(c.name, c.version, c.scope, c.direct) for c in inventory.components] == [
        ("een", "1.0.1", Scope.RUNTIME, True),
        ("@scope/twee", "2.0.0", Scope.DEV, True),
        ("react", "17.0.2", Scope.RUNTIME, False),
        ("uitgit", "1.0.0", Scope.RUNTIME, False),
    ]
    assert [i.subject for i in inventory.issues] == ["kapot", "naamloos"]
    assert dict(inventory.components[0].properties) == {"install-script": "true"}


def test_version_6_keys():
    text = "lockfileVersion: '6.0'\n\ndependencies:\n  a:\n    specifier: ^1.0.0\n    version: 1.0.0(b@2.0.0)\n\npackages:\n\n  /a@1.0.0(b@2.0.0):\n    dependencies:\n      b: 2.0.0\n    dev: false\n\n  /b@2.0.0:\n    dev: false\n"
    inventory = read(text)
    assert [(c.purl, c.direct) for c in inventory.components] == [
        ("pkg:npm/a@1.0.0", True),
        ("pkg:npm/b@2.0.0", False),
    ]
    assert inventory.dependencies[0].targets == ("/b@2.0.0",)


def test_all_documents_are_read():
    first = "---\nlockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    packageManagerDependencies:\n      pnpm:\n        specifier: 11.0.0\n        version: 11.0.0\n\npackages:\n\n  pnpm@11.0.0:\n    resolution: {integrity: x}\n\nsnapshots:\n\n  pnpm@11.0.0: {}\n\n---\n"
    inventory = read(first + V9)
    assert by_name(inventory)["pnpm"].scope is Scope.BUILD
    assert len(inventory.components) == len(read(V9).components) + 1


@pytest.mark.parametrize("text", ["[1]", "x", "", "\x00"])
def test_what_is_no_mapping_is_refused(text):
    with pytest.raises(ParseError):
        read(text)


def test_another_yaml_file_is_told_apart():
    with pytest.raises(NotThisFormatError):
        read("a: 1")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(V9.split("\n") + V5.split("\n") + ["  - x", "packages:", "---", "a: [1"]),
        max_size=30,
    )
)
def test_any_mix_of_lines_gives_an_inventory_or_a_parse_error(lines):
    with contextlib.suppress(ParseError):
        assert isinstance(read("lockfileVersion: 9\n" + "\n".join(lines)), Inventory)
