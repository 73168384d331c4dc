"""Reading here or in a pool: every item gets one answer, whatever happens to a worker."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner.executor import run


def double(item: int) -> int:
    return item * 2


def fragile(item: tuple[str, int]) -> int:
    """Kill the process at the first try of item 3, and at every try of item 5."""
    marks, number = item
    first = Path(marks) / str(number)
    if number == 5 or (number == 3 and not first.exists()):
        first.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def slow(item: tuple[str, int]) -> int:
    Path(item[0], f"pid-{os.getpid()}").touch()
    time.sleep(30)
    return item[1]


def gone(item: object, error: BaseException) -> int:
    assert "died twice" in str(error)
    return -1


@pytest.mark.parametrize("jobs", [0, 1, 2])
def test_every_item_gets_its_answer(jobs: int) -> None:
    answers = run(double, iter(range(25)), jobs=jobs, lost=gone)
    assert sorted(answers) == [2 * n for n in range(25)]


def test_items_are_taken_a_few_at_a_time() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    answers = run(double, items(), jobs=2, lost=gone)
    next(answers)
    assert len(taken) <= 5
    answers.close()  # type: ignore[attr-defined]  # it is a generator


@pytest.mark.slow
@pytest.mark.parametrize("number", [6, 12, 30])
def test_killed_worker_loses_no_item(tmp_path: Path, number: int) -> None:
    items = [(str(tmp_path), n) for n in range(number)]
    answers = sorted(run(fragile, items, jobs=2, lost=gone))
    assert answers == sorted([-1, *(n for n in range(number) if n != 5)])


@pytest.mark.slow
def test_stopping_half_way_ends_the_workers(tmp_path: Path) -> None:
    def items() -> Iterator[tuple[str, int]]:
        yield (str(tmp_path), 0)
        yield (str(tmp_path), 1)
        while not list(tmp_path.glob("pid-*")):
            time.sleep(0.01)
        raise KeyboardInterrupt

    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        list(run(slow, items(), jobs=2, lost=gone))
    assert time.monotonic() - started < 10
    for mark in tmp_path.glob("pid-*"):
        with pytest.raises(ProcessLookupError):
            os.kill(int(mark.name[4:]), 0)
