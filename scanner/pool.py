"""A pool of worker processes that loses no item: a killed worker costs time, nothing else."""

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for
from typing import TypeVar

logger = logging.getLogger(__name__)

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def pooled(
    work: Callable[[Item], Answer], items: Iterable[Item], jobs: int, retry: list[Item]
) -> Iterator[Answer]:
    """Run in a pool with a bounded window; items lost with a broken pool are added to `retry`.

    When the caller stops half way (Ctrl-C, a full disk), the workers are ended, not waited for.
    """
    waiting = iter(items)
    while True:
        pool = ProcessPoolExecutor(max_workers=jobs, initializer=_start_worker)
        running: dict[Future[Answer], Item] = {}
        broken = False
        try:
            for item in waiting:
                running[_submit(pool, work, item, retry)] = item
                if len(running) >= jobs * 2:
                    yield from _collect(running, retry)
            while running:
                yield from _collect(running, retry)
        except BrokenProcessPool:
            broken = True
            retry.extend(running.values())
            logger.warning("a worker died; %d sources are read again one by one", len(retry))
        except BaseException:
            _end_workers()
            raise
        finally:
            pool.shutdown(wait=not broken, cancel_futures=True)
        if not broken:
            return


def _submit(
    pool: ProcessPoolExecutor, work: Callable[[Item], Answer], item: Item, retry: list[Item]
) -> Future[Answer]:
    """Hand out an item; one that a broken pool does not take is not lost either."""
    try:
        return pool.submit(work, item)
    except BrokenProcessPool:
        retry.append(item)
        raise


def _start_worker() -> None:
    """Leave Ctrl-C to the parent; end when the parent is gone, also after `kill -9`.

    A worker that lives on would keep the scan lock, which it inherits.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)


def _end_workers() -> None:
    for child in multiprocessing.active_children():
        child.kill()


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
