"""What a scan does with the database, in the order in which it does it."""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

import logging
from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeVar

import msgspec

from collectors.collector import State, Target
from policies.facts import SystemFact
from policies.finding import Finding
from policies.waiver import Waiver
from sbom.errors import StoreError
from sbom.issue import Issue
from scanner.result import SourceResult
from scanner.store import (
    cache,
    evaluation,
    moves,
    retire,
    settling,
    source_rows,
    source_writer,
    summary,
    tally,
)
from scanner.store.context import Context
from scanner.store.dictionaries import Dictionaries
from scanner.store.grouped import Transactions
from scanner.store.intervals import settle
from scanner.store.source_writer import Written
from scanner.store.store import Store
from scanner.store.text import storable

if TYPE_CHECKING:
    from policies.engine import RuleCount
    from sbom.documents.cyclonedx_rows import Batch
    from scanner.store.bulk import BulkFile
    from scanner.store.cache import CachedParse
    from scanner.store.keeping import Keeping

logger = logging.getLogger(__name__)

_SYSTEM_COLUMNS = (
    "id", "name", "domain", "owner", "sourcing", "use_mode", "criticality", "tags", "supplier",
    "outbound_license",
)  # fmt: skip
_LATEST = "SELECT max(scan_id) FROM source_scan WHERE source_id = s.id AND scan_id < ?"
_UNCHANGED = f"""
INSERT OR REPLACE INTO source_scan
SELECT ?, s.id, p.state, p.revision, p.reader_digest, 1, ?, p.collected_at, p.files_seen,
  p.files_read, p.files_failed, p.files_skipped, p.components, p.issues, 0
FROM source s JOIN source_scan p ON p.source_id = s.id AND p.scan_id = ({_LATEST})
WHERE s.uri = ?
"""


class _Changing(Protocol):
    """What says how much it changed."""

    @property
    def changed(self) -> int:
        """Number of entries."""
        ...


Gathered = TypeVar("Gathered", bound=_Changing)


class ScanMeta(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a scan when it begins."""

    started_at: datetime
    """Aware, UTC."""
    organisation: str = ""
    tool_version: str = ""
    pack_name: str = ""
    pack_version: str = ""
    pack_digest: str = ""
    judged_digest: str = ""
    """Digest of everything besides the facts that decides a verdict."""


class Known(NamedTuple):
    """What the latest scan made of a source."""

    revision: str
    reader_digest: str
    state: State


class Writer:
    """Writes one scan after another. One process at a time: `begin_scan` takes the lock.

    Every method that writes is one transaction: all or nothing, and raises StoreError with advice
    when the disk is full, the database damaged or locked.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._dictionaries = Dictionaries(store.connection)
        self._dirty = False
        self._touched: dict[str, bool] | None = {}
        """By source that changed: whether all of it counts as changed; None: everything does."""
        self._followed = True
        """False when a source moved as a whole: to another system, out of the configuration."""
        self._keeping: Keeping | None = None
        self._transactions = Transactions(store, self._undone)
        self._transaction = self._transactions.single

    def _undone(self) -> None:
        """After a rollback: numbers given out inside are void, and everything counts as changed."""
        self._dictionaries.forget()
        self._dirty = True
        self._touched = None

    def together(self) -> AbstractContextManager[None]:
        """A block in which sources are committed several at once: see `Transactions.together`.

        Raises:
            StoreError: what is left at the end cannot be committed.
        """
        return self._transactions.together()

    def _context(self, scan: int) -> Context:
        return Context(self._store.connection, self._dictionaries, scan)

    def begin_scan(self, meta: ScanMeta) -> int:
        """Take the lock, mark scans that died as `aborted`, and open a new one.

        Returns:
            Number of the scan.

        Raises:
            StoreError: another scan is running; the message names its process and start.
        """
        if self._store.readonly:
            raise StoreError(f"{self._store.path}: opened for reading only.")
        self._store.lock.acquire()
        try:
            with self._transaction() as connection:
                connection.execute("UPDATE scan SET state = 'aborted' WHERE state = 'running'")
                row = connection.execute(
                    "INSERT INTO scan (state, started_at, organisation, tool_version, pack_name, "
                    "pack_version, pack_digest, judged_digest) "
                    "VALUES ('running', ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                    (
                        meta.started_at.isoformat(),
                        meta.organisation,
                        meta.tool_version,
                        meta.pack_name,
                        meta.pack_version,
                        meta.pack_digest,
                        meta.judged_digest,
                    ),
                ).fetchone()
        except BaseException:
            self._store.lock.release()
            raise
        self._dirty = False
        # Without an evaluation to go on from, everything is judged and nothing need be followed.
        self._touched = {} if self.last_judged() else None
        if self._touched is not None:
            moves.watch(self._store.connection)
        self._followed, self._keeping = True, None
        return int(row[0])

    @property
    def changed(self) -> bool:
        """Whether anything a verdict depends on changed since `begin_scan`."""
        return self._dirty

    def keeping(self, scan: int, *, in_full: bool) -> "Keeping | None":
        """What stands of the evaluation before, where only sources changed; None: judge everything.

        Args:
            scan: Number of the running scan.
            in_full: Read the findings that stand; else count them.
        """
        if self._touched is None:
            return None
        from scanner.store.keeping import Keeping

        with self._store.snapshot() as connection:
            self._keeping = Keeping(
                connection, scan, self._touched, in_full=in_full, followed=self._followed
            )
        return self._keeping

    def _touch(self, uri: str, *, whole: bool = True, followed: bool = False) -> None:
        self._dirty = True
        self._followed &= followed
        if self._touched is not None:
            name = storable(uri)
            self._touched[name] = whole or self._touched.get(name, False)

    def last_judged(self) -> str:
        """`judged_digest` of the scan before; empty when that died or was not judged in full."""
        row = self._store.one(
            "SELECT CASE WHEN state = 'aborted' THEN '' ELSE judged_digest END FROM scan "
            "WHERE state <> 'running' ORDER BY id DESC LIMIT 1"
        )
        return "" if row is None else str(row[0])

    def last_day(self) -> str:
        """Day of the scan before, ISO 8601; empty when there is none."""
        row = self._store.one(
            "SELECT substr(started_at, 1, 10) FROM scan WHERE state <> 'running' "
            "ORDER BY id DESC LIMIT 1"
        )
        return "" if row is None else str(row[0])

    def keep_evaluation(self, scan: int) -> None:
        """Let the verdicts of the scan before stand for this one; they hold by interval already."""
        logger.debug("scan %d: verdicts of the scan before stand", scan)

    def known_revisions(self) -> dict[str, Known]:
        """By target id: revision, reader and state of the latest attempt; retired sources left out."""
        rows = self._store.rows(
            "SELECT s.uri, p.revision, p.reader_digest, p.state FROM source s "
            "JOIN source_scan p ON p.source_id = s.id AND p.scan_id = "
            "(SELECT max(scan_id) FROM source_scan WHERE source_id = s.id) "
            "WHERE s.retired_scan IS NULL"
        )
        return {uri: Known(revision, digest, State(state)) for uri, revision, digest, state in rows}

    def unchanged(self, scan: int, targets: Iterable[Target]) -> None:
        """Record sources that are as the scan before left them: one row each, nothing else.

        Raises:
            StoreError: a target was never scanned before.
        """
        targets = list(targets)
        with self._transaction() as connection:
            systems = dict(
                connection.execute("SELECT uri, system FROM source WHERE retired_scan IS NULL")
            )
            for target in targets:
                uri = storable(target.id)
                if uri not in systems:
                    raise StoreError(
                        f"{target.id}: never scanned before, so it cannot be unchanged"
                    )
                if systems[uri] != target.system:
                    self._touch(uri)
                    source_rows.upsert_source(connection, target)
            connection.executemany(
                _UNCHANGED, ((scan, t.system, scan, storable(t.id)) for t in targets)
            )

    def write_systems(self, scan: int, systems: Iterable[SystemFact]) -> None:
        """Make the systems those of the configuration; systems left out end."""
        rows = [
            (
                s.id,
                s.name,
                s.domain,
                s.owner,
                s.sourcing,
                s.use_mode,
                s.criticality,
                msgspec.json.encode(s.tags).decode(),
                s.supplier,
                s.outbound_license,
            )
            for s in systems
        ]
        with self._transaction() as connection:
            changed = settle(
                connection,
                "system",
                _SYSTEM_COLUMNS,
                scan,
                where=("1", ()),
                wanted=rows,
                key="row",
            )
        if changed:
            self._dirty, self._touched = True, None

    def write_source(
        self,
        scan: int,
        result: SourceResult,
        reader_digest: str = "",
        parses: "Iterable[CachedParse]" = (),
    ) -> Written:
        """Write what one source gave. The rules on what may close: see `source_writer`.

        Args:
            scan: Number of the scan.
            result: What was collected and read.
            reader_digest: Digest of everything of the tool that decides what is read; with the
                revision it tells the next scan whether the source must be read again.
            parses: What the parse cache keeps of it.
        """
        with self._transactions.source():
            context = self._context(scan)
            written = source_writer.write(context, result, reader_digest)
            cache.keep(context.connection, parses, scan)
        if written.changed:
            self._touch(
                result.target.id, whole=written.moved, followed=written.new or not written.moved
            )
        return written

    def ingest_stream(self, scan: int, file: "BulkFile", batches: "Iterable[Batch]") -> Written:
        """Write one huge document as a source of its own; see `bulk`.

        Args:
            scan: Number of the scan.
            file: The document.
            batches: As `sbom.documents.cyclonedx_stream.stream_rows` gives them.

        Raises:
            ParseError: as the reader does; then nothing of the document is written.
        """
        from scanner.store import bulk

        self._touch(file.target.id)
        self._dictionaries.forget()
        try:
            with self._transactions.facts():
                return bulk.ingest(self._context(scan), file, batches)
        finally:
            self._dictionaries.forget()

    def retire_sources(self, scan: int, ids: Iterable[str]) -> None:
        """End everything of sources that are no longer configured. Unknown ids are passed over."""
        with self._transaction() as connection:
            for uri in ids:
                row = connection.execute(
                    "UPDATE source SET retired_scan = ? WHERE uri = ? AND retired_scan IS NULL "
                    "RETURNING id",
                    (scan, storable(uri)),
                ).fetchone()
                if row is not None:
                    self._touch(uri)
                    retire.end(Context(connection, self._dictionaries, scan, int(row[0])))

    def settle_licenses(
        self,
        digest: str,
        normalise: Callable[[str], str | None],
        classify: Callable[[str], str],
    ) -> int:
        """Fill in expression and class of licences as found, each distinct text once.

        Args:
            digest: Of normaliser and pack; texts settled under it are left alone.
            normalise: SPDX expression of a raw text, or None.
            classify: Class in the pack of an expression.

        Returns:
            How many texts were settled.
        """
        with self._transaction() as connection:
            count = settling.settle(connection, digest, normalise, classify)
        self._dirty |= bool(count)
        return count

    def write_evidence(self, scan: int, write: "Callable[[Context], Gathered]") -> "Gathered":
        """Let `scanner.licensing.cascade` bring evidence of licences up to date, in one transaction.

        Args:
            scan: Number of the scan.
            write: Says by `changed` how many entries are judged by another licence than before.
        """
        with self._transactions.facts():
            outcome = write(self._context(scan))
        self._dirty |= bool(outcome.changed)
        return outcome

    def write_evaluation(
        self,
        scan: int,
        findings: Iterable[Finding],
        waived: Iterable[tuple[Finding, Waiver]],
        counts: "Iterable[RuleCount]",
        issues: Iterable[Issue] = (),
        failed_rules: Collection[str] = (),
        keeping: "Keeping | None" = None,
        counted: msgspec.Struct | None = None,
    ) -> None:
        """Write findings and verdicts; findings that are gone become `resolved`.

        Args:
            scan: Number of the scan.
            findings: Those without a waiver.
            waived: Those with the waiver that holds.
            counts: Subjects by rule, system and verdict.
            issues: Of evaluating; they replace those of the evaluation before.
            failed_rules: What is known of these rules stays as it was, and the next scan judges
                again even when nothing changed.
            keeping: What stands from the evaluation before and is not among the findings.
            counted: Counts that the next evaluation goes on from.
        """
        left = (keeping.left_alone, keeping.touched) if keeping else ((), "[]")
        outcome = evaluation.Outcome(findings, waived, counts, issues, failed_rules, *left)
        with self._transaction() as connection:
            evaluation.write(connection, scan, outcome)
            if counted is not None:
                tally.keep(connection, counted, scan)
            if failed_rules:
                connection.execute("UPDATE scan SET judged_digest = '' WHERE id = ?", (scan,))

    def finish_scan(
        self,
        scan: int,
        state: Literal["complete", "partial", "failed"] | State,
        finished_at: datetime,
    ) -> None:
        """Close the scan: totals, cache pruned, log folded into the file, lock given back."""
        with self._transaction() as connection:
            before = connection.execute(
                "SELECT summary_id FROM scan WHERE id < ? ORDER BY id DESC LIMIT 1", (scan,)
            ).fetchone()
            number = before[0] if before and not self._dirty else None
            if number is None:
                moved = self._keeping.moved(connection) if self._keeping else None
                number = summary.store(connection, summary.current(connection, scan, moved))
                cache.prune(connection, scan)
            connection.execute(
                "UPDATE scan SET state = ?, finished_at = ?, summary_id = ? WHERE id = ?",
                (str(state), finished_at.isoformat(), number, scan),
            )
        self._dirty = False
        self._store.checkpoint()
        self._store.lock.release()
