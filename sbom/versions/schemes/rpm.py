"""RPM packages: `epoch:version-release`, each part compared segment by segment.

Numbers come after letters, `~` before the end, `^` after the end and before anything else; all
other characters only separate. A release that is not stated comes before any.
Source: rpm manual, "Versioning" and "Dependencies" (rpmvercmp).
"""

import re

from sbom.versions.digits import NUMBER, seal, unreadable

_SEGMENT = re.compile(r"[0-9]+|[A-Za-z]+|[~^]")
_MARK = {"~": "\x01", "^": "\x03"}


def key(version: str) -> bytes:
    """Sort key."""
    text = version.strip()
    if not text:
        return unreadable(version)
    epoch, rest = split_epoch(text)
    upstream, hyphen, release = rest.rpartition("-")
    if not hyphen:
        return seal(NUMBER[epoch] + _part(rest))
    return seal(NUMBER[epoch] + _part(upstream) + "\x01" + _part(release))


def split_epoch(text: str) -> tuple[str, str]:
    """Epoch (`0` when there is none) and the rest."""
    epoch, colon, rest = text.partition(":")
    if colon and epoch.isdecimal() and epoch.isascii():
        return epoch, rest
    return "0", text


def _part(text: str) -> str:
    found = []
    for segment in _SEGMENT.findall(text):
        if segment in _MARK:
            found.append(_MARK[segment])
        elif segment[0] <= "9":
            found.append("\x05" + NUMBER[segment])
        else:
            found.append(f"\x04{segment}\x01")
    return "".join(found) + "\x02"
