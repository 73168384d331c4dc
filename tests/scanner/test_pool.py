"""The pool of workers loses nothing and never waits for ever."""

import multiprocessing
import threading
import time

import pytest

from scanner.pool import pooled

LARGE = 8 << 20
"""More than a pipe holds, so that a worker that is killed leaves half an answer."""


def large(number: int) -> bytes:
    return bytes([number]) * LARGE


def kill_one(after: float) -> None:
    while not multiprocessing.active_children():
        time.sleep(0.01)
    time.sleep(after)
    for child in multiprocessing.active_children()[:1]:
        child.kill()


@pytest.mark.parametrize("after", [0.0, 0.05, 0.15])
def test_a_worker_killed_while_it_answers_costs_no_item(after: float) -> None:
    threading.Thread(target=kill_one, args=(after,), daemon=True).start()
    retry: list[int] = []
    found = [answer[0] for answer in pooled(large, range(30), 2, retry)]
    assert sorted([*found, *retry]) == list(range(30))


def test_a_caller_that_stops_is_not_held_up() -> None:
    answers = pooled(large, range(30), 2, [])
    assert len(next(answers)) == LARGE
    answers.close()  # type: ignore[attr-defined]  # a generator
    assert not [c for c in multiprocessing.active_children() if c.is_alive()]
