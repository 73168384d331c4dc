"""conan.lock: the graph of Conan 1 (0.1 to 0.4) and the lists of Conan 2 (0.5).

Rules:

- Conan 1: a node with a `path` is the consumer: ROOT when it has a reference, else nameless and no
  component. What it requires is direct. Scope: context `build`, or reached by `build_requires`
  only, is BUILD; the rest RUNTIME. Without a consumer `direct` is unknown.
- Conan 2: `requires` RUNTIME, `build_requires`, `python_requires` and `config_requires` BUILD (the
  property `field` names the last two); the lists are flat, so `direct` is unknown.
- User and channel belong to the purl; the recipe's revision is a property.

Source: Conan 1 documentation, "Lockfiles"; Conan 2, `conan/internal/model/lockfile.py`.
"""

from collections.abc import Mapping
from typing import Any

from sbom.component import Role, Scope
from sbom.conan import component, read_reference
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering
from sbom.inventory import Inventory
from sbom.reach import scopes_of
from sbom.readers.json_reader import loads_json
from sbom.readers.key_lines import KeyLines
from sbom.readers.shape import items, mapping, text
from sbom.readers.text import decode
from sbom.source import SourceFile

_LISTS = (
    ("requires", Scope.RUNTIME, ""),
    ("build_requires", Scope.BUILD, ""),
    ("python_requires", Scope.BUILD, "python_requires"),
    ("config_requires", Scope.BUILD, "config_requires"),
)


def parse(source: SourceFile, /) -> Inventory:
    """Recipes and edges of a conan.lock.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: neither a graph nor lists of requirements.
    """
    content = decode(source.content)
    data = loads_json(content)
    if not isinstance(data, dict):
        raise NotThisFormatError("holds no object at the top")
    nodes = mapping(data.get("graph_lock")).get("nodes")
    gathering = Gathering()
    if isinstance(nodes, dict):
        _graph(nodes, gathering, content)
        expects = len(nodes) > 1
    elif any(isinstance(data.get(name), list) for name, _, _ in _LISTS):
        expects = _flat(data, gathering, content)
    else:
        raise NotThisFormatError("holds neither `graph_lock` nor `requires`")
    return gathering.inventory(version=text(data.get("version")), expects=expects)


def _flat(data: Mapping[str, Any], gathering: Gathering, content: str) -> bool:
    for name, scope, field in _LISTS:
        lines = KeyLines(content, name)
        for entry in items(data.get(name)):
            line = lines.of(entry) if isinstance(entry, str) else None
            reference = read_reference(text(entry))
            if reference is None:
                gathering.lost(text(entry) or name, "is no reference `name/version`", line)
                continue
            gathering.add(component(reference, scope=scope, direct=None, line=line, field=field))
    return any(items(data.get(name)) for name, _, _ in _LISTS)


def _graph(nodes: Mapping[str, Any], gathering: Gathering, content: str) -> None:
    lines = KeyLines(content, "nodes")
    after = ": {" if '": {' in content else ":{"
    edges: dict[str, list[str]] = {}
    starts: dict[Scope, list[str]] = {Scope.RUNTIME: [], Scope.BUILD: []}
    built: dict[str, list[str]] = {}
    direct: set[str] = set()
    consumers = {k for k, n in nodes.items() if text(mapping(n).get("path"))}
    for key, raw in nodes.items():
        node = mapping(raw)
        firm = [text(t) for t in items(node.get("requires"))]
        tools = [text(t) for t in items(node.get("build_requires"))]
        edges[key], built[key] = firm + tools, tools
        if text(node.get("context")) == "build":
            starts[Scope.BUILD].append(key)
        if key in consumers:
            direct.update(firm, tools)
            starts[Scope.RUNTIME] += firm
        starts[Scope.BUILD] += tools
    if consumers:
        firm_edges = {k: [t for t in v if t not in built[k]] for k, v in edges.items()}
        scopes = scopes_of(starts, firm_edges)
    else:
        scopes = dict.fromkeys(starts[Scope.BUILD], Scope.BUILD)
    for key, raw in nodes.items():
        line = lines.of(key, after)
        node = mapping(raw)
        stated = text(node.get("ref")) or text(node.get("pref"))
        if not stated and (key in consumers or key == "0"):
            continue
        reference = read_reference(stated)
        if reference is None:
            if key not in consumers:
                gathering.lost(stated or f"nodes[{key}]", "is no reference `name/version`", line)
            continue
        root = key in consumers
        gathering.add(
            component(
                reference,
                scope=Scope.RUNTIME if root else scopes.get(key, Scope.RUNTIME),
                direct=None if root or not consumers else key in direct,
                ref=key,
                roles=(Role.ROOT,) if root else (),
                line=line,
            )
        )
        gathering.need(key, edges[key])
