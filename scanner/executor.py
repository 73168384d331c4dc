"""Where sources are read: in this process, or in a pool that survives a killed worker."""

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

logger = logging.getLogger(__name__)

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def run(
    work: Callable[[Item], Answer],
    items: Iterable[Item],
    *,
    jobs: int,
    lost: Callable[[Item, BaseException], Answer],
) -> Iterator[Answer]:
    """Answers in the order in which they are ready.

    Args:
        work: A top-level function; items and answers must pickle when `jobs` is over 1.
        items: What to work on; taken a few at a time, never all at once.
        jobs: Processes; 1 runs here, without a pool.
        lost: Makes the answer for an item whose worker died twice (out of memory, crash).
    """
    if jobs <= 1:
        for item in items:
            yield work(item)
        return
    retry: list[Item] = []
    yield from _pooled(work, items, jobs, retry)
    for item in retry:
        once: list[Item] = []
        yield from _pooled(work, [item], 1, once)
        for gone in once:
            yield lost(gone, RuntimeError("the process that read it died twice"))


def _pooled(
    work: Callable[[Item], Answer], items: Iterable[Item], jobs: int, retry: list[Item]
) -> Iterator[Answer]:
    """Run in a pool with a bounded window; items lost with a broken pool are added to `retry`."""
    waiting = iter(items)
    while True:
        pool = ProcessPoolExecutor(max_workers=jobs)
        running: dict[Future[Answer], Item] = {}
        broken = False
        try:
            for item in waiting:
                running[pool.submit(work, item)] = item
                if len(running) >= jobs * 2:
                    yield from _collect(running, retry)
            while running:
                yield from _collect(running, retry)
        except BrokenProcessPool:
            broken = True
            retry.extend(running.values())
            logger.warning("a worker died; %d sources are read again one by one", len(retry))
        finally:
            pool.shutdown(wait=not broken, cancel_futures=True)
        if not broken:
            return


def _collect(running: dict[Future[Answer], Item], retry: list[Item]) -> Iterator[Answer]:
    done, _ = wait(running, return_when=FIRST_COMPLETED)
    for future in done:
        try:
            answer = future.result()
        except BrokenProcessPool:
            retry.append(running.pop(future))
            raise
        del running[future]
        yield answer
