"""Helm charts as components: purl, exact or range, where the chart comes from.

Source: Helm documentation, "Charts" (Chart.yaml, requirements.yaml, Chart.lock); purl
specification, type helm with `repository_url`.
"""

from collections.abc import Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.git_address import without_credentials
from sbom.lazy_pattern import lazy
from sbom.purl import build
from sbom.readers.shape import items, pairs, text

_EXACT = lazy(r"v?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?\Z")
_HOST = lazy(r"([A-Za-z][A-Za-z0-9+.-]*://)([^/?#]*)")


def repository_url(repository: str) -> str:
    """Value of the qualifier: no secrets, host in lower case; empty for aliases and folders."""
    if "://" not in repository or repository.startswith("file:"):
        return ""
    clean = without_credentials(repository)
    return _HOST.sub(lambda m: m.group(1).lower() + m.group(2).lower(), clean, count=1)


def chart_dependency(
    entry: Mapping[str, Any], line: int | None, *, locked: bool = False
) -> Component | None:
    """One entry of `dependencies`; None when it has no name."""
    name = text(entry.get("name"))
    if not name:
        return None
    requirement, repository = text(entry.get("version")), text(entry.get("repository"))
    exact = _EXACT.match(requirement) is not None or (locked and bool(requirement))
    kind = VersionKind.RANGE if requirement else VersionKind.ABSENT
    if exact:
        kind = VersionKind.EXACT
    roles: set[Role] = set()
    if repository.startswith("file:") or (not repository and not locked):
        roles.add(Role.LOCAL)
    alias = text(entry.get("alias"))
    if alias:
        roles.add(Role.ALIAS)
    condition = text(entry.get("condition"))
    address = repository_url(repository)
    return Component(
        purl=build(
            "helm", name, requirement if exact else "", qualifiers={"repository_url": address}
        ),
        name=name,
        version=requirement if exact else "",
        version_kind=kind,
        requirement="" if locked else requirement,
        kind=ComponentKind.APPLICATION,
        scope=Scope.OPTIONAL if condition or items(entry.get("tags")) else Scope.RUNTIME,
        roles=tuple(sorted(roles)),
        direct=True,
        ref=f"{alias or name}@{requirement}",
        download=without_credentials(repository),
        line=line,
        properties=pairs(
            alias=alias,
            condition=condition,
            tags=", ".join(text(t) for t in items(entry.get("tags"))),
        ),
    )
