"""obj/project.assets.json: what `dotnet restore` resolved for one project.

Rules: `package` libraries are plain, `project` libraries WORKSPACE; the project itself is ROOT.
What `projectFileDependencyGroups` names is direct. A package that its framework marks
`autoReferenced` or whose `suppressParent` is All is a tool of the build: BUILD when direct; the
scope is RUNTIME otherwise. Edges are those of all targets together; `target-frameworks` names
where a library is used. `sha512` is the hash of the package.

Source: NuGet.ProjectModel, LockFileFormat.
"""

from collections.abc import Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.integrity import hashes_of
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.json_reader import loads_json
from sbom.readers.key_lines import KeyLines
from sbom.readers.shape import items, mapping, pairs, text
from sbom.readers.text import decode
from sbom.source import SourceFile

_ROOT = "."


def parse(source: SourceFile, /) -> Inventory:
    """Libraries, edges and the project.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: no object `libraries` or no object `targets`.
    """
    content = decode(source.content)
    data = loads_json(content)
    if not isinstance(data, dict) or not isinstance(data.get("libraries"), dict):
        raise NotThisFormatError("holds no object `libraries`")
    libraries: dict[str, Any] = data["libraries"]
    project = mapping(data.get("project"))
    gathering = Gathering()
    root = _project(project)
    if root is not None:
        gathering.add(root)
    asked = _asked(data)
    tools = _tools(project)
    frameworks = _walk(mapping(data.get("targets")), libraries, gathering)
    direct = []
    lines = KeyLines(content, "libraries")
    for key, raw in libraries.items():
        line = lines.of(key, ":")
        name, _, version = key.partition("/")
        if not isinstance(raw, dict) or not name.strip():
            gathering.lost(key, "the library is no object or has no name", line)
            continue
        wanted = asked.get(name.lower())
        own = text(raw.get("type")) == "project"
        gathering.add(
            Component(
                purl=build("nuget", name, version),
                name=name,
                version=version,
                version_kind=firmness(version),
                requirement=wanted or "",
                scope=Scope.BUILD if name.lower() in tools else Scope.RUNTIME,
                roles=(Role.WORKSPACE,) if own else (),
                direct=wanted is not None,
                ref=key,
                hashes=hashes_of(f"sha512-{text(raw.get('sha512'))}"),
                line=line,
                properties=pairs(target_frameworks=", ".join(frameworks.get(key, ()))),
            )
        )
        if wanted is not None:
            direct.append(key)
    gathering.need(_ROOT, direct)
    return gathering.inventory(version=text(data.get("version")), expects=bool(libraries))


def _project(project: Mapping[str, Any]) -> Component | None:
    restore = mapping(project.get("restore"))
    name = text(restore.get("projectName"))
    if not name:
        return None
    version = text(project.get("version"))
    return Component(
        purl=build("nuget", name, version),
        name=name,
        version=version,
        version_kind=firmness(version),
        kind=ComponentKind.APPLICATION,
        roles=(Role.ROOT,),
        ref=_ROOT,
    )


def _asked(data: Mapping[str, Any]) -> dict[str, str]:
    """Requirement by lower-case name, from `Name >= 1.0` texts."""
    found: dict[str, str] = {}
    for group in mapping(data.get("projectFileDependencyGroups")).values():
        for entry in items(group):
            name, _, requirement = text(entry).partition(" ")
            if name:
                found.setdefault(name.lower(), requirement.strip())
    return found


def _tools(project: Mapping[str, Any]) -> set[str]:
    found = set()
    for framework in mapping(project.get("frameworks")).values():
        for name, wanted in mapping(mapping(framework).get("dependencies")).items():
            if text(mapping(wanted).get("suppressParent")).lower() == "all":
                found.add(name.lower())
    return found


def _walk(
    targets: Mapping[str, Any], libraries: Mapping[str, Any], gathering: Gathering
) -> dict[str, dict[str, None]]:
    """Adds the edges; returns the frameworks by library."""
    frameworks: dict[str, dict[str, None]] = {}
    for framework, entries in targets.items():
        here = {key.partition("/")[0].lower(): key for key in mapping(entries)}
        for key, entry in mapping(entries).items():
            frameworks.setdefault(key, {})[framework] = None
            needs = mapping(mapping(entry).get("dependencies"))
            found = [here[n.lower()] for n in needs if n.lower() in here]
            if found and key in libraries:
                gathering.need(key, found)
    return frameworks
