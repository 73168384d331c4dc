"""One huge document, a million components and more, in bounded memory.

Equal entries are counted as they stream by, so that the work is done once per distinct entry; when
many are distinct they are written off in portions. Rows go in sorted, by many-row statements, and an
index is built after them when most of its table is new. Foreign keys are switched off by the caller for
this transaction alone: every number was given out inside it (`sluis db check` verifies them all).

What this way in does not keep: lines, refs and the graph; a NOTE says how many edges that is.
A document that was ingested before is compared with what is open, as multisets, by SQLite itself.
"""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import chain, islice, repeat
from operator import itemgetter

import msgspec

from collectors.collector import State, Target
from sbom.documents.cyclonedx_stream import Batch, Row
from sbom.inventory import Descriptor
from sbom.issue import INCOMPLETE, Issue, IssueKind, Stage
from sbom.purl import quote
from scanner.store import bulk_merge, claims, source_rows
from scanner.store.bulk_entry import Entry, encode
from scanner.store.context import Context
from scanner.store.intervals import settle
from scanner.store.occurrence_rows import source_range
from scanner.store.source_writer import Written
from scanner.store.text import storable

_DISTINCT = 100_000
"""Distinct entries counted before they are written off."""
_ROWS = 400
"""Rows in one statement."""
_KEY = itemgetter(0, 2, 3, 4, 5, 6, 7, 9)
"""What of a row tells entries apart: all but the purl base, which the purl implies, and the ref."""
_WIDTH = 6
_INDEX = "occurrence_component"


class BulkFile(msgspec.Struct, frozen=True, kw_only=True):
    """The document that the rows come from; a source of one file."""

    target: Target
    revision: str
    reader_digest: str = ""
    path: str
    format: str
    blob: str = ""
    collected_at: datetime


class _Loaded:
    """The document as numbers, about 25 bytes a distinct entry."""

    def __init__(self) -> None:
        self.numbers = tuple(array("I") for _ in range(_WIDTH + 1))
        self.edges = 0
        self.descriptors: list[Descriptor] = []
        self.issues: list[Issue] = []

    def add(self, entry: Entry, count: int) -> None:
        """Keep one distinct entry."""
        for column, number in zip(self.numbers, (*entry, count), strict=True):
            column.append(number)

    def entries(self) -> Iterator[tuple[int, ...]]:
        """(component, trait, claims, claims within the document, version, detail, count)."""
        return zip(*self.numbers, strict=True)


def ingest(context: Context, file: BulkFile, batches: Iterable[Batch]) -> Written:
    """Write the document; the caller holds the transaction, with foreign keys off.

    Raises:
        ParseError: as the reader of the batches does.
    """
    connection = context.connection
    context = context._replace(source=source_rows.upsert_source(connection, file.target))
    loaded = _Loaded()
    with _without_index(connection, "component", "component_version"):
        _load(context, batches, loaded)
    context.dictionaries.path.learn([storable(file.path)])
    path = context.dictionaries.path.ids[storable(file.path)]
    licenses = _licenses(context, loaded)
    low, high = source_range(context.source)
    last = connection.execute(
        "SELECT max(id) FROM occurrence WHERE id BETWEEN ? AND ?", (low, high)
    ).fetchone()[0]
    if last is None:
        written = Written(_insert(context, path, loaded), 0, 1)
    else:
        opened, closed = bulk_merge.merge(context, path, loaded.entries())
        written = Written(opened, closed, 1)
    claims.record(context, licenses)
    _cover(context, file, path, loaded)
    return written


def _load(context: Context, batches: Iterable[Batch], loaded: _Loaded) -> None:
    counts: Counter[tuple[object, ...]] = Counter()
    for batch in batches:
        rows = batch.rows
        if not all(map(itemgetter(0), rows)):
            rows = [r if r.purl else r._replace(purl=_made(r)) for r in rows]
        counts.update(map(_KEY, rows))
        loaded.edges += sum(len(d.targets) for d in batch.edges)
        for other in batch.others:
            if isinstance(other, Issue):
                loaded.issues.append(other)
            else:
                loaded.descriptors.append(other)
        if len(counts) > _DISTINCT:
            _write_off(context, counts, loaded)
    _write_off(context, counts, loaded)


def _made(row: Row) -> str:
    """What a component without purl is known by; see `dictionaries.identity`."""
    name = f"-:{quote(storable(row.name))}"
    exact = row.version and row.version_kind == "exact"
    return f"{name}@{quote(storable(row.version))}" if exact else name


def _write_off(context: Context, counts: Counter[tuple[object, ...]], loaded: _Loaded) -> None:
    for entry, count in sorted(encode(context.dictionaries, counts)):
        loaded.add(entry, count)
    counts.clear()


def _licenses(context: Context, loaded: _Loaded) -> dict[int, int]:
    """By component: its set of claims over the whole document; filled into the entries too."""
    components, _, stated, united, *_ = loaded.numbers
    licenses: dict[int, int] = {}
    several: dict[int, set[int]] = {}
    for component, number in zip(components, stated, strict=True):
        if number and licenses.setdefault(component, number) != number:
            several.setdefault(component, {licenses[component]}).add(number)
    if several:
        unions = claims.unions(context, {tuple(sorted(s)) for s in several.values()})
        licenses.update({c: unions[tuple(sorted(s))] for c, s in several.items()})
    del united[:]
    united.extend(licenses.get(c, 0) for c in components)
    return licenses


def _insert(context: Context, path: int, loaded: _Loaded) -> int:
    """Write the entries of a source that has none yet."""
    connection, _, scan, source = context
    count = sum(loaded.numbers[-1])
    there = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM occurrence LIMIT ?)", (count,)
    ).fetchone()[0]
    with _without_index(connection, "occurrence", _INDEX, when=there < count):
        columns = (
            "id, source_id, path_id, from_scan, component_id, trait_id, stated_id, license_id, "
            "version_id, detail_id"
        )
        start = f"INSERT INTO occurrence ({columns}) VALUES "
        row = f"{source}, {path}, {scan}, " + ", ".join("?" * _WIDTH) + ")"
        many = start + ",".join(f"(?1 + {k}, {row}" for k in range(_ROWS))
        rows = chain.from_iterable(
            repeat(tuple(n or None for n in entry), n) for *entry, n in loaded.entries()
        )
        number = source_range(source)[0]
        while batch := list(chain.from_iterable(islice(rows, _ROWS))):
            size = len(batch) // _WIDTH
            short = start + ",".join(f"(?1 + {k}, {row}" for k in range(size))
            connection.execute(many if size == _ROWS else short, [number, *batch])
            number += size
    return count


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


def _cover(context: Context, file: BulkFile, path: int, loaded: _Loaded) -> None:
    exact = {
        number
        for (number,) in context.connection.execute(
            "SELECT id FROM trait WHERE version_kind = 'exact'"
        )
    }
    components, traits, stated, _, _, _, counts = loaded.numbers
    row = (
        context.source,
        path,
        storable(file.format),
        "partial" if any(i.kind in INCOMPLETE for i in loaded.issues) else "read",
        file.blob,
        file.blob.encode(),
        sum(counts),
        sum(n for t, n in zip(traits, counts, strict=True) if t in exact),
        sum(n for s, n in zip(stated, counts, strict=True) if s),
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
        (context.source, path, d.kind, source_rows.descriptor_text(d)) for d in loaded.descriptors
    ]
    settle(
        context.connection,
        "descriptor",
        ("source_id", "path_id", "kind", "content"),
        context.scan,
        where=where,
        wanted=described,
    )
    issues = [(context.source, *source_rows.issue_values(i)) for i in _issues(file, loaded)]
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
            components=len(set(components)),
        ),
    )


def _issues(file: BulkFile, loaded: _Loaded) -> Iterator[Issue]:
    for issue in loaded.issues:
        yield issue if issue.path else msgspec.structs.replace(issue, path=file.path)
    if loaded.edges:
        yield Issue(
            kind=IssueKind.NOTE,
            stage=Stage.STORE,
            path=file.path,
            message=f"the dependency graph ({loaded.edges} edges) of so large a document is not kept",
        )
