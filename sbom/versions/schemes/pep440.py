"""Python versions (PEP 440): epochs, pre-, post- and development releases, local versions.

Source: version specifiers of the Python packaging specifications, "Summary of permitted suffixes
and relative ordering" and "Normalization".
"""

import re
from typing import NamedTuple

from sbom.versions.digits import NUMBER, seal, unreadable

_VERSION = re.compile(
    r"\s*+v?(?:([0-9]++)!)?([0-9]++(?:\.[0-9]++)*+)"
    r"(?:[._-]?(alpha|a|beta|b|preview|pre|c|rc)[._-]?([0-9]*+))?"
    r"(?:-([0-9]++)|[._-]?(?:post|rev|r)[._-]?([0-9]*+)())?"
    r"(?:[._-]?dev[._-]?([0-9]*+)())?"
    r"(?:\+([a-z0-9]++(?:[._-][a-z0-9]++)*+))?\s*\Z",
    re.ASCII | re.IGNORECASE,
)
_STAGE = {"a": "\x03", "b": "\x04", "p": "\x05", "c": "\x05", "r": "\x05"}
_CUT = re.compile("[._-]")
_FINAL = "\x06\x02\x03"
"""No pre-release, no post-release, no development release."""


class Version(NamedTuple):
    """The parts that order; empty strings for absent ones."""

    epoch: str
    release: tuple[str, ...]
    """At least one number, as written."""
    stage: str
    """Mark of the pre-release, in order; empty for none."""
    stage_number: str
    post: str | None
    dev: str | None
    local: str
    """Lower case."""

    @property
    def is_prerelease(self) -> bool:
        """Whether it is a pre- or development release."""
        return bool(self.stage) or self.dev is not None


def parse(version: str) -> Version | None:
    """The parts of a version, or None when it is none."""
    match = _VERSION.match(version)
    if match is None:
        return None
    epoch, release, word, number, implicit, post, posted, dev, developed, local = match.groups()
    after = implicit if implicit is not None else (post or "0") if posted is not None else None
    return Version(
        epoch or "0",
        tuple(release.split(".")),
        _STAGE[word[0].lower()] if word else "",
        number or "0",
        after,
        (dev or "0") if developed is not None else None,
        local.lower() if local else "",
    )


def key(version: str) -> bytes:
    """Sort key."""
    parts = version.split(".")
    try:
        while parts and not parts[-1].strip("0") and parts[-1]:
            parts.pop()
        return ("!0" + "".join([NUMBER[p] for p in parts]) + _FINAL).encode()
    except KeyError:
        pass
    found = parse(version)
    return unreadable(version) if found is None else seal(encode(found))


def encode(version: Version) -> str:
    """The text of the key; a local version only ever follows."""
    release = list(version.release)
    while release and not release[-1].strip("0"):
        release.pop()
    if version.stage:
        stage = version.stage + NUMBER[version.stage_number]
    else:
        stage = "\x02" if version.dev is not None and version.post is None else "\x06"
    post = "\x02" if version.post is None else "\x03" + NUMBER[version.post]
    dev = "\x03" if version.dev is None else "\x02" + NUMBER[version.dev]
    text = NUMBER[version.epoch] + "".join([NUMBER[p] for p in release]) + stage + post + dev
    return text + _local(version.local) if version.local else text


def _local(text: str) -> str:
    """Words before numbers, fewer segments before more."""
    return "\x04" + "".join(
        f"\x06{NUMBER[part]}" if part.isdecimal() else f"\x05{part}\x01"
        for part in _CUT.split(text)
    )
