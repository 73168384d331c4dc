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
_ZERO = frozenset({"0", "00", "000"})
_FINAL = "\x06\x02\x03"
"""No pre-release, no post-release, no development release."""


class Version(NamedTuple):
    """The parts that order; empty strings for absent ones."""

    epoch: str
    release: tuple[str, ...]
    """At least one number, as written."""
    word: str
    """Of the pre-release (`a`, `beta`, `rc` ...); empty for none."""
    number: str
    """Of the pre-release."""
    post: str | None
    dev: str | None
    local: str
    """Lower case."""

    @property
    def is_prerelease(self) -> bool:
        """Whether it is a pre- or development release."""
        return bool(self.word) or self.dev is not None


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
        word or "",
        number or "0",
        after,
        (dev or "0") if developed is not None else None,
        local.lower() if local else "",
    )


def key(version: str) -> bytes:
    """Sort key."""
    if version.replace(".", "").isdecimal():
        parts = version.split(".")
        try:
            while parts and parts[-1] in _ZERO:
                parts.pop()
            return ("!0" + "".join([NUMBER[p] for p in parts]) + _FINAL).encode()
        except KeyError:
            return unreadable(version)
    match = _VERSION.match(version)
    if match is None:
        return unreadable(version)
    return seal(_text(*match.groups()))


def _text(  # noqa: PLR0913, PLR0917 - the groups of the pattern, which spares a value per version
    epoch: str | None,
    release: str,
    word: str | None,
    number: str | None,
    implicit: str | None,
    post: str | None,
    posted: str | None,
    dev: str | None,
    developed: str | None,
    local: str | None,
) -> str:
    """What `encode` makes of the same version."""
    parts = release.split(".")
    while parts and not parts[-1].strip("0"):
        parts.pop()
    text = (NUMBER[epoch] if epoch else "!0") + "".join([NUMBER[p] for p in parts])
    late = implicit is not None or posted is not None
    if word:
        text += _STAGE[word[0].lower()] + NUMBER[number or "0"]
    else:
        text += "\x02" if developed is not None and not late else "\x06"
    text += "\x03" + NUMBER[implicit or post or "0"] if late else "\x02"
    text += "\x03" if developed is None else "\x02" + NUMBER[dev or "0"]
    return text + _local(local.lower()) if local else text


def encode(version: Version) -> str:
    """The text of the key; a local version only ever follows."""
    release = ".".join(version.release)
    done = None if version.dev is None else ""
    return _text(
        version.epoch,
        release,
        version.word,
        version.number,
        version.post,
        None,
        None,
        version.dev,
        done,
        version.local,
    )


def _local(text: str) -> str:
    """Words before numbers, fewer segments before more."""
    return "\x04" + "".join(
        f"\x06{NUMBER[part]}" if part.isdecimal() else f"\x05{part}\x01"
        for part in _CUT.split(text)
    )
