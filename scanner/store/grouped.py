"""The transactions of one writer: each by itself, or those of several sources in one commit."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from scanner.store.store import Store

TOGETHER_S = 0.1
"""Seconds of writing after which sources that are written together are committed."""


class Transactions:
    """Opens, commits and rolls back.

    Args:
        store: Open for writing.
        undone: Told after a rollback, so that nothing known from inside is believed any longer.
    """

    def __init__(self, store: Store, undone: Callable[[], None]) -> None:
        self._store = store
        self._undone = undone
        self._open: ExitStack | None = None
        """The open transaction of several sources."""
        self._commit_at: float | None = None
        """When that is committed, by the monotonic clock; None: every source is a transaction of its own."""

    @contextmanager
    def single(self) -> Iterator[sqlite3.Connection]:
        """A transaction by itself; what stood open before it is committed first.

        Raises:
            StoreError: as `Store.transaction`.
        """
        self.commit()
        try:
            with self._store.transaction() as connection:
                yield connection
        except BaseException:
            self._undone()
            raise

    @contextmanager
    def facts(self) -> Iterator[None]:
        """As `single`, for the rows of a source.

        References are not enforced inside, for they cost a third of the time: every number comes
        from a dictionary of this very transaction. `maintenance.check` verifies them all.
        """
        self.commit()  # the setting cannot be changed inside a transaction
        connection = self._store.connection
        connection.execute("PRAGMA foreign_keys = OFF")
        try:
            with self.single():
                yield
        finally:
            connection.execute("PRAGMA foreign_keys = ON")

    @contextmanager
    def together(self) -> Iterator[None]:
        """Inside, `source` shares commits: each commit writes the same index pages again.

        A process that dies loses the sources of the last TOGETHER_S seconds of writing, no part of one;
        an error in one takes those written since the last commit with it. All is committed at the end,
        and before anything else is written.

        Raises:
            StoreError: what is left cannot be committed.
        """
        self._commit_at = 0.0
        try:
            yield
        finally:
            self._commit_at = None
            self.commit()

    @contextmanager
    def source(self) -> Iterator[None]:
        """The transaction of one source; inside `together`, of several."""
        if self._commit_at is None:
            with self.facts():
                yield
            return
        if self._open is None:
            with ExitStack() as stack:
                stack.enter_context(self.facts())
                self._open = stack.pop_all()
            self._commit_at = time.monotonic() + TOGETHER_S
        try:
            yield
        except BaseException as error:
            stack, self._open = self._open, None
            stack.__exit__(type(error), error, error.__traceback__)
            raise
        if time.monotonic() >= self._commit_at:
            self.commit()

    def commit(self) -> None:
        """End the transaction of several sources, if there is one.

        Raises:
            StoreError: it cannot be committed; its sources are lost, and `undone` is told.
        """
        stack, self._open = self._open, None
        if stack is not None:
            stack.close()
