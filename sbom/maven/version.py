"""How firm a Maven version is.

Source: Maven POM reference, "Dependency Version Requirement Specification".
"""

from sbom.component import VersionKind

_META = frozenset({"LATEST", "RELEASE"})


def judge(version: str) -> tuple[VersionKind, str, str]:
    """Kind, version and requirement of a version as interpolated.

    A plain version is a soft requirement that Maven takes unless something else asks otherwise:
    EXACT. `[1.0]` is EXACT 1.0. Other brackets, `LATEST` and `RELEASE` are a RANGE. What still
    holds `${` or `@...@` (resource filtering) is UNRESOLVED.
    """
    if not version:
        return VersionKind.ABSENT, "", ""
    if "${" in version or (version[0] == "@" and version[-1] == "@"):
        return VersionKind.UNRESOLVED, version, version
    if version in _META:
        return VersionKind.RANGE, "", version
    if version[0] in "[(":
        inner = version[1:-1].strip()
        if version[0] == "[" and version[-1] == "]" and inner and "," not in inner:
            return VersionKind.EXACT, inner, version
        return VersionKind.RANGE, "", version
    return VersionKind.EXACT, version, version
