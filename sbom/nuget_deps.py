"""*.deps.json, as a file or in a single-file application: what a published .NET application consists of.

Rules:

- `package` libraries are plain, `project` libraries ROOT when no other library needs them and they
  are the only such, else WORKSPACE; `runtimepack` is STDLIB, the `runtimepack.` before its name
  taken off; `reference` (a bare assembly) and what else there is are LOCAL.
- What the projects need is direct. A package whose targets hold no file (`runtime`, `native` ...)
  delivers nothing: property `empty`.
- Edges are those of the target named by `runtimeTarget`, or of the only target.
- `sha512` is the hash of the package; the scope is RUNTIME.

Source: dotnet runtime documentation, "runtime-configuration-file", section deps.json.
"""

from collections.abc import Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Role
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.integrity import hashes_of
from sbom.purl import build
from sbom.readers.json_reader import loads_json
from sbom.readers.key_lines import KeyLines
from sbom.readers.shape import mapping, pairs, text
from sbom.readers.text import decode

_FILES = ("runtime", "runtimeTargets", "native", "resources", "compile", "compileOnly")
_DELIVERED = ("runtime", "runtimeTargets", "native", "resources")
_PACK = "runtimepack."


def read_deps(raw: bytes, gathering: Gathering) -> tuple[str, dict[str, list[str]]]:
    """Libraries and edges of one application.

    Args:
        raw: The JSON.
        gathering: Takes the components.

    Returns:
        The runtime target, and by ref of a library the files that it delivers.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: no object `libraries`.
    """
    content = decode(raw)
    data = loads_json(content)
    libraries = data.get("libraries") if isinstance(data, dict) else None
    if not isinstance(libraries, dict):
        raise NotThisFormatError("holds no object `libraries`")
    runtime = text(mapping(data.get("runtimeTarget")).get("name"))
    targets = mapping(data.get("targets"))
    target = mapping(targets.get(runtime))
    if not target and len(targets) == 1:
        target = mapping(next(iter(targets.values())))
    edges = _edges(target, libraries)
    projects = {k for k, v in libraries.items() if text(mapping(v).get("type")) == "project"}
    needed = {t for k, found in edges.items() for t in found if k != t}
    roots = projects - needed
    direct = {t for p in projects for t in edges.get(p, ())}
    lines = KeyLines(content, "libraries")
    for key, library in libraries.items():
        line = lines.of(key, ": {")
        name = key.partition("/")[0]
        if not isinstance(library, dict) or not name.strip():
            gathering.lost(key, "the library is no object or has no name", line)
            continue
        project = key in projects
        role = _role(text(library.get("type")), root=len(roots) == 1 and key in roots)
        gathering.add(
            _component(
                key,
                library,
                role,
                direct=None if project or not projects else key in direct,
                empty=not project and key in target and _is_empty(target[key]),
                line=line,
            )
        )
        gathering.need(key, edges.get(key, ()))
    return runtime, {key: _delivered(entry) for key, entry in target.items() if key in libraries}


def _delivered(entry: object) -> list[str]:
    """Paths of the files of a library, as they lie in a package."""
    holder = mapping(entry)
    return [p for kind in _DELIVERED for p in mapping(holder.get(kind))]


def _edges(target: Mapping[str, Any], libraries: Mapping[str, Any]) -> dict[str, list[str]]:
    by_name: dict[str, str] = {}
    for key in libraries:
        by_name.setdefault(key.partition("/")[0].lower(), key)
    found: dict[str, list[str]] = {}
    for key, entry in target.items():
        for name, version in mapping(mapping(entry).get("dependencies")).items():
            exact = f"{name}/{text(version)}"
            known = exact if exact in libraries else by_name.get(name.lower())
            if known is not None:
                found.setdefault(key, []).append(known)
    return found


def _is_empty(entry: object) -> bool:
    return not any(mapping(entry).get(kind) for kind in _FILES)


def _role(kind: str, *, root: bool) -> Role | None:
    if kind == "project":
        return Role.ROOT if root else Role.WORKSPACE
    if kind == "runtimepack":
        return Role.STDLIB
    return None if kind == "package" else Role.LOCAL


def _component(  # one keyword per fact
    key: str,
    raw: Mapping[str, Any],
    role: Role | None,
    *,
    direct: bool | None,
    empty: bool,
    line: int | None,
) -> Component:
    name, _, version = key.partition("/")
    if role is Role.STDLIB:
        name = name.removeprefix(_PACK)
    kind = ComponentKind.LIBRARY
    if role is Role.ROOT:
        kind = ComponentKind.APPLICATION
    elif role is Role.STDLIB:
        kind = ComponentKind.PLATFORM
    return Component(
        purl=build("nuget", name, version),
        name=name,
        version=version,
        version_kind=firmness(version),
        kind=kind,
        roles=(role,) if role else (),
        direct=direct,
        ref=key,
        hashes=hashes_of(text(raw.get("sha512"))),
        line=line,
        properties=pairs(empty="true" if empty else "", library_type=text(raw.get("type"))),
    )
