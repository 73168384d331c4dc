"""Arch Linux packages: `epoch:version-release`, compared as pacman does.

Segments of digits or letters; letters glued to a segment come before its end (`1.5b` < `1.5`),
anything behind a separator after it; longer separators come after shorter ones. pacman runs in a
circle for some versions that end in a separator (`1.0` < `1..a` < `1.` < `1.0`); a key cannot, and
keeps all but `1..a` < `1.`.
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
    epoch, upstream, release = _parts(text)
    if release is None:
        return seal(NUMBER[epoch] + _part(upstream))
    return seal(NUMBER[epoch] + _part(upstream) + "\x01" + _part(release))


def keys(left: str, right: str) -> tuple[bytes, bytes]:
    """Keys of both versions, without release when only one of them states it."""
    if ("-" in left) == ("-" in right):
        return key(left), key(right)
    return _unreleased(left), _unreleased(right)


def _unreleased(version: str) -> bytes:
    text = version.strip()
    if not text:
        return unreadable(version)
    epoch, upstream, _ = _parts(text)
    return seal(NUMBER[epoch] + _part(upstream))


def _parts(text: str) -> tuple[str, str, str | None]:
    epoch, rest = split_epoch(text)
    upstream, hyphen, release = rest.rpartition("-")
    return (epoch, upstream, release) if hyphen else (epoch, rest, None)


def _part(text: str) -> str:
    """One part; separators at its end count as one, and as none when nothing stands before them."""
    found: list[str] = []
    for separator, segment in _SEGMENT.findall(text):
        if segment:
            gap = chr(4 + min(len(separator), 20))
        elif separator:
            found.append("\x05\x03" if found else "\x04\x03")
            continue
        else:
            continue
        if segment[0] <= "9":
            found.append(f"{gap}\x05{NUMBER[segment]}")
        else:
            found.append(f"{gap if separator else ''}\x02{segment}\x01")
    return "".join(found) + "\x03"
