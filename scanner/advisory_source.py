"""The advisories that a command asks: of a folder given, else of the local copy."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from sbom.advisories.index import Advisories
from sbom.issue import Issue, IssueKind
from scanner.advisory_folder import FeedState


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked, how old it is, and what of it could not be read."""

    advisories: Advisories
    states: list[FeedState]
    issues: list[tuple[str, Issue]]
    """(file, issue)."""


@contextmanager
def known(folder: Path | None, store: Path | None, at: datetime) -> Iterator[Source]:
    """Advisories of a folder, else of the local copy.

    Args:
        folder: Folder or archive, or None.
        store: The local copy, when there is no folder.
        at: The present, aware, UTC.

    Raises:
        CollectError: the folder holds none.
        StoreError: there is no local copy, or it cannot be read.
    """
    if folder is not None:
        from sbom.advisories.index import MemoryAdvisories
        from scanner.advisory_folder import read_folder, state_of

        feeds = read_folder(folder)
        yield Source(
            advisories=MemoryAdvisories(feeds),
            states=[state_of(f, at.date()) for f in feeds],
            issues=[(i.path or f.name, i) for f in feeds for i in f.issues],
        )
        return
    from scanner.store.advisories import open_advisories
    from scanner.sync import states

    if store is None:
        raise ValueError("neither a folder nor a store")
    with open_advisories(store, readonly=True) as copy:
        listed = states(copy, at)
        issues = [
            (s.name, Issue(kind=IssueKind.NOTE, message=f"the last refresh failed: {s.failed}"))
            for s in listed
            if s.failed
        ]
        yield Source(advisories=copy, states=listed, issues=issues)
