"""Text by its bytes in UTF-8, without normalisation.

Source: package-url/vers-spec, VERS types, `lexicographic`.
"""

from sbom.versions.digits import seal


def key(version: str) -> bytes:
    """Sort key."""
    return seal(version)
