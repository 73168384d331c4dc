"""A scan from configuration to judged facts: the walk, and nothing else."""

import logging
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime

import msgspec

from collectors.collector import State, Target
from sbom.issue import INCOMPLETE, Stage
from sbom.source import OriginKind
from scanner.advisory_mark import mark_with
from scanner.handover import Parcel
from scanner.judgement import Judgement, judging_digest
from scanner.progress import Progress
from scanner.settings import Settings
from scanner.source_change import reader_digest, sort_out
from scanner.source_jobs import Job, answers
from scanner.store.license_evidence import mark as lookups
from scanner.store.store import Store
from scanner.store.writer import ScanMeta, Writer
from scanner.version import __version__

logger = logging.getLogger(__name__)


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
    writer, outcome = Writer(store), Outcome()
    digest = _begin(writer, store, outcome, settings, judgement)
    targets = settings.targets()
    limits = msgspec.structs.replace(settings.limits, own_files=store.files())
    known = writer.known_revisions()
    same, todo, lost = sort_out(targets, known, limits, reread=reread)
    for result in lost:
        writer.write_source(outcome.scan, result, reader_digest(result.target))
        outcome.failed.append(result.target.id)
    if same:
        writer.unchanged(outcome.scan, same)
        outcome.unchanged = len(same)
        outcome.partial.extend(t.id for t in same if known[t.id].state is State.PARTIAL)
    work = [
        Job(target=t, revision=r, limits=limits, database=str(store.path), use_cache=not reread)
        for t, r in _without_bulk(writer, outcome, todo, progress)
    ]
    given = answers(work, jobs or settings.jobs, progress, judgement.now)
    with writer.together(), closing(given):
        for answer in given:
            _write(writer, outcome, answer)
            progress.done(answer.result.target.id)
    writer.retire_sources(outcome.scan, sorted(set(known) - {t.id for t in targets}))
    progress.stage("judging")
    _judge(writer, store, outcome, judgement, digest)
    finished = clock() if clock else datetime.now(UTC)
    state = State.COMPLETE if outcome.complete else State.PARTIAL
    writer.finish_scan(outcome.scan, state, finished)
    progress.clear()
    return outcome


def _begin(
    writer: Writer, store: Store, outcome: Outcome, settings: Settings, judgement: Judgement
) -> str:
    """Open the scan and write the systems; returns the digest of what judges."""
    pack = judgement.pack
    digest = mark_with(judging_digest(judgement, lookups(store.connection)), store.path)
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
    return digest


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
    writer: Writer, store: Store, outcome: Outcome, judgement: Judgement, digest: str
) -> None:
    """Evaluate unless nothing that matters changed since the last finished scan."""
    anew = writer.last_judged() != digest
    later = writer.last_day() != judgement.now.date().isoformat()
    if not (writer.changed or anew or later):
        writer.keep_evaluation(outcome.scan)
        return
    from scanner.evaluation import evaluate_store

    outcome.issues = evaluate_store(store, writer, outcome.scan, judgement, anew=anew)
    outcome.evaluated = True
