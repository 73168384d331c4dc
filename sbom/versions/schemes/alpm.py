"""Arch Linux packages: `epoch:version-release`, compared as pacman does.

Segments of digits or letters; letters glued to a segment come before its end (`1.5b` < `1.5`),
anything behind a separator after it; longer separators come after shorter ones.
Source: vercmp(8) of pacman.
"""

import re

from sbom.versions.digits import NUMBER, seal, unreadable
from sbom.versions.schemes.rpm import split_epoch

_SEGMENT = re.compile(r"([^0-9A-Za-z]*)([0-9]+|[A-Za-z]+|\Z)")


def key(version: str) -> bytes:
    """Sort key; a release that is not stated comes before any."""
    text = version.strip()
    if not text:
        return unreadable(version)
    epoch, rest = split_epoch(text)
    upstream, hyphen, release = rest.rpartition("-")
    if not hyphen:
        return seal(NUMBER[epoch] + _part(rest))
    return seal(NUMBER[epoch] + _part(upstream) + "\x01" + _part(release))


def alike(left: str, right: str) -> tuple[str, str]:
    """Both versions, without release when only one of them states it."""
    if ("-" in left) == ("-" in right):
        return left, right
    return left.rpartition("-")[0] or left, right.rpartition("-")[0] or right


def _part(text: str) -> str:
    found = []
    for separator, segment in _SEGMENT.findall(text):
        if not separator and segment[:1].isalpha():
            found.append(f"\x02{segment}\x01")
            continue
        if not separator and not segment:
            continue
        gap = chr(4 + min(len(separator), 20))
        if not segment:
            found.append(gap + "\x03")
        elif segment[0] <= "9":
            found.append(f"{gap}\x05{NUMBER[segment]}")
        else:
            found.append(f"{gap}\x02{segment}\x01")
    return "".join(found) + "\x03"
