"""Semantic Versioning 2.0.0, read leniently: npm, Cargo, Hex, Swift, Helm, tags of forges.

Numbers, then the pre-release identifiers; build metadata behind `+` does not order (clause 10).
Lenient as npm's loose mode: a `v` or `=` in front, fewer or more than three numbers (missing ones
are zero), a pre-release without its hyphen (`1.2.3beta`), numbers of any length.
Source: semver.org 2.0.0, clauses 9-11; node-semver, "loose".
"""

import re

from sbom.versions.digits import NUMBER, seal, unreadable

_VERSION = re.compile(
    r"\s*+[vV=]{0,2}+\s*+([0-9]++(?:\.[0-9]++)*+)(?:-([!-*,-~]++)|\.?([A-Za-z][!-*,-~]*+))?+"
    r"(?:\+([!-~]*+))?+\s*\Z"
)
RELEASE = "\x05"
PRE = "\x03"


def key(version: str) -> bytes:
    """Sort key."""
    try:
        one, two, three = version.split(".")
        return (NUMBER[one] + NUMBER[two] + NUMBER[three] + RELEASE).encode()
    except (KeyError, ValueError):
        pass
    parts = split(version)
    if parts is None:
        return unreadable(version)
    return seal(numbers(parts[0]) + prerelease(parts[1]))


def split(version: str) -> tuple[str, str, str] | None:
    """The numbers (`1.2.3`), the pre-release and the build metadata, or None when it is no version."""
    match = _VERSION.match(version)
    if match is None:
        return None
    dotted, hyphened, glued, build = match.groups("")
    return dotted, hyphened or glued, build


def numbers(dotted: str) -> str:
    """At least three numbers; zeros beyond the third do not count."""
    parts = [NUMBER[part] for part in dotted.split(".")]
    parts += [NUMBER["0"]] * (3 - len(parts))
    while len(parts) > 3 and parts[-1] == NUMBER["0"]:
        parts.pop()
    return "".join(parts)


def prerelease(text: str) -> str:
    """Marks a release, or holds the identifiers of a pre-release."""
    return PRE + identifiers(text) if text else RELEASE


def identifiers(text: str) -> str:
    """Dot separated identifiers: numbers before words, fewer before more."""
    return (
        "".join(
            f"\x07{NUMBER[part]}" if part.isdecimal() else f"\x08{part}\x01"
            for part in text.split(".")
        )
        + "\x02"
    )
