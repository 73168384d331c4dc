"""Alpine's apk: Gentoo's order with more suffixes (`_cvs`, `_svn`, `_git`, `_hg` after the release).

Source: apk-tools, apk-package(5), "PACKAGE VERSION".
"""

from sbom.versions.schemes import gentoo


def key(version: str) -> bytes:
    """Sort key; see `gentoo.key`, which knows the suffixes of both."""
    return gentoo.key(version)
