"""Gentoo's versions: numbers, one letter, suffixes, revision.

Of the numbers behind the first, those with a leading zero are fractions and come before the others.
Source: Package Manager Specification 8, section 3.3 (version comparison).
"""

import re

from sbom.versions.digits import NUMBER, natural, seal, unreadable

_VERSION = re.compile(
    r"\s*+([0-9]++)((?:\.[0-9]++)*+)([a-z]?)"
    r"((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)[0-9]*+)*+)(?:-r([0-9]*+)(?![a-z]))?+(?:~[0-9a-f]++)?+"
)
_SUFFIX = re.compile("_([a-z]+)([0-9]*)")
_RANK = {"alpha": "\x02", "beta": "\x03", "pre": "\x04", "rc": "\x05", "cvs": "\x07"}
_RANK |= {"svn": "\x08", "git": "\x09", "hg": "\x0a", "p": "\x0b"}
_NONE = "\x06"


def key(version: str) -> bytes:
    """Sort key.

    What stands behind the longest readable beginning puts a version just before that beginning.
    Such versions order among themselves by what stands there, unless it opens with a hyphen: a
    revision that cannot be read counts for nothing.
    """
    match = _VERSION.match(version)
    if match is None:
        return unreadable(version)
    first, dotted, letter, suffixes, revision = match.groups()
    found = [NUMBER[first]]
    for part in dotted.split(".")[1:]:
        found.append(NUMBER[part] if part[0] != "0" else f"\x1f{part.rstrip('0')}\x01")
    found.append("\x03" + letter if letter else "\x02")
    for name, number in _SUFFIX.findall(suffixes):
        found.append(_RANK[name] + NUMBER[number or "0"])
    found.append(_NONE + NUMBER[revision or "0"])
    rest = version[match.end() :].rstrip()
    if not rest:
        found.append("\x03")
    else:
        found.append("\x02" if rest[0] == "-" else "\x02" + natural(rest))
    return seal("".join(found))
