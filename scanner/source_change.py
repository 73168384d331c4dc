"""Which sources changed since the scan before: by their revision and by what reads them."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

from collectors.collector import Limits, State, Target
from collectors.registry import collector_for
from sbom.errors import CollectError
from sbom.issue import Issue, IssueKind, Stage
from sbom.registry import FORMATS, JOINERS, KNOWN_UNREAD
from sbom.source import OriginKind
from scanner.result import SourceResult
from scanner.store.writer import Known
from scanner.version import __version__


class Sorted(NamedTuple):
    """Targets by what is to be done with them."""

    same: list[Target]
    """As they were when they were last read."""
    todo: list[tuple[Target, str]]
    """To read, with their revision."""
    lost: list[SourceResult]
    """Out of reach."""


def sort_out(
    targets: Iterable[Target], known: Mapping[str, Known], limits: Limits, *, reread: bool
) -> Sorted:
    """Ask each target for its revision.

    Args:
        targets: All of the estate.
        known: By target id: what the scan before made of it.
        limits: Caps.
        reread: Take none of them for unchanged.
    """
    found = Sorted([], [], [])
    for target in targets:
        try:
            revision = collector_for(target.kind).revision(target, limits)
        except (CollectError, OSError) as error:
            found.lost.append(unreachable(target, str(error)))
            continue
        before = known.get(target.id)
        if not reread and before is not None and _stands(before, target, revision):
            found.same.append(target)
        else:
            found.todo.append((target, revision))
    return found


def _stands(before: Known, target: Target, revision: str) -> bool:
    return (
        revision != ""
        and before.revision == revision
        and before.reader_digest == reader_digest(target)
        and before.state is not State.FAILED
    )


def reader_digest(target: Target) -> str:
    """Digest of everything that decides what is read of a target, apart from its revision."""
    parts = [
        _formats_digest(),
        target.kind,
        target.revision,
        target.subfolder,
        "\n".join(target.exclude),
        str(target.supplied),
    ]
    if target.kind is OriginKind.CONTRACTS:
        from scanner.contracts_source import version

        parts.append(str(version()))
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:16]


@cache
def _formats_digest() -> str:
    lines = [f"{f.name}={f.version}:{'|'.join(f.patterns)}" for f in FORMATS]
    lines.extend(f"{j.name}:{j.module}" for j in JOINERS)
    lines.extend(f"{p}:{t}" for p, t in KNOWN_UNREAD)
    lines.append(__version__)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def unreachable(target: Target, reason: str, now: datetime | None = None) -> SourceResult:
    """The result of a source that could not be read, with the reason."""
    issue = Issue(kind=IssueKind.UNREADABLE, stage=Stage.COLLECT, message=reason[:1000])
    return SourceResult(
        target=target,
        revision="",
        state=State.FAILED,
        files_seen=0,
        files=(),
        issues=(issue,),
        collected_at=now or datetime.now(UTC),
    )
