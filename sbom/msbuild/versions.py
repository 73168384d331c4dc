"""How firm a NuGet version is.

Source: Microsoft Learn, "Package versioning" (version ranges, floating versions).
"""

from sbom.component import VersionKind


def judge(version: str) -> tuple[VersionKind, str, str]:
    """Kind, version and requirement.

    A plain version means "this or higher", of which NuGet takes the lowest: EXACT, with the text as
    requirement. `[1.0]` is EXACT 1.0. Other brackets and `1.*` are a RANGE. `$(Name)` that stays is
    UNRESOLVED.
    """
    version = version.strip()
    if not version:
        return VersionKind.ABSENT, "", ""
    if "$(" in version or "@(" in version or "%(" in version:
        return VersionKind.UNRESOLVED, version, version
    if version[0] in "[(":
        inner = version[1:-1].strip()
        if (
            version[0] == "["
            and version[-1] == "]"
            and inner
            and "," not in inner
            and "*" not in inner
        ):
            return VersionKind.EXACT, inner, version
        return VersionKind.RANGE, "", version
    if "*" in version or "," in version:
        return VersionKind.RANGE, "", version
    return VersionKind.EXACT, version, version
