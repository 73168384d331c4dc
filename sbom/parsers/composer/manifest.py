"""composer.json: what a PHP project asks for.

Rules: the project itself is ROOT. `require` is RUNTIME, `require-dev` DEV, all direct. A
constraint is kept as `requirement`; only a full version without operator is EXACT, a branch
(`dev-main`, `self.version`) is UNRESOLVED. php, ext-*, lib-* and composer-* have role PLATFORM.
Packages of which a `path` repository ends in their name are LOCAL. Repositories, `replace`,
`provide`, `conflict` and `suggest` are properties of the root, not components.

Source: Composer documentation, "The composer.json schema".
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Dependency, Role, Scope, VersionKind
from sbom.composer import constraint_kind, is_platform, licenses_of, package_url
from sbom.errors import ParseError
from sbom.git_address import without_credentials
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.readers.json_reader import loads_json
from sbom.readers.shape import items, mapping, pairs, text
from sbom.readers.text import KeyFinder, decode
from sbom.source import SourceFile

_ROOT = "."


def parse(source: SourceFile, /) -> Inventory:
    """The project and the packages it asks for.

    Raises:
        ParseError: not a JSON object.
    """
    content = decode(source.content)
    data = loads_json(content)
    if not isinstance(data, dict):
        raise ParseError("holds no object at the top")
    finder = KeyFinder(content)
    issues: list[Issue] = []
    paths, addresses = _repositories(data)
    root = _root(data, addresses)
    found: list[Component] = []
    for field, scope in (("require", Scope.RUNTIME), ("require-dev", Scope.DEV)):
        value = data.get(field)
        if value and not isinstance(value, dict):
            message = "is not an object, so nothing of it was read"
            issues.append(Issue(kind=IssueKind.ENTRY, subject=field, message=message))
        for name, wanted in mapping(value).items():
            if not isinstance(wanted, str) or not name.strip():
                message = "the constraint is not a text"
                issues.append(Issue(kind=IssueKind.ENTRY, subject=name[:200], message=message))
                continue
            line = finder.line_of(f'"{name}"')
            found.append(_dependency(name.strip(), wanted.strip(), scope, line, paths))
    targets = tuple(sorted({c.ref for c in found}))
    edges = (Dependency(ref=_ROOT, targets=targets),) if targets else ()
    return Inventory(
        components=(root, *found),
        dependencies=edges,
        issues=tuple(issues),
        expects_components=bool(found),
    )


def _root(data: Mapping[str, Any], addresses: str) -> Component:
    name, version = text(data.get("name")), text(data.get("version"))
    return Component(
        purl=package_url(name or "unnamed", version),
        name=name or "unnamed",
        version=version,
        version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
        kind=ComponentKind.LIBRARY
        if text(data.get("type")) == "library"
        else ComponentKind.APPLICATION,
        roles=(Role.ROOT,),
        ref=_ROOT,
        licenses=licenses_of(data),
        properties=pairs(
            type=text(data.get("type")),
            description=text(data.get("description"))[:1000],
            homepage=text(data.get("homepage")),
            repositories=addresses,
            **{
                f: ", ".join(mapping(data.get(f)))[:4096]
                for f in ("replace", "provide", "conflict")
            },
        ),
    )


def _repositories(data: Mapping[str, Any]) -> tuple[frozenset[str], str]:
    """Last parts of `path` repositories, and all addresses in one text."""
    value = data.get("repositories")
    paths: set[str] = set()
    addresses: list[str] = []
    for entry in _values(value):
        address, kind = text(mapping(entry).get("url")), text(mapping(entry).get("type"))
        if not address:
            continue
        addresses.append(f"{kind} {without_credentials(address)}".strip())
        if kind == "path":
            paths.add(address.rstrip("/").rpartition("/")[2].lower())
    return frozenset(paths), ", ".join(addresses)[:4096]


def _values(value: object) -> Iterator[Any]:
    yield from mapping(value).values()
    yield from items(value)


def _dependency(
    name: str, requirement: str, scope: Scope, line: int | None, paths: frozenset[str]
) -> Component:
    version, kind = constraint_kind(requirement)
    roles: tuple[Role, ...] = ()
    if is_platform(name):
        roles = (Role.PLATFORM,)
    elif name.rpartition("/")[2].lower() in paths:
        roles = (Role.LOCAL,)
    return Component(
        purl=package_url(name, version if kind is VersionKind.EXACT else ""),
        name=name,
        version=version,
        version_kind=kind,
        requirement=requirement,
        kind=ComponentKind.PLATFORM if is_platform(name) else ComponentKind.LIBRARY,
        scope=scope,
        roles=roles,
        direct=True,
        ref=f"{name} {scope.value}",
        line=line,
    )
