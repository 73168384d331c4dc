"""Manifest.toml of Julia, formats 1 and 2.

Rules: a package of the registry has a tree hash (property `git-tree-sha1`) and is plain; `repo-url`
is GIT, `path` LOCAL. One with neither is of the standard library: STDLIB, and where the manifest
gives it no version that of `julia_version`. A package without either is ABSENT. Several packages of
one name are told apart by their UUID, which is a qualifier of every purl. The manifest does not
tell what is direct, nor scopes (RUNTIME). Dependencies given as a list of names that are not unique
are an issue, as Julia refuses them.

Source: Pkg.jl documentation, "Manifest.toml".
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sbom.component import Component, Role
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Inventory
from sbom.lazy_pattern import lazy
from sbom.purl import build
from sbom.readers.shape import items, pairs, text
from sbom.readers.text import decode
from sbom.readers.toml_reader import loads_toml
from sbom.source import SourceFile

_HEADER = lazy(r'^[ \t]*\[\[(?:deps\.)?"?([^"\]\n]+)"?\]\]', 8)
_TOP = frozenset({"julia_version", "manifest_format", "project_hash", "deps", "registries"})


def parse(source: SourceFile, /) -> Inventory:
    """Packages and edges of a Manifest.toml.

    Raises:
        ParseError: not TOML.
        NotThisFormatError: no tables of packages.
    """
    content = decode(source.content).replace("\r\n", "\n")
    data = loads_toml(content)
    version = text(data.get("manifest_format"))
    packages = data.get("deps") if version or "deps" in data else data
    if isinstance(packages, list) or not isinstance(packages, dict):
        packages = {}
    entries = list(_entries(packages))
    if not entries and not data.keys() & _TOP and data:
        raise NotThisFormatError("holds no tables of packages")
    lines = _lines(content)
    by_name: dict[str, list[str]] = {}
    refs = []
    for name, entry in entries:
        ref = text(entry.get("uuid")) or name
        by_name.setdefault(name, []).append(ref)
        refs.append(ref)
    gathering = Gathering()
    julia = text(data.get("julia_version"))
    for (name, entry), ref in zip(entries, refs, strict=True):
        line = next(lines.get(name, iter(())), None)
        made = gathering.add(_component(name, entry, ref, julia, line))
        gathering.need(made, _needs(name, entry, by_name, gathering, line))
    return gathering.inventory(version=version or "1.0", expects=bool(entries))


def _entries(packages: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, listed in packages.items():
        for entry in items(listed):
            if isinstance(entry, dict):
                yield name, entry


def _lines(content: str) -> dict[str, Iterator[int]]:
    found: dict[str, list[int]] = {}
    line, position = 1, 0
    for match in _HEADER.finditer(content):
        line += content.count("\n", position, match.start(1))
        position = match.start(1)
        found.setdefault(match.group(1), []).append(line)
    return {name: iter(lines) for name, lines in found.items()}


def _needs(
    name: str,
    entry: Mapping[str, Any],
    by_name: Mapping[str, list[str]],
    gathering: Gathering,
    line: int | None,
) -> list[str]:
    needs = entry.get("deps")
    if isinstance(needs, dict):
        return [text(uuid) for uuid in needs.values()]
    found = []
    for need in items(needs):
        refs = by_name.get(text(need), [])
        if len(refs) > 1:
            gathering.lost(name, f"needs {text(need)!r}, which stands for several packages", line)
        found += refs
    return found


def _component(
    name: str, entry: Mapping[str, Any], ref: str, julia: str, line: int | None
) -> Component:
    version = text(entry.get("version"))
    tree, path = text(entry.get("git-tree-sha1")), text(entry.get("path"))
    address = without_credentials(text(entry.get("repo-url")))
    revision = text(entry.get("repo-rev"))
    role: Role | None = None
    if address:
        role = Role.GIT
    elif path:
        role = Role.LOCAL
    elif not tree:
        role = Role.STDLIB
        version = version or julia
    qualifiers = {"uuid": text(entry.get("uuid"))}
    if role is Role.GIT:
        qualifiers["vcs_url"] = vcs_url(address, revision)
    return Component(
        purl=build("julia", name, version, qualifiers=qualifiers),
        name=name,
        version=version,
        version_kind=firmness(version),
        roles=(role,) if role else (),
        ref=ref,
        download=address,
        line=line,
        properties=pairs(
            git_tree_sha1=tree, path=path, revision=revision, uuid=text(entry.get("uuid"))
        ),
    )
