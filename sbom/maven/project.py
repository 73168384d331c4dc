"""The project that a pom describes, and its parent."""

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.license import LicenseClaim
from sbom.maven.effective import Effective
from sbom.maven.model import Place
from sbom.maven.version import judge
from sbom.purl import build

_APPLICATIONS = frozenset({"war", "ear", "rar", "hpi", "nbm-application"})


def name_of(group: str, artifact: str) -> str:
    """`group:artifact`, or the artifact alone when the group is not known."""
    return f"{group}:{artifact}" if group else artifact


def purl_of(
    group: str, artifact: str, version: str, qualifiers: dict[str, str] | None = None
) -> str:
    """The purl of a Maven artifact."""
    return build("maven", artifact, version, namespace=group, qualifiers=qualifiers)


def root_of(effective: Effective) -> Component | None:
    """The project itself; None when it has no name."""
    group, artifact = effective.group, effective.artifact
    if not artifact:
        return None
    pom = effective.pom
    kind, version, requirement = judge(effective.version)
    licenses, urls = _licenses(effective)
    return Component(
        purl=purl_of(group, artifact, version if kind is VersionKind.EXACT else ""),
        name=name_of(group, artifact),
        version=version,
        version_kind=kind,
        requirement=requirement if kind is not VersionKind.EXACT else "",
        kind=ComponentKind.APPLICATION if pom.packaging in _APPLICATIONS else ComponentKind.LIBRARY,
        roles=(Role.ROOT,),
        ref=name_of(group, artifact),
        licenses=licenses,
        supplier=effective.fact("organization.name"),
        download=_repository(effective.expand(pom.facts.get("scm.url", ""))),
        line=pom.line,
        properties=_properties(effective, urls),
    )


def parent_of(effective: Effective) -> Component | None:
    """The parent as a component: PARENT, and WORKSPACE when it is at hand; None without one."""
    parent = effective.pom.parent
    if parent is None:
        return None
    group, artifact = effective.expand(parent.group), effective.expand(parent.artifact)
    stated = effective.expand(parent.version)
    at_hand = len(effective.chain) > 1
    if at_hand and not (artifact and stated):
        # Maven 4 infers what a child does not state.
        above = Effective(effective.chain[1:])
        group, artifact = group or above.group, artifact or above.artifact
        stated = stated or above.version
    if not artifact:
        return None
    kind, version, requirement = judge(stated)
    return Component(
        purl=purl_of(group, artifact, version if kind is VersionKind.EXACT else ""),
        name=name_of(group, artifact),
        version=version,
        version_kind=kind,
        requirement=requirement if requirement != version else "",
        scope=Scope.BUILD,
        roles=(Role.PARENT, Role.WORKSPACE) if at_hand else (Role.PARENT,),
        direct=True,
        ref=f"parent {name_of(group, artifact)}",
        line=parent.line,
    )


def _properties(effective: Effective, urls: list[str]) -> tuple[tuple[str, str], ...]:
    pom, expand = effective.pom, effective.expand
    found = [
        ("packaging", pom.packaging),
        ("modules", ", ".join(expand(m) for m in pom.modules)),
        ("description", expand(pom.facts.get("description", ""))),
        ("homepage", effective.fact("url")),
        ("title", expand(pom.facts.get("name", ""))),
        ("author", ", ".join(next((p.developers for _, p in effective.chain if p.developers), ()))),
        ("license-url", ", ".join(urls)),
    ]
    for entry in pom.entries:
        if entry.place is Place.RELOCATION:
            parts = (entry.group, entry.artifact, entry.version)
            found.append(("replaced-by", ":".join(expand(p) for p in parts)))
    return tuple(sorted((k, " ".join(v.split())[:1000]) for k, v in found if v))


def _licenses(effective: Effective) -> tuple[tuple[LicenseClaim, ...], list[str]]:
    """Own licences, or those of the nearest parent that states any (Maven inherits them)."""
    for position, (_, pom) in enumerate(effective.chain):
        if pom.licenses:
            claims = tuple(
                LicenseClaim(
                    raw=effective.expand(found.name or found.url)[:4096],
                    source="pom-parent" if position else "pom",
                    line=None if position else found.line,
                )
                for found in pom.licenses
            )
            return claims, [effective.expand(x.url) for x in pom.licenses if x.url and x.name]
    return (), []


def _repository(url: str) -> str:
    """The repository without the user information an URL may hold."""
    scheme, found, rest = url.partition("://")
    if not found:
        return url
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"
