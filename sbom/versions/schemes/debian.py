"""Debian packages: `epoch:upstream-revision`.

Text and numbers take turns; in text `~` comes before the end, the end before letters, letters
before the rest. No revision is revision 0, no number is 0.
Source: Debian Policy, section 5.6.12; deb-version(7).
"""

import re

from sbom.versions.digits import NUMBER, seal, unreadable

_PAIR = re.compile(r"([^0-9]*)([0-9]*)")
_RANK = {ord("~"): "\x01"} | {
    code: chr(code + 0x80) for code in range(0x21, 0x7F) if not chr(code).isalnum() and code != 0x7E
}


def key(version: str) -> bytes:
    """Sort key."""
    text = version.strip()
    if not text:
        return unreadable(version)
    epoch, colon, rest = text.partition(":")
    if not (colon and epoch.isdecimal() and epoch.isascii()):
        epoch, rest = "0", text
    upstream, hyphen, revision = rest.rpartition("-")
    if not hyphen:
        upstream, revision = rest, ""
    return seal(NUMBER[epoch] + _part(upstream) + _part(revision))


def _part(text: str) -> str:
    pairs = _PAIR.findall(text)
    first = pairs[0]
    found = [f"{first[0].translate(_RANK)}\x02{NUMBER[first[1] or '0']}"]
    for words, digits in pairs[1:]:
        if words or digits:
            found.append(f"{words.translate(_RANK)}\x02{NUMBER[digits or '0']}")
    return "".join(found) + "\x02"
