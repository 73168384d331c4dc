"""Go modules and toolchains.

Modules are Semantic Versions with a `v`; a pseudo-version (`v0.0.0-20200101000000-abcdef123456`) is
a pre-release and orders by its time; `+incompatible` is build metadata. Toolchains (`go1.21rc2`)
write a pre-release without a hyphen, whose number counts by value.
Source: Go Modules Reference, "Versions" and "Pseudo-versions"; Go Toolchains, "Go versions".
"""

import re

from sbom.versions.digits import seal
from sbom.versions.schemes import semver

_TOOLCHAIN = re.compile(r"(?:go)?([0-9]++(?:\.[0-9]++)*+)(alpha|beta|rc)([0-9]+)\Z")


def key(version: str) -> bytes:
    """Sort key."""
    toolchain = _TOOLCHAIN.match(version)
    if toolchain is not None:
        numbers, word, number = toolchain.groups()
        return seal(semver.numbers(numbers) + semver.prerelease(f"{word}.{number}"))
    return semver.key(version.removeprefix("go"))
