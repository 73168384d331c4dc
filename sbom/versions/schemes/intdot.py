"""Whole numbers with dots; what follows the first other character does not count.

Source: package-url/vers-spec, VERS types, `intdot`. Numbers that are missing are zero.
"""

import re

from sbom.versions.digits import NUMBER, seal, unreadable

_VERSION = re.compile(r"\s*+v?([0-9]++(?:\.[0-9]++)*+)")


def key(version: str) -> bytes:
    """Sort key."""
    match = _VERSION.match(version)
    if match is None:
        return unreadable(version)
    parts = match[1].split(".")
    while len(parts) > 1 and not parts[-1].strip("0"):
        parts.pop()
    return seal("".join([NUMBER[p] for p in parts]))
