"""Scopes, addresses and archive names shared by the readers of Python formats."""

import pytest

from sbom.component import Role, Scope, VersionKind
from sbom.pypi import (
    MAX_HASHES,
    Graph,
    address_of,
    archive_of,
    declared,
    fetched_purl,
    hash_pairs,
    scope_of,
    sha256_pairs,
    strongest,
    unique_ref,
    without_credentials,
)


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("dev", Scope.DEV),
        ("requirements-dev", Scope.DEV),
        ("Docs", Scope.DEV),
        ("test_requirements", Scope.TEST),
        ("ci", Scope.TEST),
        ("build", Scope.BUILD),
        ("production", Scope.RUNTIME),
        ("gpu", Scope.OPTIONAL),
        ("developer-tools", Scope.DEV),
        ("latest", Scope.OPTIONAL),
    ],
)
def test_words_of_a_name_tell_the_scope(name: str, scope: Scope) -> None:
    assert scope_of(name, Scope.OPTIONAL) is scope


def test_addresses_are_taken_apart() -> None:
    address = address_of(
        "git+https://user:secret@example.org/a/b.git@v1.0#egg=naam[x]&subdirectory=s"
    )
    assert address.url == "https://example.org/a/b.git"
    assert (address.vcs, address.revision, address.egg) == ("git", "v1.0", "naam")
    assert address.fragment == {"subdirectory": "s"}
    assert address_of("git+ssh://git@example.org/a/b.git").url == "ssh://git@example.org/a/b.git"
    assert address_of("https://example.org/a.zip").vcs == ""
    assert address_of("https://example.org/@scope/a.zip").revision == ""


def test_credentials_are_removed() -> None:
    assert without_credentials("https://u:${TOKEN}@example.org/x") == "https://example.org/x"
    assert without_credentials("https://example.org/x@1") == "https://example.org/x@1"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/Naam_X-1.0-py3-none-any.whl", ("Naam_X", "1.0")),
        ("naam-1.0+local-1-cp311-cp311-linux_x86_64.whl", ("naam", "1.0+local")),
        ("https://example.org/naam-2.1.tar.gz?x=1#sha256=00", ("naam", "2.1")),
        ("naam-py-3.zip", ("naam-py", "3")),
        ("1.26.8.zip", ("", "")),
        ("naam.zip", ("", "")),
        ("", ("", "")),
    ],
)
def test_archive_names_state_name_and_version(path: str, expected: tuple[str, str]) -> None:
    assert archive_of(path) == expected


def test_hashes_are_sorted_lower_case_and_capped() -> None:
    assert hash_pairs(["sha256:BB", "md5:aa", "odd:cc", 3, "sha256:"]) == (
        ("MD5", "aa"),
        ("SHA-256", "bb"),
    )
    assert len(sha256_pairs(str(i) for i in range(99))) == MAX_HASHES


def test_purls_of_fetched_projects_say_where_from() -> None:
    git = address_of("git+https://example.org/x.git@main")
    assert fetched_purl("X_y", "1", git) == (
        "pkg:pypi/x-y@1?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Fx.git%40main"
    )
    assert "download_url=" in fetched_purl("x", "", address_of("https://example.org/x.zip"))


def test_declared_components_say_how_firm_the_version_is() -> None:
    assert declared("a", requirement="==1", pin="1").version_kind is VersionKind.EXACT
    assert declared("a", requirement=">=1").version_kind is VersionKind.RANGE
    assert declared("a", requirement="*").version_kind is VersionKind.ABSENT
    unresolved = declared("a", requirement="==${V}", pin="${V}")
    assert (unresolved.version_kind, unresolved.purl) == (VersionKind.UNRESOLVED, "pkg:pypi/a")
    git = declared("a", address=address_of("git+https://example.org/a@main"))
    assert (git.version_kind, git.version, git.roles) == (
        VersionKind.UNRESOLVED,
        "main",
        (Role.GIT,),
    )


def test_the_strongest_scope_counts() -> None:
    assert strongest([Scope.DEV, Scope.OPTIONAL]) is Scope.OPTIONAL
    assert strongest([]) is Scope.UNKNOWN


def test_reachability_follows_extras() -> None:
    graph = Graph([{"": [(1, ("x",))]}, {"": [], "x": [(2, ())]}, {"": [(0, ())]}, {}])
    graph.reach([(0, ())], Scope.RUNTIME)
    graph.reach([(3, ()), (1, ())], Scope.DEV)
    assert graph.scopes == {0: Scope.RUNTIME, 1: Scope.RUNTIME, 2: Scope.RUNTIME, 3: Scope.DEV}


def test_refs_stay_unique() -> None:
    taken: dict[str, int] = {}
    assert unique_ref("A_b", "1", taken) == "a-b@1"
    assert unique_ref("a-b", "1", taken, "elsewhere") == "a-b@1+elsewhere"
    assert unique_ref("a-b", "1", taken) == "a-b@1#2"
