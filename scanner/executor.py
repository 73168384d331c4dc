"""Where sources are read: in this process, or in a pool that survives a killed worker."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

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
    from scanner.pool import pooled

    retry: list[Item] = []
    yield from pooled(work, items, jobs, retry)
    for item in retry:
        once: list[Item] = []
        yield from pooled(work, [item], 1, once)
        for gone in once:
            yield lost(gone, RuntimeError("the process that read it died twice"))
