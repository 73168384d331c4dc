"""Versions of no known ecosystem: numbers by value, words of pre-releases before the release.

`1.0-rc1` < `1.0` = `1.0.0` < `1.0-jdk8` < `1.0.1`. A `v` in front, an epoch (`1:` or `1!`) and `~`
(before the release, as in Debian) are read; what stands behind `+` does not order.
"""

import re

from sbom.versions.digits import NUMBER, seal, unreadable, zero_filled

_PART = re.compile(r"[0-9]+|[a-z]+|~")
_EPOCH = re.compile(r"([0-9]{1,9})[:!](?=[0-9])")
_STAGE = {"dev": "1", "snapshot": "1", "nightly": "1", "alpha": "2", "a": "2", "beta": "3"}
_STAGE |= {"b": "3", "milestone": "4", "m": "4", "preview": "5", "pre": "5", "rc": "6"}
_STAGE |= {"cr": "6", "c": "6"}
_SAME = frozenset({"final", "ga", "release", "stable"})


def key(version: str) -> bytes:
    """Sort key; text without a number is unreadable."""
    text = version.strip().lower()
    epoch = _EPOCH.match(text)
    if epoch is not None:
        text = text[epoch.end() :]
    text = text.removeprefix("v").partition("+")[0]
    parts = _PART.findall(text)
    if not parts or not ("0" <= parts[0][0] <= "9"):
        return unreadable(version)
    items = [_item(p) for p in parts if p not in _SAME]
    return seal(NUMBER[epoch[1] if epoch else "0"] + zero_filled(items))


def _item(part: str) -> tuple[int, str]:
    if part[0] <= "9":
        return (1 if part.strip("0") else 0), NUMBER[part]
    if part == "~":
        return -1, "0"
    stage = _STAGE.get(part)
    return (-1, stage) if stage else (1, f" {part}\x01")
