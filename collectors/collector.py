"""The shape of a collector: it finds out cheaply whether a target changed, and hands over bytes."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Protocol

import msgspec

from sbom.issue import Issue
from sbom.source import Origin, OriginKind, SourceFile


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Caps on what a collector takes in."""

    file_bytes: int = 256 * 1024 * 1024
    """Larger files are not read; an issue says so."""
    program_bytes: int = 8 * 1024 * 1024 * 1024
    """Compiled programs of one source, together; what lies beyond is not read and an issue says so."""
    files: int = 2_000_000
    """Entries of one source."""
    depth: int = 64
    """Folder levels."""
    git_seconds: float = 300.0
    """For one git command."""
    own_files: tuple[str, ...] = ()
    """Absolute paths of files of Sluis itself, part of no source: the database in use and what SQLite
    keeps beside it. A folder that holds them would never be unchanged."""


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the user's configuration, ready to collect."""

    id: str
    """Stable name of the source: what the user wrote, credentials removed. Key in the database."""
    kind: OriginKind
    location: str
    """Absolute path, or git URL."""
    system: str = ""
    """System id, or empty when no system claims it."""
    revision: str = ""
    """Branch, tag or commit to read; empty: HEAD."""
    subfolder: str = ""
    """Read only below this folder of the source."""
    exclude: tuple[str, ...] = ()
    """Globs on paths that are not read; counted in coverage."""
    token_env: str = ""
    """Name of the environment variable that holds an access token; never the token."""
    supplied: bool = False
    """True for an SBOM that a supplier delivered."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One file in a source, before it is read."""

    path: str
    blob: str
    """Git blob id; for folders the same hash is made when the file is read, so empty here."""
    size: int
    """Bytes; -1 when unknown (blob not present yet)."""
    program: bool = False
    """Taken for what it is, not for its name: it may be run, and its first bytes, where they could be
    looked at, are those of a compiled program."""


class Wanted(Protocol):
    """What the pipeline wants of a source.

    It may have an attribute `program`, a function of a basename: whether a file that may be run and that is
    not wanted by its path is worth a look at its first bytes.
    """

    def __call__(self, path: str, /) -> bool:
        """Whether a file at this path is worth reading. Called once a path; must be cheap."""
        ...


class State(StrEnum):
    """How far a source could be collected."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"


class Listing(msgspec.Struct, kw_only=True):
    """A source, listed but not yet read."""

    origin: Origin
    files_seen: int
    """All regular files of the source."""
    entries: list[Entry]
    """The wanted ones, sorted by path."""
    issues: list[Issue]
    read: Callable[[Iterable[Entry]], Iterator[SourceFile | Issue]]
    """Reads entries in the given order, one at a time; an entry that cannot be read gives an Issue
    of kind UNREADABLE or LIMIT with the path. Resources are released when the iterator ends."""
    paths: list[str]
    """Paths of wanted entries plus those `noted` asked for, sorted."""


class Collector(Protocol):
    """A module under `collectors/`, registered in `collectors/registry.py`."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a module constant
        """The `OriginKind` value it serves."""
        ...

    @property
    def NEEDS_NETWORK(self) -> bool:  # noqa: N802 - a module constant
        """True when collecting can touch the network for some targets."""
        ...

    def revision(self, target: Target, limits: Limits, /) -> str:
        """The present revision, cheaply: commit id, or a digest of names, sizes and times.

        Raises:
            CollectError: the target cannot be reached.
        """
        ...

    def collect(self, target: Target, wanted: Wanted, limits: Limits, /) -> Listing:
        """List the source at its present revision.

        Raises:
            CollectError: the target cannot be reached or is not what `kind` says.
        """
        ...
