"""Dart's pub: Semantic Versioning in which build metadata does order, none before any.

Source: package `pub_semver` of the Dart project, "Semantics" (build identifiers).
"""

from sbom.versions.digits import seal, unreadable
from sbom.versions.schemes import semver


def key(version: str) -> bytes:
    """Sort key."""
    parts = semver.split(version)
    if parts is None:
        return unreadable(version)
    numbers, pre, build = parts
    text = semver.numbers(numbers) + semver.prerelease(pre)
    return seal(text + semver.identifiers(build) if build else text)
