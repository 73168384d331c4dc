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

_LOOK_SECONDS = 2.0
"""How often workers are looked after while no answer comes."""

logger = logging.getLogger(__name__)

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def pooled(
    work: Callable[[Item], Answer], items: Iterable[Item], jobs: int, retry: list[Item]
) -> Iterator[Answer]:
    """Run in a pool with a bounded window; items lost with a broken pool are added to `retry`.

    When the caller stops half way (Ctrl-C, a full disk), the workers are ended, not waited for. A worker
    that dies while it hands over an answer leaves half of it in the pipe and the pipe locked, so that
    neither the pool nor the other workers get on: that is seen within seconds, and the pool is ended.
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
                    yield from _collect(pool, running, retry)
            while running:
                yield from _collect(pool, running, retry)
        except BrokenProcessPool:
            broken = True
            retry.extend(running.values())
            logger.warning("a worker died; %d sources are read again one by one", len(retry))
        except BaseException:
            _end_workers(pool)
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


def _end_workers(pool: ProcessPoolExecutor) -> None:
    """Kill the workers and close our own end of their pipe: whoever still reads from it sees its end."""
    for child in _workers(pool):
        child.kill()
    writer = getattr(getattr(pool, "_result_queue", None), "_writer", None)
    if writer is not None:
        writer.close()


def _workers(pool: ProcessPoolExecutor) -> list["multiprocessing.process.BaseProcess"]:
    return list((getattr(pool, "_processes", None) or {}).values())


def _collect(
    pool: ProcessPoolExecutor, running: dict[Future[Answer], Item], retry: list[Item]
) -> Iterator[Answer]:
    stalled = 0
    while True:
        done, _ = wait(running, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
        if done:
            break
        stalled = stalled + 1 if any(not w.is_alive() for w in _workers(pool)) else 0
        if stalled > 1:
            _end_workers(pool)
            raise BrokenProcessPool("a worker died while it handed over an answer")
    for future in done:
        try:
            answer = future.result()
        except BrokenProcessPool:
            retry.append(running.pop(future))
            raise
        del running[future]
        yield answer
