"""What the files of Stack share: a Haskell package by its name and version, or by its place.

Source: Stack documentation, "Package locations" (`pantry`).
"""

from collections.abc import Mapping
from typing import Any

from sbom.component import Component, Role
from sbom.gathering import firmness
from sbom.git_address import vcs_url, without_credentials
from sbom.integrity import hash_of_hex
from sbom.lazy_pattern import lazy
from sbom.purl import build
from sbom.readers.shape import items, pairs, text

_PINNED = lazy(
    r"([A-Za-z0-9][A-Za-z0-9-]*?)-([0-9][0-9.]*)(?:@(?:sha256:([0-9a-f]{64})|(?:sha256|rev):).*)?\Z"
)


def pinned(stated: str) -> tuple[str, str, str] | None:
    """Name, version and SHA-256 of the cabal file (empty for none) of `name-version@sha256:...`."""
    match = _PINNED.match(stated)
    return (match[1], match[2], match[3] or "") if match is not None else None


def fetched(entry: Mapping[str, Any], line: int | None) -> Component | None:
    """A package that is fetched from a repository or an archive; None without a name or place.

    Args:
        entry: `git` or `github` with `commit`, or `url` or `archive` with `sha256`; a `name` that
            is not stated is the last part of the place.
        line: Where it stands.
    """
    git, commit = without_credentials(text(entry.get("git"))), text(entry.get("commit"))
    if not git and text(entry.get("github")):
        git = f"https://github.com/{text(entry.get('github'))}.git"
    address = without_credentials(text(entry.get("url")) or text(entry.get("archive")))
    place = git or address
    name = text(entry.get("name")) or place.rstrip("/").rpartition("/")[2].removesuffix(".git")
    if not name or not place:
        return None
    qualifiers = {"vcs_url": vcs_url(git, commit)} if git else {"download_url": address}
    version = text(entry.get("version"))
    folders = " ".join(text(s) for s in items(entry.get("subdirs"))) or text(entry.get("subdir"))
    return Component(
        purl=build("hackage", name, version, qualifiers=qualifiers),
        name=name,
        version=version,
        version_kind=firmness(version),
        roles=(Role.GIT,) if git else (Role.URL,),
        direct=True,
        hashes=() if git else hash_of_hex(text(entry.get("sha256"))),
        download=place,
        line=line,
        properties=pairs(commit=commit, subdirectory=folders),
    )
