"""Go modules: their purl and the order of their versions."""

import re

from sbom.lazy_pattern import lazy
from sbom.purl import build

_VERSION = lazy(r"v(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?\Z")
_PSEUDO = re.compile(r"(?:v\d+\.0\.0-|[.-]0\.)\d{14}-([0-9a-f]{12})(?:\+incompatible)?\Z")


def package_url(path: str, version: str = "", subpath: str = "") -> str:
    """The purl of a module; all but the last part of its path is the namespace."""
    namespace, _, name = path.rpartition("/")
    return build("golang", name, version, namespace=namespace, subpath=subpath)


def commit_of(version: str) -> str:
    """The 12 hex digits of a pseudo-version's commit, or empty.

    Source: Go Modules Reference, "Pseudo-versions".
    """
    match = _PSEUDO.search(version)
    return match.group(1) if match else ""


def version_key(version: str) -> tuple[tuple[int, int, int], int, tuple[tuple[int, int, str], ...]]:
    """Sort key by Semantic Versioning 2.0.0, section 11; anything else sorts lowest."""
    match = _VERSION.match(version)
    if match is None or len(version) > 200:
        return (-1, 0, 0), 0, ()
    core = (int(match.group(1)), int(match.group(2)), int(match.group(3)))
    if match.group(4) is None:
        return core, 1, ()
    parts = tuple(
        (0, int(p), "") if p.isascii() and p.isdigit() else (1, 0, p)
        for p in match.group(4).split(".")
    )
    return core, 0, parts
