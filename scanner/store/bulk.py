"""One huge document, a million components and more, in bounded memory.

Equal entries are counted together, rows go in sorted by component and by many-row statements, and an
index is built after them when most of its table is new. References are not enforced meanwhile: every
number was given out inside the same transaction (`sluis db check` verifies them all).

What this way in does not keep: lines, refs and the graph; a NOTE says how many edges that is.
A document that was ingested before is compared with what is open, as multisets, by SQLite itself.
"""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import chain, islice, repeat

import msgspec

from collectors.collector import State, Target
from sbom.documents.cyclonedx_stream import Batch
from sbom.inventory import Descriptor
from sbom.issue import INCOMPLETE, Issue, IssueKind, Stage
from scanner.store import bulk_merge, claims, source_rows
from scanner.store.bulk_entry import Entry, Loader
from scanner.store.context import Context
from scanner.store.intervals import settle
from scanner.store.occurrence_rows import source_range
from scanner.store.source_writer import Written
from scanner.store.text import storable

_ROWS = 400
"""Rows in one statement."""
_WIDTH = 6
"""Values that differ from row to row."""
_INDEX = "occurrence_component"
_Counted = Iterable[tuple[Entry, int]]


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
        self.edges += sum(len(d.targets) for d in batch.edges)
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
    loader, others = Loader(context.dictionaries), _Others()
    with _without_index(connection, "component", "component_version"):
        for batch in batches:
            loader.add(batch.rows)
            others.add(batch)
    context.dictionaries.component.forget()  # tens of megabytes that are not needed any more
    context.dictionaries.base.forget()
    context.dictionaries.path.learn([storable(file.path)])
    path = context.dictionaries.path.ids[storable(file.path)]
    loader.settle()
    licenses = _licenses(context, loader.entries())
    low, high = source_range(context.source)
    last = connection.execute(
        "SELECT max(id) FROM occurrence WHERE id BETWEEN ? AND ?", (low, high)
    ).fetchone()[0]
    if last is None:
        written = Written(_insert(context, path, loader, licenses), 0, 1)
    else:
        rows = ((*row, n) for row, n in _whole(loader.entries(), licenses, loader.details))
        opened, closed = bulk_merge.merge(context, path, rows)
        written = Written(opened, closed, 1)
    claims.record(context, licenses)
    _cover(context, file, path, loader, others)
    return written


def _whole(
    entries: _Counted, licenses: dict[int, int], details: dict[int, int]
) -> Iterator[tuple[tuple[int, ...], int]]:
    """(component, trait, claims, claims within the document, version, detail), with counts."""
    for (component, trait, stated, version), n in entries:
        row = (
            component,
            trait,
            stated,
            licenses.get(component, 0),
            version,
            details.get(component, 0),
        )
        yield row, n


def _licenses(context: Context, entries: _Counted) -> dict[int, int]:
    """By component: its set of claims over the whole document."""
    licenses: dict[int, int] = {}
    several: dict[int, set[int]] = {}
    for (component, _, number, _), _ in entries:
        if number and licenses.setdefault(component, number) != number:
            several.setdefault(component, {licenses[component]}).add(number)
    if several:
        unions = claims.unions(context, {tuple(sorted(s)) for s in several.values()})
        licenses.update({c: unions[tuple(sorted(s))] for c, s in several.items()})
    return licenses


def _insert(context: Context, path: int, loader: Loader, licenses: dict[int, int]) -> int:
    """Write the entries of a source that has none yet."""
    connection, _, scan, source = context
    there = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM occurrence LIMIT ?)", (loader.count,)
    ).fetchone()[0]
    with _without_index(connection, "occurrence", _INDEX, when=there < loader.count):
        columns = (
            "id, source_id, path_id, from_scan, component_id, trait_id, stated_id, license_id, "
            "version_id, detail_id"
        )
        start = f"INSERT INTO occurrence ({columns}) VALUES "
        row = f"{source}, {path}, {scan}, " + ", ".join("?" * _WIDTH) + ")"
        many = start + ",".join(f"(?1 + {k}, {row}" for k in range(_ROWS))
        rows = chain.from_iterable(
            repeat((c, t, s or None, x or None, v or None, d or None), n)
            for (c, t, s, x, v, d), n in _whole(loader.entries(), licenses, loader.details)
        )
        number = source_range(source)[0]
        while batch := list(chain.from_iterable(islice(rows, _ROWS))):
            size = len(batch) // _WIDTH
            short = start + ",".join(f"(?1 + {k}, {row}" for k in range(size))
            connection.execute(many if size == _ROWS else short, [number, *batch])
            number += size
    return loader.count


@contextmanager
def _without_index(
    connection: sqlite3.Connection, table: str, index: str, *, when: bool | None = None
) -> Iterator[None]:
    """Drop an index while a table (when empty, if not said) is filled, and build it afterwards."""
    if when is None:
        when = connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is None
    sql = "SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?"
    definition = connection.execute(sql, (index,)).fetchone()[0]
    if when:
        connection.execute(f"DROP INDEX {index}")
    yield
    if when:
        connection.execute(definition)


def _cover(context: Context, file: BulkFile, path: int, loader: Loader, others: _Others) -> None:
    exact = {
        number
        for (number,) in context.connection.execute(
            "SELECT id FROM trait WHERE version_kind = 'exact'"
        )
    }
    with_version = with_license = 0
    for (_, trait, stated, _), n in loader.entries():
        with_version += n if trait in exact else 0
        with_license += n if stated else 0
    row = (
        context.source,
        path,
        storable(file.format),
        "partial" if any(i.kind in INCOMPLETE for i in others.issues) else "read",
        file.blob,
        file.blob.encode(),
        loader.count,
        with_version,
        with_license,
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
