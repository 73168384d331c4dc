"""RubyGems and CocoaPods: dotted segments, in which a word marks a pre-release.

Letters and digits part without a dot (`1.0a2` is `1.0.a.2`), a hyphen reads as `.pre.`, missing
segments are zero, words come before numbers.
Source: RubyGems, documentation of `Gem::Version`.
"""

import re

from sbom.versions.digits import NUMBER, seal, unreadable, zero_filled

_VERSION = re.compile(r"[0-9][0-9A-Za-z._+-]*\Z")
_SEGMENT = re.compile(r"[0-9]+|[a-zA-Z]+")


def key(version: str) -> bytes:
    """Sort key; nothing at all is `0`."""
    found = segments(version)
    if found is None:
        return unreadable(version)
    first = next((n for n, s in enumerate(found) if s[0] > "9"), len(found))
    head = found[:first]
    while head and not head[-1].strip("0"):
        head.pop()
    return seal(zero_filled(_item(s) for s in head + found[first:]))


def segments(version: str) -> list[str] | None:
    """Numbers and words, or None when it is no version."""
    version = version.strip() or "0"
    if not _VERSION.match(version):
        return None
    return _SEGMENT.findall(version.replace("-", ".pre."))


def _item(segment: str) -> tuple[int, str]:
    if segment[0] > "9":
        return -1, segment + "\x01"
    return (1 if segment.strip("0") else 0), NUMBER[segment]
