"""Packages in the shape of a composer.lock: the reading that lock and installed.json share."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from sbom.component import Component, ComponentKind, Dependency, Role, Scope, VersionKind
from sbom.composer import constraint_kind, is_platform, licenses_of, package_url
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Fragment, Inventory
from sbom.issue import Issue, IssueKind
from sbom.readers.shape import items, mapping, pairs, text
from sbom.readers.text import KeyFinder

GROUPS = (("packages", Scope.RUNTIME), ("packages-dev", Scope.DEV))
_STANDS_IN = ("replace", "provide")
"""Fields with the names that a package stands in for; all of them become fragment `lock/provided`."""


def inventory_of(content: str, data: Mapping[str, Any]) -> Inventory:
    """Facts of a document in the shape of a composer.lock.

    Args:
        content: The text, for line numbers.
        data: The same, read.
    """
    finder = KeyFinder(content)
    components: list[Component] = []
    entries: list[Mapping[str, Any]] = []
    issues: list[Issue] = []
    refs: set[str] = set()
    for group, scope in GROUPS:
        for index, entry in enumerate(items(data.get(group))):
            name = text(mapping(entry).get("name"))
            if not name or is_platform(name):
                subject = f"{group}[{index}]"
                message = "the entry has no package name"
                issues.append(Issue(kind=IssueKind.ENTRY, subject=subject, message=message))
                continue
            line = finder.line_of(f'"name": "{name}"')
            components.append(_component(entry, name, scope, line, refs))
            entries.append(entry)
    dependencies, needed = _edges(components, entries)
    components = [c if c.ref in needed else replace(c, direct=True) for c in components]
    provided = {n for e in entries for f in _STANDS_IN for n in mapping(e.get(f))}
    components.extend(_platform(data))
    return Inventory(
        components=tuple(components),
        dependencies=dependencies,
        fragments=((Fragment(kind="lock/provided", data=sorted(provided)),) if provided else ()),
        issues=tuple(issues),
        format_version=text(data.get("plugin-api-version")),
    )


def _component(
    entry: Mapping[str, Any], name: str, scope: Scope, line: int | None, refs: set[str]
) -> Component:
    version = text(entry.get("version"))
    origin, dist = mapping(entry.get("source")), mapping(entry.get("dist"))
    commit = text(origin.get("reference")) or text(dist.get("reference"))
    branch = version.startswith("dev-") or version.endswith("-dev")
    kind = VersionKind.EXACT
    if not version:
        kind = VersionKind.ABSENT
    elif branch and not commit:
        kind = VersionKind.UNRESOLVED
    roles: tuple[Role, ...] = ()
    qualifiers: dict[str, str] = {}
    address = text(dist.get("url")) or text(origin.get("url"))
    if text(dist.get("type")) == "path":
        roles = (Role.LOCAL,)
    elif (
        text(origin.get("type")) == "git"
        and "notification-url" not in entry
        and "dist" not in entry
    ):
        roles = (Role.GIT,)
        qualifiers["vcs_url"] = vcs_url(text(origin.get("url")), commit)
    checksum = text(dist.get("shasum")).lower()
    abandoned = entry.get("abandoned")
    ref = f"{name}@{version}"
    while ref in refs:
        ref += "+"
    refs.add(ref)
    package_type = text(entry.get("type"))
    return Component(
        purl=package_url(name, version if kind is VersionKind.EXACT else "", qualifiers),
        name=name,
        version=version,
        version_kind=kind,
        scope=scope,
        roles=roles,
        ref=ref,
        licenses=licenses_of(entry),
        hashes=(("SHA-1", checksum),) if len(checksum) == 40 else (),
        download=without_credentials(address),
        line=line,
        properties=pairs(
            type="" if package_type == "library" else package_type,
            commit=commit if branch or roles else "",
            deprecated=text(abandoned) or ("true" if abandoned is True else ""),
            homepage=text(entry.get("homepage")),
            author=_authors(entry),
        ),
    )


def _authors(entry: Mapping[str, Any]) -> str:
    """Names of the authors, comma between, without their addresses."""
    names = [text(mapping(a).get("name")).strip() for a in items(entry.get("authors"))]
    return ", ".join([n for n in names if n])[:1000]


def _edges(
    components: list[Component], entries: list[Mapping[str, Any]]
) -> tuple[tuple[Dependency, ...], set[str]]:
    """Edges among the packages, and the refs that something needs."""
    by_name: dict[str, list[str]] = {}
    for component in components:
        by_name.setdefault(component.name.lower(), []).append(component.ref)
    for component, entry in zip(components, entries, strict=True):
        for field in _STANDS_IN:
            for name in mapping(entry.get(field)):
                by_name.setdefault(name.lower(), []).append(component.ref)
    edges: list[Dependency] = []
    needed: set[str] = set()
    for component, entry in zip(components, entries, strict=True):
        targets = {
            ref for name in mapping(entry.get("require")) for ref in by_name.get(name.lower(), ())
        }
        targets.discard(component.ref)
        if targets:
            needed |= targets
            edges.append(Dependency(ref=component.ref, targets=tuple(sorted(targets))))
    return tuple(edges), needed


def _platform(data: Mapping[str, Any]) -> Iterator[Component]:
    for field, scope in (("platform", Scope.RUNTIME), ("platform-dev", Scope.DEV)):
        for name, wanted in mapping(data.get(field)).items():
            requirement = text(wanted)
            version, kind = constraint_kind(requirement)
            yield Component(
                purl=package_url(name, version if kind is VersionKind.EXACT else ""),
                name=name,
                version=version,
                version_kind=kind,
                requirement=requirement,
                kind=ComponentKind.PLATFORM,
                scope=scope,
                roles=(Role.PLATFORM,),
                direct=True,
            )
