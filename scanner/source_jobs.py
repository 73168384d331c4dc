"""Reading sources side by side: in this process, or in a pool when there are enough of them."""

import logging
import os
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from collectors.collector import Limits, Target
from collectors.registry import collector_for
from sbom.errors import StoreError
from sbom.inventory import Inventory
from sbom.source import OriginKind
from scanner.executor import run
from scanner.handover import Parcel, pack, parcel, unpack
from scanner.progress import Progress
from scanner.source_change import unreachable
from scanner.source_reader import CacheKey, SourceAnswer, read_source
from scanner.store.cache import CacheKey as StoredKey
from scanner.store.cache import ParseCache
from scanner.store.store import Store, open_store

logger = logging.getLogger(__name__)

POOL_FROM = 6
"""Changed sources from which a process pool pays for its start."""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One source to read; pickles, so that a pool can take it."""

    target: Target
    revision: str
    limits: Limits
    database: str
    use_cache: bool
    """Whether earlier parses may be taken from the database."""


def answers(
    work: list[Job], jobs: int, progress: Progress, now: datetime
) -> Generator[Parcel, None, None]:
    """Read sources, here or in a pool; answers come as they are ready.

    Args:
        work: What to read.
        jobs: Processes; 0 chooses by the number of sources and cores.
        progress: Told what is being read.
        now: Moment of reading, for a source whose process died.

    Raises:
        StoreError: the parse cache cannot be read.
    """
    if not work:
        return
    if jobs <= 0:
        jobs = min(os.cpu_count() or 1, 8) if len(work) >= POOL_FROM else 1
    started = time.perf_counter()

    def told() -> Iterator[Job]:
        for job in work:
            progress.reading(job.target.id)
            yield job

    def lost(job: Job, error: BaseException) -> Parcel:
        return Parcel(unreachable(job.target, str(error), now))

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


def _read_packed(job: Job) -> bytes | Parcel:
    """As `_read`, in a worker process."""
    return pack(_read(job))


def _read(job: Job) -> Parcel:
    """Read one source; runs in a worker process or here. A mistake of ours costs that source."""
    try:
        return parcel(_read_one(job))
    except StoreError:
        raise
    except Exception as error:
        logger.exception("%s could not be read", job.target.id)
        reason = f"reading failed: {type(error).__name__}: {error}"
        return Parcel(unreachable(job.target, reason))


def _read_one(job: Job) -> SourceAnswer:
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

    collector, limits = collector_for(job.target.kind), job.limits
    if job.target.kind is OriginKind.CONTRACTS:
        from scanner.contracts_source import read_contracts

        return read_contracts(
            job.target, collector, limits=limits, cached=cached, revision=job.revision
        )
    return read_source(job.target, collector, limits=limits, cached=cached, revision=job.revision)
