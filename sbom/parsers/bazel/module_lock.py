"""MODULE.bazel.lock: the Bazel modules that were resolved.

Rules: newer locks (7.2 and later) list the files looked at in `registryFileHashes`; a module whose
`source.json` was read was selected and is a component, one of which only `MODULE.bazel` was read
lost to another version and is listed with role INDIRECT_HASH when no version of it was selected.
Older locks hold `moduleDepGraph`: its `<root>` is ROOT when it has a name, its dependencies are
direct, and `key` edges are the graph. The registry is the `download`. Scope RUNTIME; Bazel's own
module `bazel_tools` is STDLIB. Yanked versions carry their reason in property `yanked`.

Source: Bazel documentation, "Bazel lockfile".
"""

import re
from collections.abc import Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Role
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import without_credentials
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.json_reader import loads_json
from sbom.readers.key_lines import KeyLines
from sbom.readers.shape import mapping, pairs, text
from sbom.readers.text import decode
from sbom.source import SourceFile

_FILE = re.compile(r"(.+?)/modules/([^/\s]+)/([^/\s]+)/(MODULE\.bazel|source\.json)\Z")
_OWN = frozenset({"bazel_tools", "local_config_platform"})


def parse(source: SourceFile, /) -> Inventory:
    """Modules and edges of a MODULE.bazel.lock.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: none of the fields of such a lock.
    """
    content = decode(source.content)
    data = loads_json(content)
    known = {"lockFileVersion", "registryFileHashes", "moduleDepGraph"}
    if not isinstance(data, dict) or not data.keys() & known:
        raise NotThisFormatError("holds none of the fields of a MODULE.bazel.lock")
    gathering = Gathering()
    yanked = mapping(data.get("selectedYankedVersions"))
    graph = mapping(data.get("moduleDepGraph"))
    files = mapping(data.get("registryFileHashes"))
    if graph:
        _graph(graph, gathering, KeyLines(content, "moduleDepGraph"))
    else:
        _files(files, yanked, gathering, KeyLines(content, "registryFileHashes"))
    return gathering.inventory(
        version=text(data.get("lockFileVersion")), expects=bool(graph or files)
    )


def _files(
    files: Mapping[str, Any], yanked: Mapping[str, Any], gathering: Gathering, lines: KeyLines
) -> None:
    considered: dict[str, tuple[str, str, str, int | None]] = {}
    selected: dict[tuple[str, str], tuple[str, int | None]] = {}
    for address, digest in files.items():
        line = lines.of(address)
        match = _FILE.match(address)
        if match is None:
            continue
        registry, name, version, file = match.groups()
        if file == "source.json" and digest is not None:
            selected.setdefault((name, version), (registry, line))
        elif digest is not None:
            considered[name] = (registry, name, version, line)
    names = {name for name, _ in selected}
    for (name, version), (registry, line) in selected.items():
        reason = text(yanked.get(f"{name}@{version}"))
        gathering.add(_component(name, version, registry, line, yanked=reason))
    for registry, name, version, line in considered.values():
        if name not in names:
            gathering.add(_component(name, version, registry, line, roles=(Role.INDIRECT_HASH,)))


def _graph(graph: Mapping[str, Any], gathering: Gathering, lines: KeyLines) -> None:
    root = mapping(graph.get("<root>"))
    direct = {text(key) for key in mapping(root.get("deps")).values()}
    for key, raw in graph.items():
        line = lines.of(key, ": {")
        entry = mapping(raw)
        name, version = text(entry.get("name")), text(entry.get("version"))
        if key == "<root>":
            if name:
                gathering.add(_component(name, version, "", line, ref=key, roles=(Role.ROOT,)))
        elif not name:
            gathering.lost(key, "the module has no name", line)
            continue
        else:
            roles = (Role.STDLIB,) if name in _OWN else ()
            made = _component(name, version, "", line, ref=key, roles=roles, direct=key in direct)
            gathering.add(made)
        gathering.need(key, [text(t) for t in mapping(entry.get("deps")).values()])


def _component(  # one keyword per fact
    name: str,
    version: str,
    registry: str,
    line: int | None,
    *,
    ref: str = "",
    roles: tuple[Role, ...] = (),
    direct: bool | None = None,
    yanked: str = "",
) -> Component:
    return Component(
        purl=build("bazel", name, version),
        name=name,
        version=version,
        version_kind=firmness(version),
        kind=ComponentKind.APPLICATION if Role.ROOT in roles else ComponentKind.LIBRARY,
        roles=roles,
        direct=direct,
        ref=ref,
        download=without_credentials(registry),
        line=line,
        properties=pairs(yanked=yanked),
    )
