"""pubspec.yaml: a Dart or Flutter project and what it asks for.

Rules: the project is ROOT (ABSENT without version). `dependencies` RUNTIME, `dev_dependencies`
DEV, all direct; `dependency_overrides` are CONSTRAINT. A bare version is EXACT, `any` and nothing
ABSENT, the rest a RANGE. `sdk:` is STDLIB, `path:` LOCAL, `git:` GIT. The constraints of
`environment` are the SDKs, STDLIB; `sdk` there means Dart. A workspace is a property of the root.

Source: Dart documentation, "The pubspec file" and "Package dependencies".
"""

from collections.abc import Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.dart import HOSTED, Origin, git_origin, package_url, sdk
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import without_credentials
from sbom.inventory import Inventory
from sbom.lazy_pattern import lazy
from sbom.readers.shape import items, line_of, mapping, pairs, text
from sbom.readers.yaml_reader import load_yaml_map
from sbom.source import SourceFile

_EXACT = lazy(r"\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?\Z", 256)
_SECTIONS = (
    ("dependencies", Scope.RUNTIME, ()),
    ("dev_dependencies", Scope.DEV, ()),
    ("dependency_overrides", Scope.UNKNOWN, (Role.CONSTRAINT,)),
)


def parse(source: SourceFile, /) -> Inventory:
    """The project, its dependencies and the SDKs.

    Raises:
        ParseError: not YAML, or no mapping at the top.
        NotThisFormatError: none of the fields of a pubspec.
    """
    data = load_yaml_map(source.content)
    if not data.keys() & {"name", "dependencies", "dev_dependencies", "environment"}:
        raise NotThisFormatError("holds none of the fields of a pubspec")
    gathering = Gathering()
    root = ""
    name = text(data.get("name"))
    if name:
        root = gathering.add(_root(name, data))
    targets = []
    for section, scope, roles in _SECTIONS:
        listed = data.get(section)
        if listed is not None and not isinstance(listed, dict):
            gathering.lost(section, "is no mapping", line_of(data, section))
        for key, wanted in mapping(listed).items():
            line = line_of(listed, key)
            made = _component(key.strip(), wanted, scope, roles, line) if key.strip() else None
            if made is None:
                gathering.lost(key, "the requirement is not understood", line)
                continue
            ref = gathering.add(made)
            if not roles:
                targets.append(ref)
    environment = mapping(data.get("environment"))
    for key, wanted in environment.items():
        line = line_of(environment, key)
        gathering.add(sdk("dart" if key == "sdk" else key, text(wanted), line))
    gathering.need(root, targets)
    return gathering.inventory(expects=False)


def _root(name: str, data: Mapping[str, Any]) -> Component:
    version = text(data.get("version"))
    workspace = ", ".join(text(w) for w in items(data.get("workspace")))
    return Component(
        purl=package_url(name, version, HOSTED),
        name=name,
        version=version,
        version_kind=firmness(version),
        kind=ComponentKind.APPLICATION,
        roles=(Role.ROOT,),
        ref=".",
        line=line_of(data, "name"),
        properties=pairs(
            description=text(data.get("description"))[:1000],
            homepage=text(data.get("homepage")),
            repository=without_credentials(text(data.get("repository"))),
            private="true" if text(data.get("publish_to")) == "none" else "",
            workspace=workspace[:1000],
        ),
    )


def _component(
    key: str, wanted: object, scope: Scope, roles: tuple[Role, ...], line: int | None
) -> Component | None:
    origin, requirement, name, shown = HOSTED, "", key, ""
    if wanted is None or isinstance(wanted, str | int | float):
        requirement = text(wanted)
    elif isinstance(wanted, dict):
        requirement = text(wanted.get("version"))
        hosted = wanted.get("hosted")
        if "git" in wanted:
            origin = git_origin(wanted["git"])
        elif "path" in wanted:
            origin = Origin(Role.LOCAL, "", "", "", text(wanted["path"]))
        elif "sdk" in wanted:
            origin = Origin(Role.STDLIB, "", "", "", "")
            shown = text(wanted["sdk"])
        elif isinstance(hosted, dict):
            name = text(hosted.get("name")) or key
            origin = HOSTED._replace(download=without_credentials(text(hosted.get("url"))))
        elif hosted:
            origin = HOSTED._replace(download=without_credentials(text(hosted)))
    else:
        return None
    requirement = "" if requirement == "any" else requirement
    exact = requirement if _EXACT.match(requirement) else ""
    found = [
        *roles,
        *([origin.role] if origin.role else []),
        *([Role.ALIAS] if name != key else []),
    ]
    return Component(
        purl=package_url(name, exact, origin),
        name=name,
        version=exact,
        version_kind=VersionKind.EXACT if exact else firmness("", requirement),
        requirement=requirement,
        scope=scope,
        roles=tuple(sorted(set(found))),
        direct=None if Role.CONSTRAINT in roles else True,
        ref=key,
        download=origin.download,
        line=line,
        properties=pairs(
            alias=key if name != key else "",
            branch=origin.reference,
            path=origin.path,
            sdk=shown,
        ),
    )
