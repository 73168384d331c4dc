"""A scan from configuration to judged facts: the walk, and nothing else."""

import hashlib
import logging
import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from collectors.collector import State, Target
from collectors.registry import collector_for
from sbom.errors import CollectError, StoreError
from sbom.inventory import Inventory
from sbom.issue import INCOMPLETE, Issue, IssueKind, Stage
from sbom.registry import FORMATS, JOINERS, KNOWN_UNREAD
from sbom.source import OriginKind
from scanner.advisory_mark import mark_with
from scanner.executor import run
from scanner.handover import Parcel, pack, parcel, unpack
from scanner.judgement import Judgement, judging_digest
from scanner.progress import Progress
from scanner.result import SourceResult
from scanner.settings import Settings
from scanner.source_reader import CacheKey, SourceAnswer, read_source
from scanner.store.cache import CacheKey as StoredKey
from scanner.store.cache import ParseCache
from scanner.store.store import Store, open_store
from scanner.store.writer import ScanMeta, Writer
from scanner.version import __version__

logger = logging.getLogger(__name__)

POOL_FROM = 6
"""Changed sources from which a process pool pays for its start."""


class Outcome(msgspec.Struct, kw_only=True):
    """What became of a scan."""

    scan: int = 0
    read: int = 0
    unchanged: int = 0
    partial: list[str] = []
    """Ids of sources that were read in part."""
    failed: list[str] = []
    """Ids of sources that could not be read."""
    evaluated: bool = False
    issues: int = 0
    """Issues of evaluating."""

    @property
    def complete(self) -> bool:
        """False when anything could not be read or judged."""
        return not (self.partial or self.failed or self.issues)


class _Job(msgspec.Struct, frozen=True, kw_only=True):
    """One source to read; pickles, so that a pool can take it."""

    target: Target
    revision: str
    settings: Settings
    database: str
    use_cache: bool


def scan(
    settings: Settings,
    store: Store,
    judgement: Judgement,
    *,
    progress: Progress,
    jobs: int = 0,
    reread: bool = False,
    clock: Callable[[], datetime] | None = None,
) -> Outcome:
    """Read every target that changed, write facts and history, judge, and close the scan.

    Args:
        settings: The user's configuration.
        store: Open for writing.
        judgement: Pack, waivers and clock.
        progress: Told what is being read.
        jobs: Processes; 0 chooses by the number of changed sources and cores.
        reread: Read sources even when their revision is the one already known, without the cache.
        clock: Gives the moment of finishing; default the present, UTC.

    Raises:
        StoreError: another scan is running, or the database cannot be written.
    """
    targets = settings.targets()
    writer = Writer(store)
    outcome = Outcome()
    pack = judgement.pack
    digest = mark_with(judging_digest(judgement), store.path)
    outcome.scan = writer.begin_scan(
        ScanMeta(
            started_at=judgement.now,
            organisation=settings.organisation.name,
            tool_version=__version__,
            pack_name=pack.name,
            pack_version=pack.version,
            pack_digest=pack.digest,
            judged_digest=digest,
        )
    )
    writer.write_systems(outcome.scan, settings.system_facts().values())
    known = writer.known_revisions()
    same, todo, lost = _split(targets, known, settings, reread=reread)
    for result in lost:
        writer.write_source(outcome.scan, result, reader_digest(result.target))
        outcome.failed.append(result.target.id)
    if same:
        writer.unchanged(outcome.scan, same)
        outcome.unchanged = len(same)
        outcome.partial.extend(t.id for t in same if known[t.id].state is State.PARTIAL)
    todo = _without_bulk(writer, outcome, todo, progress)
    work = [
        _Job(
            target=t, revision=r, settings=settings, database=str(store.path), use_cache=not reread
        )
        for t, r in todo
    ]
    with closing(_answers(work, jobs or settings.jobs, progress, judgement.now)) as answers:
        for answer in answers:
            _write(writer, outcome, answer)
            progress.done(answer.result.target.id)
    gone = sorted(set(known) - {t.id for t in targets})
    if gone:
        writer.retire_sources(outcome.scan, gone)
    progress.stage("judging")
    outcome.evaluated = _judge(
        writer, store, outcome, judgement, changed=writer.changed, digest=digest
    )
    finished = clock() if clock else datetime.now(UTC)
    writer.finish_scan(
        outcome.scan, State.COMPLETE if outcome.complete else State.PARTIAL, finished
    )
    progress.clear()
    return outcome


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
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:16]


def _formats_digest() -> str:
    lines = [f"{f.name}={f.version}:{'|'.join(f.patterns)}" for f in FORMATS]
    lines.extend(f"{j.name}:{j.module}" for j in JOINERS)
    lines.extend(f"{p}:{t}" for p, t in KNOWN_UNREAD)
    lines.append(__version__)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _split(
    targets: Iterable[Target], known: Mapping[str, object], settings: Settings, *, reread: bool
) -> tuple[list[Target], list[tuple[Target, str]], list[SourceResult]]:
    """Targets that are as they were, those to read with their revision, and those out of reach."""
    same: list[Target] = []
    todo: list[tuple[Target, str]] = []
    lost: list[SourceResult] = []
    for target in targets:
        before = known.get(target.id)
        try:
            revision = collector_for(target.kind).revision(target, settings.limits)
        except (CollectError, OSError) as error:
            lost.append(_unreachable(target, str(error)))
            continue
        if (
            not reread
            and before is not None
            and revision
            and getattr(before, "revision", "") == revision
            and getattr(before, "reader_digest", "") == reader_digest(target)
            and getattr(before, "state", None) is not State.FAILED
        ):
            same.append(target)
        else:
            todo.append((target, revision))
    return same, todo, lost


def _without_bulk(
    writer: Writer, outcome: Outcome, todo: list[tuple[Target, str]], progress: Progress
) -> list[tuple[Target, str]]:
    """Stream huge SBOM documents into the store; returns what is left to read."""
    left = []
    for target, revision in todo:
        if target.kind is OriginKind.SBOM and _streamed(
            writer, outcome, target, revision, progress
        ):
            continue
        left.append((target, revision))
    return left


def _streamed(
    writer: Writer, outcome: Outcome, target: Target, revision: str, progress: Progress
) -> bool:
    from scanner.bulk_source import ingest, is_bulk

    try:
        if not is_bulk(target):
            return False
        progress.reading(target.id)
        if not ingest(writer, outcome.scan, target, revision, reader_digest(target)):
            return False
    except OSError as error:
        logger.warning("%s: %s", target.id, error)
        return False
    outcome.read += 1
    if writer.known_revisions()[target.id].state is State.PARTIAL:
        outcome.partial.append(target.id)
    progress.done(target.id)
    return True


def _answers(
    work: list[_Job], jobs: int, progress: Progress, now: datetime
) -> Generator[Parcel, None, None]:
    if not work:
        return
    if jobs <= 0:
        jobs = min(os.cpu_count() or 1, 8) if len(work) >= POOL_FROM else 1
    started = time.perf_counter()

    def told() -> Iterator[_Job]:
        for job in work:
            progress.reading(job.target.id)
            yield job

    def lost(job: _Job, error: BaseException) -> Parcel:
        return Parcel(_unreachable(job.target, str(error), now))

    jobs = min(jobs, len(work))
    read = _read if jobs <= 1 else _read_packed
    try:
        for given in run(read, told(), jobs=jobs, lost=lost):
            yield unpack(given)
    finally:
        while _reading:
            _reading.popitem()[1].close()
    logger.info("%d sources read in %.2f s", len(work), time.perf_counter() - started)


_reading: dict[str, Store] = {}
"""One read-only database per process; opened at first use, closed when all is read."""


def _read_packed(job: _Job) -> bytes | Parcel:
    """As `_read`, in a worker process."""
    return pack(_read(job))


def _read(job: _Job) -> Parcel:
    """Read one source; runs in a worker process or here. A mistake of ours costs that source."""
    try:
        return parcel(_read_one(job))
    except StoreError:
        raise
    except Exception as error:
        logger.exception("%s could not be read", job.target.id)
        reason = f"reading failed: {type(error).__name__}: {error}"
        return Parcel(_unreachable(job.target, reason))


def _read_one(job: _Job) -> SourceAnswer:
    cached: Callable[[list[CacheKey]], Mapping[CacheKey, Inventory]] | None = None
    if job.use_cache:
        if job.database not in _reading:
            _reading[job.database] = open_store(Path(job.database), readonly=True)
        cache = ParseCache(_reading[job.database])

        def cached(keys: list[CacheKey]) -> Mapping[CacheKey, Inventory]:
            found = cache.get_many(StoredKey(*k) for k in keys)
            return {
                (k.blob, k.format, k.version, k.path): inventory for k, inventory in found.items()
            }

    return read_source(
        job.target,
        collector_for(job.target.kind),
        limits=job.settings.limits,
        cached=cached,
        revision=job.revision,
    )


def _write(writer: Writer, outcome: Outcome, answer: Parcel) -> None:
    result = answer.result
    # What went wrong in collecting may go right next time, at the same revision: no digest, read again.
    passing = any(i.stage is Stage.COLLECT and i.kind in INCOMPLETE for i in result.issues)
    digest = "" if passing else reader_digest(result.target)
    writer.write_source(outcome.scan, result, digest, answer.parses)
    outcome.read += 1
    if result.state is State.PARTIAL:
        outcome.partial.append(result.target.id)
    elif result.state is State.FAILED:
        outcome.failed.append(result.target.id)


def _judge(
    writer: Writer,
    store: Store,
    outcome: Outcome,
    judgement: Judgement,
    *,
    changed: bool,
    digest: str,
) -> bool:
    """Evaluate unless nothing that matters changed since the last finished scan."""
    anew = writer.last_judged() != digest
    if not changed and not anew:
        writer.keep_evaluation(outcome.scan)
        return False
    from scanner.evaluation import evaluate_store

    outcome.issues = evaluate_store(store, writer, outcome.scan, judgement, anew=anew)
    return True


def _unreachable(target: Target, reason: str, now: datetime | None = None) -> SourceResult:
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
