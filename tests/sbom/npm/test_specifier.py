"""Specifiers, addresses, workspaces: what the JavaScript formats share."""

import pytest

from sbom.component import Role, VersionKind
from sbom.npm.address import commit_of, role_of, without_credentials
from sbom.npm.identity import exact_version, is_name, package_url, served_name
from sbom.npm.pnpm_path import joined, read_path
from sbom.npm.specifier import decoded, read_specifier
from sbom.npm.workspaces import WorkspaceMatcher


@pytest.mark.parametrize(
    ("text", "name", "kind", "role"),
    [
        ("1.2.3", "x", VersionKind.EXACT, None),
        ("=v1.2.3-rc.1+b", "x", VersionKind.EXACT, None),
        ("1.2", "x", VersionKind.RANGE, None),
        (">=1 <2 || 3.x", "x", VersionKind.RANGE, None),
        ("*", "x", VersionKind.RANGE, None),
        ("next", "x", VersionKind.UNRESOLVED, None),
        ("npm:@a/b@^1", "@a/b", VersionKind.RANGE, Role.ALIAS),
        ("npm:^1.0.0", "x", VersionKind.RANGE, None),
        ("npm:@a/b", "@a/b", VersionKind.RANGE, Role.ALIAS),
        ("workspace:*", "x", VersionKind.RANGE, Role.WORKSPACE),
        ("catalog:", "x", VersionKind.UNRESOLVED, None),
        ("file:../x", "x", VersionKind.ABSENT, Role.LOCAL),
        ("git+ssh://git@git.example.org/a/b.git#v1", "x", VersionKind.UNRESOLVED, Role.GIT),
        ("github:a/b", "x", VersionKind.ABSENT, Role.GIT),
        ("a/b", "x", VersionKind.ABSENT, Role.GIT),
        ("https://example.org/x.tgz", "x", VersionKind.ABSENT, Role.URL),
        ("patch:x@npm%3A1.0.0#./p.patch", "x", VersionKind.EXACT, None),
    ],
)
def test_what_a_specifier_asks_for(text, name, kind, role):
    found = read_specifier("x", text)
    assert (found.name, found.kind, found.role) == (name, kind, role)


@pytest.mark.parametrize(
    ("address", "role"),
    [
        ("https://registry.example.org/x/-/x-1.0.0.tgz", None),
        ("https://codeload.github.com/a/b/tar.gz/v1", Role.GIT),
        ("https://github.com/a/b/archive/v1.tar.gz", Role.GIT),
        ("https://gitlab.example.org/a/b/-/archive/v1/b-v1.tar.gz", Role.GIT),
        ("git@git.example.org:a/b.git", Role.GIT),
        ("https://github.com/a/b#v1", Role.GIT),
        ("file:x.tgz", Role.LOCAL),
        ("1.0.0", None),
    ],
)
def test_what_kind_of_place_an_address_is(address, role):
    assert role_of(address) is role


def test_credentials_are_removed():
    assert without_credentials("https://u:p@h.example.org/x") == "https://h.example.org/x"
    assert without_credentials("git+ssh://git@h.example.org/x") == "git+ssh://git@h.example.org/x"
    assert without_credentials("git+ssh://git:p@h.example.org/x") == "git+ssh://git@h.example.org/x"
    assert (
        without_credentials("https://h.example.org/x?access_token=abc&a=b")
        == "https://h.example.org/x?access_token=&a=b"
    )
    assert without_credentials("https://h.example.org/@a/b") == "https://h.example.org/@a/b"


def test_a_git_package_is_not_taken_for_the_registrys():
    url = package_url("@a/b", "1.0.0", role=Role.GIT, address="git+https://git.example.org/a/b.git")
    assert url.startswith("pkg:npm/%40a/b@1.0.0?vcs_url=git")


def test_names_and_versions():
    assert exact_version("1.2.3.4") == ""
    assert is_name("@a/b")
    assert not is_name("a/b")
    assert not is_name("")
    assert served_name("https://h.example.org/npm/@a%2fb/-/b-1.0.0.tgz") == "@a/b"
    assert commit_of("https://x/y#" + "0" * 40) == "0" * 40
    assert decoded("a%3Ab%zz") == "a:b%zz"


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("/a/1.0.0", ("a", "1.0.0", "")),
        ("/@s/a/1.0.0_b@2.0.0", ("@s/a", "1.0.0", "")),
        ("/@s/a@1.0.0(b@2.0.0)(c@3.0.0)", ("@s/a", "1.0.0", "")),
        ("a@1.0.0-rc.1", ("a", "1.0.0-rc.1", "")),
        ("registry.example.org/a/1.0.0", ("a", "1.0.0", "")),
        ("a@file:b", ("a", "", "file:b")),
        ("node@runtime:22.0.0", ("node", "22.0.0", "runtime:22.0.0")),
        ("kapot", ("", "", "kapot")),
        ("/kapot/x", ("", "", "")),
    ],
)
def test_keys_of_pnpm(key, expected):
    assert tuple(read_path(key)) == expected


def test_folders_of_links():
    assert joined("packages/a", "../b") == "packages/b"
    assert joined(".", "../x") == "../x"
    assert joined("a", "..") == "."


@pytest.mark.parametrize(
    ("patterns", "folder", "fits"),
    [
        (["packages/*"], "packages/a", True),
        (["packages/*"], "packages/a/b", False),
        (["packages/**"], "packages/a/b", True),
        (["**/app"], "x/y/app", True),
        (["./{apps,libs}/*/"], "libs/a", True),
        (["*", "!test"], "test", False),
        (["a[b", "{x"], "y", False),
    ],
)
def test_workspace_patterns(patterns, folder, fits):
    assert WorkspaceMatcher(patterns)(folder) is fits


@pytest.mark.parametrize("pattern", ["*a" * 200 + "b", "**/" * 200 + "b", "{a,b}" * 200, "{" * 500])
def test_a_hostile_workspace_pattern_ends_at_once(pattern):
    matches = WorkspaceMatcher([pattern])
    assert not matches("a" * 1000)
    assert not matches("a/" * 200 + "c")
