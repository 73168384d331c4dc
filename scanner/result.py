"""What crosses from collecting and parsing to the store."""

from datetime import datetime

import msgspec

from collectors.collector import State, Target
from sbom.inventory import Inventory
from sbom.issue import Issue


class ReadFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file that a format claimed, with what came of it."""

    path: str
    format: str
    """Name in `sbom.registry.FORMATS`; for a known but unreadable format its title."""
    blob: str
    state: str
    """`read`, `failed`, `partial` (some entries lost), `skipped` (excluded or over a cap) or
    `unsupported`."""
    inventory: Inventory
    """After joining; its issues have their path."""
    digest: bytes = b""
    """Of everything that reaches the database; empty: not made yet."""


class SourceResult(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one source gave in one scan."""

    target: Target
    revision: str
    state: State
    files_seen: int
    files: tuple[ReadFile, ...]
    """Sorted by path."""
    issues: tuple[Issue, ...]
    """Issues of the source as a whole and of collecting; those of files are in their inventories."""
    collected_at: datetime
    cache_hits: int = 0
    """Files whose parse came from the cache."""
