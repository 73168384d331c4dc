"""One huge document, a million components and more, in bounded memory.

Equal entries are counted together, rows go in sorted by component and by many-row statements, and an
index is built after them when its table was empty. References are not enforced meanwhile: every number
was given out inside the same transaction (`sluis db check` verifies them all).

What this way in does not keep: lines, refs and the graph; a NOTE says how many edges that is.
A document that was ingested before is compared with what is open, as multisets, by SQLite itself.
"""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from itertools import accumulate, chain, islice

import msgspec

from collectors.collector import State, Target
from sbom.documents.cyclonedx_rows import Batch
from sbom.inventory import Descriptor
from sbom.issue import INCOMPLETE, Issue, IssueKind, Stage
from scanner.store import bulk_merge, claims, source_rows
from scanner.store.bulk_entry import Entries, Loader
from scanner.store.context import Context
from scanner.store.intervals import settle
from scanner.store.occurrence_rows import source_range
from scanner.store.source_writer import Written
from scanner.store.text import storable

_ROWS = 400
"""Rows in one statement."""
_WIDTH = 6
"""Values that differ from row to row."""
_COLUMNS = (
    "id, source_id, path_id, from_scan, component_id, trait_id, stated_id, license_id, version_id, "
    "detail_id"
)
_INDEXES = (
    ("purl_base", "purl_base_name"),
    ("component", "component_version"),
    ("occurrence", "occurrence_component"),
)
"""(table, index): what is built afterwards when the table was empty."""
_CLAIMS = """
INSERT OR IGNORE INTO license_claim (source_id, component_id, from_scan, set_id)
SELECT source_id, component_id, from_scan, license_id FROM occurrence NOT INDEXED
WHERE id BETWEEN ? AND ? AND license_id IS NOT NULL
"""


class BulkFile(msgspec.Struct, frozen=True, kw_only=True):
    """The document that the rows come from; a source of one file."""

    target: Target
    revision: str
    reader_digest: str = ""
    path: str
    format: str
    blob: str = ""
    collected_at: datetime


class _Others:
    """What a document holds besides components."""

    def __init__(self) -> None:
        self.edges = 0
        self.descriptors: list[Descriptor] = []
        self.issues: list[Issue] = []

    def add(self, batch: Batch) -> None:
        """Take in what is no row."""
        self.edges += batch.edges
        for other in batch.others:
            if isinstance(other, Issue):
                self.issues.append(other)
            else:
                self.descriptors.append(other)


def ingest(context: Context, file: BulkFile, batches: Iterable[Batch]) -> Written:
    """Write the document; the caller holds the transaction, with foreign keys off.

    Raises:
        ParseError: as the reader of the batches does.
    """
    connection = context.connection
    context = context._replace(source=source_rows.upsert_source(connection, file.target))
    context.dictionaries.path.learn([storable(file.path)])
    path = context.dictionaries.path.ids[storable(file.path)]
    loader, others = Loader(context), _Others()
    low, high = source_range(context.source)
    bounds = "SELECT 1 FROM occurrence WHERE id BETWEEN ? AND ? LIMIT 1"
    fresh = connection.execute(bounds, (low, high)).fetchone() is None
    with ExitStack() as stack:
        for table, index in _INDEXES:
            stack.enter_context(_without_index(connection, table, index))
        for batch in batches:
            loader.add(batch.rows, batch.counts)
            others.add(batch)
        if fresh:
            written = Written(_insert(context, path, loader.entries()), 0, 1)
            connection.execute(_CLAIMS, (low, high))
    if not fresh:
        rows = (row for e in loader.entries() for row in zip(*e, strict=True))
        opened, closed = bulk_merge.merge(context, path, rows)
        claims.record(context, _licenses(connection, low, high))
        written = Written(opened, closed, 1)
    _cover(context, file, path, loader, others)
    return written


def _licenses(connection: sqlite3.Connection, low: int, high: int) -> dict[int, int]:
    """By component: its set of claims over the whole document."""
    return dict(
        connection.execute(
            "SELECT DISTINCT component_id, license_id FROM occurrence NOT INDEXED "
            "WHERE id BETWEEN ? AND ? AND to_scan IS NULL AND license_id IS NOT NULL",
            (low, high),
        )
    )


def _insert(context: Context, path: int, batches: Iterable[Entries]) -> int:
    """Write the entries of a source that has none yet; returns how many there are."""
    first = number = source_range(context.source)[0]
    repeated = _Repeated(context, path)
    for entries in batches:
        size = sum(entries.counts)
        if size == len(entries.counts):
            _insert_once(context, path, entries, number)
        else:
            repeated.insert(entries, number)
        number += size
    return number - first


def _insert_once(context: Context, path: int, entries: Entries, number: int) -> None:
    """Write entries that stand there once each, from a number on."""
    row = f"{context.source}, {path}, {context.scan}, " + ", ".join("?" * _WIDTH) + ")"
    start = f"INSERT OR FAIL INTO occurrence ({_COLUMNS}) VALUES "
    components, traits, *others, _ = entries
    rows = zip(components, traits, *([n or None for n in c] for c in others), strict=True)
    many = start + ",".join(f"(?1 + {k}, {row}" for k in range(_ROWS))
    while batch := list(chain.from_iterable(islice(rows, _ROWS))):
        size = len(batch) // _WIDTH
        short = start + ",".join(f"(?1 + {k}, {row}" for k in range(size))
        context.connection.execute(many if size == _ROWS else short, [number, *batch])
        number += size


class _Repeated:
    """Writes entries as often as each stands there: SQLite multiplies them."""

    def __init__(self, context: Context, path: int) -> None:
        self._connection = context.connection
        self._reach = 0
        self._sql = (
            f"INSERT OR FAIL INTO occurrence ({_COLUMNS}) SELECT e.first + k.i, {context.source}, {path}, "
            f"{context.scan}, c, t, nullif(s, 0), nullif(l, 0), nullif(v, 0), nullif(d, 0) "
            "FROM temp.repeated e CROSS JOIN temp.counted k ON k.i < e.n"
        )

    def insert(self, entries: Entries, number: int) -> None:
        """Write entries from a number on."""
        if not self._reach:
            self._connection.execute("DROP TABLE IF EXISTS temp.repeated")
            self._connection.execute("CREATE TEMP TABLE repeated (c, t, s, l, v, d, n, first)")
            self._connection.execute("DROP TABLE IF EXISTS temp.counted")
            self._connection.execute("CREATE TEMP TABLE counted (i INTEGER PRIMARY KEY)")
        most = max(entries.counts)
        if most > self._reach:
            self._connection.execute(
                "WITH RECURSIVE more (i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM more "
                "WHERE i + 1 < ?2) INSERT INTO temp.counted SELECT i FROM more",
                (self._reach, most),
            )
            self._reach = most
        firsts = accumulate(entries.counts, initial=number)
        self._connection.executemany(
            "INSERT INTO temp.repeated VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            zip(*entries, firsts, strict=False),
        )
        self._connection.execute(self._sql)
        self._connection.execute("DELETE FROM temp.repeated")


@contextmanager
def _without_index(connection: sqlite3.Connection, table: str, index: str) -> Iterator[None]:
    """While a table that is empty now is filled, do without an index; build it afterwards."""
    when = connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is None
    sql = "SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?"
    definition = connection.execute(sql, (index,)).fetchone()[0]
    if when:
        connection.execute(f"DROP INDEX {index}")
    yield
    if when:
        connection.execute(definition)


def _cover(context: Context, file: BulkFile, path: int, loader: Loader, others: _Others) -> None:
    row = (
        context.source,
        path,
        storable(file.format),
        "partial" if any(i.kind in INCOMPLETE for i in others.issues) else "read",
        file.blob,
        file.blob.encode(),
        loader.count,
        loader.with_version,
        loader.with_license,
        1,
    )
    where = ("source_id = ?", (context.source,))
    settle(
        context.connection,
        "file",
        source_rows.FILE_COLUMNS,
        context.scan,
        where=where,
        wanted=[row],
    )
    described = [
        (context.source, path, d.kind, source_rows.descriptor_text(d)) for d in others.descriptors
    ]
    settle(
        context.connection,
        "descriptor",
        ("source_id", "path_id", "kind", "content"),
        context.scan,
        where=where,
        wanted=described,
    )
    issues = [(context.source, *source_rows.issue_values(i)) for i in _issues(file, others)]
    settle(
        context.connection,
        "issue",
        source_rows.ISSUE_COLUMNS,
        context.scan,
        where=where,
        wanted=issues,
    )
    source_rows.cover(
        context,
        source_rows.Coverage(
            State.PARTIAL if row[3] == "partial" else State.COMPLETE,
            file.revision,
            file.reader_digest,
            file.target.system,
            file.collected_at,
            files_seen=1,
            files_read=1,
            components=loader.distinct,
        ),
    )


def _issues(file: BulkFile, others: _Others) -> Iterator[Issue]:
    for issue in others.issues:
        yield issue if issue.path else msgspec.structs.replace(issue, path=file.path)
    if others.edges:
        yield Issue(
            kind=IssueKind.NOTE,
            stage=Stage.STORE,
            path=file.path,
            message=f"the dependency graph ({others.edges} edges) of so large a document is not kept",
        )
