"""Project.toml of Julia: a project or package and what it asks for.

Rules: with a name the project is ROOT. `deps` RUNTIME, `weakdeps` OPTIONAL, both direct; `extras`
are TEST (they serve `targets`, tests nearly always), unless `deps` or `weakdeps` name them too.
`compat` gives the requirement: `=1.2.3` is EXACT, any other a RANGE (`1.2` means `^1.2`), nothing
ABSENT. `sources` make a dependency GIT or LOCAL. The requirement on Julia itself is a STDLIB
component.

Source: Pkg.jl documentation, "Project.toml", "Compatibility".
"""

from collections.abc import Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.shape import mapping, pairs, text
from sbom.readers.text import decode
from sbom.readers.toml_places import Places
from sbom.readers.toml_reader import loads_toml
from sbom.source import SourceFile

_SECTIONS = (("deps", Scope.RUNTIME), ("weakdeps", Scope.OPTIONAL), ("extras", Scope.TEST))
_KNOWN = frozenset({"name", "uuid", "deps", "compat", "extras", "weakdeps", "workspace"})


def parse(source: SourceFile, /) -> Inventory:
    """The project and its dependencies.

    Raises:
        ParseError: not TOML.
        NotThisFormatError: none of the fields of a project.
    """
    content = decode(source.content).replace("\r\n", "\n")
    data = loads_toml(content)
    if data and _KNOWN.isdisjoint(data):
        raise NotThisFormatError("holds none of the fields of a Julia project")
    places = Places(content)
    gathering = Gathering()
    root = ""
    name = text(data.get("name"))
    if name:
        version = text(data.get("version"))
        root = gathering.add(
            Component(
                purl=build("julia", name, version, qualifiers={"uuid": text(data.get("uuid"))}),
                name=name,
                version=version,
                version_kind=firmness(version),
                kind=ComponentKind.APPLICATION,
                roles=(Role.ROOT,),
                ref=".",
                line=places.line("", "name"),
                properties=pairs(uuid=text(data.get("uuid"))),
            )
        )
    compat, origins = mapping(data.get("compat")), mapping(data.get("sources"))
    seen: set[str] = set()
    for section, scope in _SECTIONS:
        for key, uuid in mapping(data.get(section)).items():
            if key in seen:
                continue
            seen.add(key)
            line = places.line(section, key)
            origin = mapping(origins.get(key))
            made = _component(key, text(uuid), text(compat.get(key)), origin, scope, line)
            gathering.need(root, [gathering.add(made)])
    if "julia" in compat:
        gathering.add(_julia(text(compat["julia"]), places.line("compat", "julia")))
    return gathering.inventory(expects=False)


def _component(  # one per fact of an entry
    name: str,
    uuid: str,
    requirement: str,
    origin: Mapping[str, Any],
    scope: Scope,
    line: int | None,
) -> Component:
    exact = ""
    if requirement.startswith("=") and "," not in requirement:
        exact = requirement[1:].strip()
    address, path = without_credentials(text(origin.get("url"))), text(origin.get("path"))
    role = Role.GIT if address else Role.LOCAL if path else None
    revision = text(origin.get("rev"))
    qualifiers = {"uuid": uuid, "vcs_url": vcs_url(address, revision) if address else ""}
    return Component(
        purl=build("julia", name, exact, qualifiers=qualifiers),
        name=name,
        version=exact,
        version_kind=firmness(exact, requirement),
        requirement=requirement,
        scope=scope,
        roles=(role,) if role else (),
        direct=True,
        ref=uuid or name,
        download=address,
        line=line,
        properties=pairs(path=path, revision=revision, uuid=uuid),
    )


def _julia(requirement: str, line: int | None) -> Component:
    return Component(
        purl=build("generic", "julia"),
        name="julia",
        version_kind=firmness("", requirement),
        requirement=requirement,
        kind=ComponentKind.PLATFORM,
        roles=(Role.STDLIB,),
        direct=True,
        ref="julia",
        line=line,
    )
