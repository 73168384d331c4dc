"""Where facts come from: origins and source files."""

from enum import StrEnum

import msgspec


class OriginKind(StrEnum):
    """What kind of place a source is."""

    CONTRACTS = "contracts"
    """A folder of contract documents, or one of them."""
    GIT = "git"
    """A git repository (local bare, local working or remote), read at one commit."""
    FOLDER = "folder"
    """A folder on disk, read as it is."""
    IMAGE = "image"
    """A container image (archive or OCI layout) or the root file system of one."""
    SBOM = "sbom"
    """A delivered SBOM file, or a folder of them."""


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """One place that was read."""

    kind: OriginKind
    uri: str
    """Name of the place as the configuration gives it; never holds credentials."""
    revision: str = ""
    """Commit id (40 or 64 hex digits) for git, else a digest of the content listing."""


class SourceFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file as a collector read it."""

    path: str
    """POSIX path relative to its origin; no leading slash, no `..`."""
    content: bytes
    """The bytes, at most the collector's size cap."""
    blob: str = ""
    """Git blob id of the content (SHA-1 or SHA-256 hex), the key of the parse cache."""
