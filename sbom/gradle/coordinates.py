"""Coordinates, versions and configurations as Gradle writes them.

Source: Gradle user manual, "Declaring Versions and Ranges", "Dependency Configurations".
"""

import re

import msgspec

from sbom.component import Component, Role, Scope, VersionKind
from sbom.purl import build

_DYNAMIC = re.compile(r"[+\[\](),]|\Alatest\.")
_TEST = re.compile(r"test", re.IGNORECASE)
_BUILD = re.compile(
    r"annotationprocessor|\A(?:[a-z]\w*)?(?:kapt|ksp)|kapt\Z|kotlin(?:compiler|build|native|klib)"
    r"|\Aclasspath\Z|compileonly|detekt|ktlint|checkstyle|spotbugs|\Apmd|jacoco|\Azinc\Z|scalacompiler"
    r"|asciidoctor|openrewrite|\Arewrite|protoc|coreLibraryDesugaring",
    re.IGNORECASE,
)
_DEV = re.compile(r"\A(?:developmentonly|debug|localruntime)", re.IGNORECASE)
_RUNTIME = re.compile(
    r"implementation|\Aapi\Z|api\Z|compile|runtime|\Aprovided|production|\Adefault\Z|\Aprovidedcompile",
    re.IGNORECASE,
)


class Coordinates(msgspec.Struct, frozen=True, array_like=True):
    """`group:name[:version[:classifier]][@extension]`."""

    group: str
    name: str
    version: str = ""
    classifier: str = ""
    extension: str = ""


def read(notation: str) -> Coordinates | None:
    """The parts of a string notation, or None when it is not one."""
    text, _, extension = notation.strip().partition("@")
    parts = text.split(":")
    if not 2 <= len(parts) <= 4 or not parts[1] or any(c.isspace() for c in text):
        return None
    group, name, version, classifier = [*parts, "", ""][:4]
    return Coordinates(group, name, version, classifier, extension)


def judge(version: str) -> tuple[VersionKind, str, str]:
    """Kind, version and requirement.

    A plain version is EXACT; `1.0!!` (strictly) too, and `[1,2[!!1.5` is EXACT 1.5 (what is
    preferred). `1.+`, `latest.release` and intervals are a RANGE; what holds `$` is UNRESOLVED.
    """
    version = version.strip()
    if not version:
        return VersionKind.ABSENT, "", ""
    if "$" in version:
        return VersionKind.UNRESOLVED, version, version
    strict, strictly, preferred = version.partition("!!")
    chosen = preferred or strict if strictly else version
    if _DYNAMIC.search(chosen):
        inner = chosen[1:-1].strip()
        if chosen[0] == "[" and chosen[-1] == "]" and inner and "," not in inner:
            return VersionKind.EXACT, inner, version
        return VersionKind.RANGE, "", version
    return VersionKind.EXACT, chosen, version


def scope_of(configuration: str) -> Scope:
    """What a configuration is for, by the names that Gradle and its common plugins give."""
    if _TEST.search(configuration):
        return Scope.TEST
    if _BUILD.search(configuration):
        return Scope.BUILD
    if _DEV.match(configuration):
        return Scope.DEV
    return Scope.RUNTIME if _RUNTIME.search(configuration) else Scope.UNKNOWN


_ORDER = (Scope.RUNTIME, Scope.UNKNOWN, Scope.DEV, Scope.BUILD, Scope.TEST)


def scope_of_all(configurations: list[str]) -> Scope:
    """The furthest reaching scope of several configurations; UNKNOWN for none."""
    scopes = {scope_of(c) for c in configurations}
    if scopes == {Scope.UNKNOWN}:
        return Scope.UNKNOWN
    # A configuration of one's own beside known ones says nothing new.
    scopes.discard(Scope.UNKNOWN)
    return next((s for s in _ORDER if s in scopes), Scope.UNKNOWN)


def component(  # keyword-only, the fields of a Component
    found: Coordinates,
    *,
    scope: Scope,
    roles: tuple[Role, ...] = (),
    direct: bool | None = None,
    ref: str = "",
    line: int | None = None,
    properties: tuple[tuple[str, str], ...] = (),
) -> Component:
    """A component of these coordinates; its purl type is maven, whose repositories Gradle uses."""
    kind, version, requirement = judge(found.version)
    qualifiers = {"classifier": found.classifier} if found.classifier else {}
    if found.extension and found.extension != "jar":
        qualifiers["type"] = found.extension
    stated = version if kind is VersionKind.EXACT else ""
    return Component(
        purl=build("maven", found.name, stated, namespace=found.group, qualifiers=qualifiers),
        name=f"{found.group}:{found.name}" if found.group else found.name,
        version=version,
        version_kind=kind,
        requirement=requirement,
        scope=scope,
        roles=tuple(sorted(roles)),
        direct=direct,
        ref=ref,
        line=line,
        properties=tuple(sorted(properties)),
    )
