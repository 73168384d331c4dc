"""conda-lock.yml (also `*.conda-lock.yml`): what conda-lock resolved.

Rules: a package is one component for each manager, name and version, whatever the platforms, which
are the property `platforms`; its archives' hashes are together. Manager `pip` is purl type pypi.
Category `main` is RUNTIME, `dev` DEV, others by their words; `optional: true` OPTIONAL unless the
category says more. Edges are those of all platforms together. The lock does not say what is direct.

Source: conda-lock documentation, "conda-lock.yml" (version 1).
"""

from collections.abc import Mapping
from typing import Any

from sbom.component import Component, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.pypi import MAX_HASHES, hash_pairs, scope_of, strongest
from sbom.readers.shape import item_line, items, mapping, pairs, text
from sbom.readers.yaml_reader import load_yaml_map
from sbom.source import SourceFile

_Key = tuple[str, str, str]


def parse(source: SourceFile, /) -> Inventory:
    """Packages and edges of a conda-lock.yml.

    Raises:
        ParseError: not YAML, or no mapping at the top.
        NotThisFormatError: no list `package`.
    """
    data = load_yaml_map(source.content)
    listed = data.get("package")
    if not isinstance(listed, list):
        raise NotThisFormatError("holds no list `package`")
    gathering = Gathering()
    grouped: dict[_Key, list[tuple[Mapping[str, Any], int | None]]] = {}
    refs: dict[tuple[str, str, str], str] = {}
    for index, raw in enumerate(listed):
        entry, line = mapping(raw), item_line(listed, index)
        name, version = text(entry.get("name")), text(entry.get("version"))
        if not name:
            gathering.lost(f"package[{index}]", "the package has no name", line)
            continue
        key = (text(entry.get("manager")) or "conda", name, version)
        grouped.setdefault(key, []).append((entry, line))
        refs[key[0], text(entry.get("platform")), name] = _ref(key)
    for key, entries in grouped.items():
        gathering.add(_component(key, entries))
        for entry, _ in entries:
            platform = text(entry.get("platform"))
            for need in mapping(entry.get("dependencies")):
                for manager in dict.fromkeys((key[0], "conda", "pip")):
                    target = refs.get((manager, platform, need))
                    if target is not None:
                        gathering.need(_ref(key), [target])
                        break
    return gathering.inventory(version=text(data.get("version")), expects=bool(items(listed)))


def _ref(key: _Key) -> str:
    return f"{key[0]}/{key[1]}@{key[2]}"


def _scope(entry: Mapping[str, Any]) -> Scope:
    category = text(entry.get("category")) or "main"
    scope = scope_of(category, Scope.OPTIONAL)
    return Scope.OPTIONAL if scope is Scope.RUNTIME and entry.get("optional") is True else scope


def _component(key: _Key, entries: list[tuple[Mapping[str, Any], int | None]]) -> Component:
    manager, name, version = key
    first, line = entries[0]
    found: set[tuple[str, str]] = set()
    for entry, _ in entries:
        hashes = mapping(entry.get("hash"))
        found.update(hash_pairs(f"{k}:{text(v)}" for k, v in hashes.items()))
    address = without_credentials(text(first.get("url")))
    git = address.startswith("git+")
    platforms = dict.fromkeys(text(e.get("platform")) for e, _ in entries)
    return Component(
        purl=build(
            "pypi" if manager == "pip" else "conda",
            name,
            version,
            qualifiers={"vcs_url": vcs_url(address)} if git else None,
        ),
        name=name,
        version=version,
        version_kind=firmness(version),
        scope=strongest(_scope(e) for e, _ in entries),
        roles=(Role.GIT,) if git else (),
        ref=_ref(key),
        hashes=tuple(sorted(found)[:MAX_HASHES]),
        download=address,
        line=line,
        properties=pairs(
            category=text(first.get("category")),
            platforms=", ".join(p for p in platforms if p),
        ),
    )
