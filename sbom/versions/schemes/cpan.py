"""Perl modules: `1.002003` is `v1.2.3`; decimals count in groups of three digits.

Source: documentation of Perl's `version` ("Decimal Versions", "Dotted-Decimal Versions").
"""

import re

from sbom.versions.digits import NUMBER, seal, unreadable

_VERSION = re.compile(r"\s*+(v?)([0-9]*+(?:\.[0-9]++)*+)(-TRIAL)?+\s*\Z")


def key(version: str) -> bytes:
    """Sort key; `_` only marks a trial release and does not order."""
    match = _VERSION.match(version.replace("_", ""))
    if match is None or not match[2]:
        return unreadable(version)
    parts = (match[2] if match[2][0] != "." else "0" + match[2]).split(".")
    if not match[1] and len(parts) == 2:
        fraction = parts[1]
        fraction += "0" * (-len(fraction) % 3)
        parts = [parts[0], *(fraction[n : n + 3] for n in range(0, len(fraction), 3))]
    while len(parts) > 1 and not parts[-1].strip("0"):
        parts.pop()
    return seal("".join([NUMBER[p] for p in parts]))
