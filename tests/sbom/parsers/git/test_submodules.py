""".gitmodules, flake.lock, Brewfile.lock.json, devcontainer.json and installed npm packages."""

import pytest

from sbom.errors import NotThisFormatError
from sbom.parsers.brew.brewfile_lock import parse as parse_brew
from sbom.parsers.container.devcontainer import parse as parse_devcontainer
from sbom.parsers.git.submodules import parse
from sbom.parsers.nix.flake_lock import parse as parse_flake
from sbom.parsers.npm.installed import parse as parse_installed
from sbom.source import SourceFile


def test_submodules() -> None:
    text = (
        b'[submodule "a"]\n\tpath = lib/a\n\turl = git@github.com:voorbeeld/a.git\n\tbranch = main\n'
        b'[submodule "b"]\n\tpath=b\n\turl=https://x:y@git.example.org/g/b.git\n'
        b'[submodule "c"]\n\tpath = c\n'
    )
    made = parse(SourceFile(path=".gitmodules", content=text))
    assert [(c.purl, c.version_kind.value, c.line) for c in made.components] == [
        ("pkg:github/voorbeeld/a", "unresolved", 1),
        (
            "pkg:generic/b?vcs_url=git%2Bhttps:%2F%2Fgit.example.org%2Fg%2Fb.git",
            "absent",
            5,
        ),
    ]
    assert [i.subject for i in made.issues] == ["c"]


def test_flake_lock() -> None:
    text = (
        '{"nodes": {"a": {"locked": {"type": "github", "owner": "NixOS", "repo": "nixpkgs", '
        '"rev": "abc"}, "original": {"ref": "nixos-24.05"}, "inputs": {"b": "b"}}, '
        '"b": {"locked": {"type": "git", "url": "https://example.org/b", "rev": "def"}}, '
        '"root": {"inputs": {"a": "a"}}}, "root": "root", "version": 7}'
    )
    made = parse_flake(SourceFile(path="flake.lock", content=text.encode()))
    assert [(c.purl, c.direct) for c in made.components] == [
        ("pkg:github/nixos/nixpkgs@abc", True),
        ("pkg:generic/b@def?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Fb%40def", False),
    ]
    assert [(d.ref, d.targets) for d in made.dependencies] == [("a", ("b",))]


def test_brewfile_lock() -> None:
    text = b'{"entries": {"brew": {"jq": {"version": "1.7"}}, "cask": {"x": {}}}}'
    made = parse_brew(SourceFile(path="Brewfile.lock.json", content=text))
    assert [c.purl for c in made.components] == ["pkg:brew/jq@1.7", "pkg:brew/x"]


def test_devcontainer() -> None:
    text = (
        b'{ // ja\n "image": "example.org/py:3.12",\n'
        b' "features": {"ghcr.io/voorbeeld/features/node:1": {"version": "20"}, "./eigen": {}},}'
    )
    made = parse_devcontainer(SourceFile(path=".devcontainer/devcontainer.json", content=text))
    assert [(c.name, c.version, c.line) for c in made.components] == [
        ("example.org/py", "3.12", 2),
        ("ghcr.io/voorbeeld/features/node", "1", 3),
        ("./eigen", "", 3),
    ]


def test_installed_npm_packages_are_what_they_are_not_what_they_want() -> None:
    text = b'{"name": "@a/b", "version": "1.0.0", "license": "MIT", "dependencies": {"c": "^1"}}'
    made = parse_installed(SourceFile(path="app/node_modules/@a/b/package.json", content=text))
    assert [c.purl for c in made.components] == ["pkg:npm/%40a/b@1.0.0"]
    with pytest.raises(NotThisFormatError):
        parse_installed(SourceFile(path="node_modules/b/esm/package.json", content=b"{}"))


def test_much_white_space_in_a_value_does_no_harm() -> None:
    # Took hours once: the end of the value was looked for at every space.
    text = f'[submodule "a"]\n\turl = x{" " * 200_000}y\n'.encode()
    (component,) = parse(SourceFile(path=".gitmodules", content=text)).components
    assert component.name


def test_a_long_address_does_no_harm() -> None:
    # Took minutes once: every letter could start a scheme.
    text = f'[submodule "b"]\n\turl = https://x:y@git.example.org{"a" * 200_000}/b@c\n'.encode()
    (component,) = parse(SourceFile(path=".gitmodules", content=text)).components
    assert component.download.startswith("https://git.example.orgaa")
