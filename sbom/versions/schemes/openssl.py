"""OpenSSL: letters mark patch releases up to 1.1.1 (`1.0.2u` < `1.0.2za`), numbers since 3.0.

Source: OpenSSL policy "Release strategy" and the list of releases.
"""

import re

from sbom.versions.digits import NUMBER, seal, unreadable

_VERSION = re.compile(
    r"\s*+v?([0-9]++(?:\.[0-9]++)*+)([a-z]*+)(?:-([!-~]++))?+\s*\Z", re.IGNORECASE
)


def key(version: str) -> bytes:
    """Sort key."""
    match = _VERSION.match(version)
    if match is None:
        return unreadable(version)
    dotted, letters, pre = match.groups("")
    parts = dotted.split(".")
    while len(parts) > 1 and not parts[-1].strip("0"):
        parts.pop()
    patch = f"\x06{letters.lower()}\x01" if letters else "\x05"
    stage = f"\x03{_pre(pre.lower())}" if pre else "\x05"
    return seal("".join([NUMBER[p] for p in parts]) + patch + stage)


def _pre(text: str) -> str:
    word = text.rstrip("0123456789")
    return f"{word}\x01{NUMBER[text[len(word) :] or '0']}"
