"""Lists of numbers in which a longer list comes later (`1.0` < `1.0.0`): CRAN and Hackage.

Source: Writing R Extensions, "The DESCRIPTION file" (dots and hyphens part alike); Haskell Package
Versioning Policy, "Version numbers".
"""

import re

from sbom.versions.digits import NUMBER, natural, seal, unreadable

_VERSION = re.compile(r"\s*+([0-9]++(?:[.-][0-9]++)*+)\s*+")
_CUT = re.compile("[.-]")


def key(version: str) -> bytes:
    """Sort key; other text behind the numbers orders after them."""
    match = _VERSION.match(version)
    if match is None:
        return unreadable(version)
    numbers = "".join([NUMBER[p] for p in _CUT.split(match[1])])
    return seal(numbers + natural(version[match.end() :]))
