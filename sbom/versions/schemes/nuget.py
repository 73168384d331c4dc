"""NuGet: Semantic Versioning with a fourth number, whose pre-release words ignore case.

Source: Microsoft Learn, "Package versioning" (normalised version numbers, Semantic Versioning).
"""

from sbom.versions.digits import seal, unreadable
from sbom.versions.schemes import semver


def key(version: str) -> bytes:
    """Sort key: `1.0` is `1.0.0.0`, `-BETA` is `-beta`, metadata does not count."""
    parts = semver.split(version)
    if parts is None:
        return unreadable(version)
    return seal(semver.numbers(parts[0]) + semver.prerelease(parts[1].lower()))
