"""One source into the database, in one transaction: what is new opens, what is gone closes.

What may close: only what a file that was read no longer states. A failed source closes nothing; a
partial source keeps the files it did not list; a file that failed, or was skipped over a cap, keeps
what it stated before. A partly read file (entries lost) keeps what a lost entry may have stated: all of
it when a cap was hit or a lost entry has no subject, else the entries that match a subject.
"""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from collectors.collector import State, Target
from sbom.component import VersionKind
from sbom.inventory import Descriptor, Inventory
from sbom.issue import INCOMPLETE, Issue
from scanner.result import ReadFile, SourceResult
from scanner.store import claims, edges, lost
from scanner.store.dictionaries import Dictionaries
from scanner.store.intervals import close, match, settle
from scanner.store.occurrence_rows import (
    IDENTITY,
    Kept,
    Placed,
    encode,
    insert,
    load_open,
    source_range,
)
from scanner.store.text import storable, storable_inventory

FILE_COLUMNS = (
    "source_id", "path_id", "format", "state", "blob", "digest", "components", "with_version",
    "with_license", "expects",
)  # fmt: skip
ISSUE_COLUMNS = ("source_id", "path", "kind", "stage", "line", "subject", "message")
"""Columns that make up an issue."""


class Written(NamedTuple):
    """What the writing of a source changed."""

    opened: int
    """Occurrences that are new."""
    closed: int
    """Occurrences that are gone."""
    files: int
    """Files whose facts were compared; the others were the same as before."""


class _File(NamedTuple):
    path: int
    file: ReadFile
    inventory: Inventory
    digest: bytes


def upsert_source(connection: sqlite3.Connection, target: Target) -> int:
    """The number of a source; its system and kind follow the configuration."""
    row = connection.execute(
        "INSERT INTO source (uri, kind, system, supplied) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (uri) DO UPDATE SET kind = excluded.kind, system = excluded.system, "
        "supplied = excluded.supplied, retired_scan = NULL RETURNING id",
        (storable(target.id), target.kind, target.system, target.supplied),
    ).fetchone()
    return int(row[0])


def write(
    connection: sqlite3.Connection,
    dictionaries: Dictionaries,
    scan: int,
    result: SourceResult,
    reader_digest: str,
) -> Written:
    """Write one source; the caller holds the transaction."""
    context = _Context(connection, dictionaries, scan, upsert_source(connection, result.target))
    files: dict[int, _File] = {}
    written = Written(0, 0, 0)
    if result.state is not State.FAILED:
        files = _prepare(dictionaries, result)
        capped = {i.path for i in result.issues if i.kind in INCOMPLETE}
        written = _write_facts(context, files, capped, state=result.state)
    _write_issues(context, result, files)
    _write_coverage(context, result, reader_digest)
    return written


def _prepare(dictionaries: Dictionaries, result: SourceResult) -> dict[int, _File]:
    dictionaries.path.learn(storable(f.path) for f in result.files)
    prepared: dict[int, _File] = {}
    for file in result.files:
        inventory = file.inventory
        try:
            content = _content(file, inventory)
        except UnicodeEncodeError:
            inventory = storable_inventory(inventory)
            content = _content(file, inventory)
        path = dictionaries.path.ids[storable(file.path)]
        digest = blake2b(content, digest_size=16).digest()
        prepared[path] = _File(path, file, inventory, digest)
    return prepared


def _content(file: ReadFile, inventory: Inventory) -> bytes:
    """Everything of a file that reaches the database."""
    return msgspec.msgpack.encode(
        (
            storable(file.format),
            file.blob,
            file.state,
            inventory.components,
            inventory.dependencies,
            inventory.descriptors,
            inventory.issues,
            inventory.expects_components,
        )
    )


class _Context(NamedTuple):
    connection: sqlite3.Connection
    dictionaries: Dictionaries
    scan: int
    source: int


def _write_facts(
    context: _Context, files: dict[int, _File], capped: set[str], *, state: State
) -> Written:
    connection, dictionaries, scan, source = context
    before = dict(
        connection.execute(
            "SELECT path_id, digest FROM file WHERE source_id = ? AND to_scan IS NULL", (source,)
        )
    )
    changed = {p: f for p, f in files.items() if before.get(p) != f.digest}
    gone = set(before) - set(files) if state is State.COMPLETE else set()
    if not changed and not gone:
        return Written(0, 0, 0)
    read = {p: f for p, f in changed.items() if _settles(f, capped)}
    settled = gone | set(read)
    kept = load_open(connection, source) if before else []
    new = encode(dictionaries, ((p, f.inventory.components) for p, f in read.items()))
    stay, add, missing = match(
        ((k.id, k.key) for k in kept if k.key[0] in settled), (r[:IDENTITY] for r in new)
    )
    spared = lost.spared(connection, missing, {p: f.inventory for p, f in read.items()})
    ended = [number for number in missing if number not in spared]
    close(connection, "occurrence", ended, scan)
    _move_lines(connection, kept, new, stay)
    added = [new[i] for i in add]
    if added or ended:
        over = set(ended)
        remaining = [k for k in kept if k.id not in over]
        licenses = claims.write(connection, dictionaries, scan, source, remaining, added)
        insert(connection, source, scan, added, licenses)
    edges.write(
        connection,
        dictionaries,
        scan,
        source,
        [(p, f.inventory.dependencies) for p, f in read.items()],
        settled,
        kept={(k.key[0], k.key[7]) for k in kept if k.id in spared},
    )
    _write_files(context, gone | set(changed), changed.values())
    _write_descriptors(context, settled, read.values())
    return Written(len(added), len(ended), len(changed))


def _settles(item: _File, capped: set[str]) -> bool:
    """Whether the file says what holds now; else what it stated before stays."""
    state = item.file.state
    if state == "skipped":
        issues = item.inventory.issues
        return item.file.path not in capped and not any(i.kind in INCOMPLETE for i in issues)
    return state in {"read", "partial"}


def _move_lines(
    connection: sqlite3.Connection,
    kept: list[Kept],
    new: list[Placed],
    stay: list[tuple[int, int]],
) -> None:
    lines = {k.id: (k.line, k.claim_line) for k in kept}
    moved = [
        (new[index].line, new[index].claim_line, number)
        for index, number in stay
        if lines[number] != (new[index].line, new[index].claim_line)
    ]
    connection.executemany("UPDATE occurrence SET line = ?, claim_line = ? WHERE id = ?", moved)


def _among(column: str, source: int, numbers: Iterable[int]) -> tuple[str, tuple[Any, ...]]:
    listed = msgspec.json.encode(sorted(numbers)).decode()
    return (
        f"source_id = ? AND {column} IN (SELECT value FROM json_each(?))",
        (source, listed),
    )


def _write_files(context: _Context, touched: set[int], files: Iterable[_File]) -> None:
    rows = []
    for path, file, inventory, digest in files:
        components = inventory.components
        exact = sum(c.version_kind is VersionKind.EXACT for c in components)
        licensed = sum(bool(c.licenses) for c in components)
        rows.append(
            (
                context.source,
                path,
                storable(file.format),
                file.state,
                file.blob,
                digest,
                len(components),
                exact,
                licensed,
                int(inventory.expects_components),
            )
        )
    where = _among("path_id", context.source, touched)
    settle(context.connection, "file", FILE_COLUMNS, context.scan, where=where, wanted=rows)


def _write_descriptors(context: _Context, settled: set[int], files: Iterable[_File]) -> None:
    rows = [
        (context.source, item.path, descriptor.kind, descriptor_text(descriptor))
        for item in files
        for descriptor in item.inventory.descriptors
    ]
    where = _among("path_id", context.source, settled)
    columns = ("source_id", "path_id", "kind", "content")
    settle(context.connection, "descriptor", columns, context.scan, where=where, wanted=rows)


def descriptor_text(descriptor: Descriptor) -> str:
    """A descriptor as `descriptor.content` holds it; read back with `msgspec.json`."""
    return msgspec.json.encode(descriptor).decode()


def _write_issues(context: _Context, result: SourceResult, files: dict[int, _File]) -> None:
    """Issues of what was attempted are replaced; those of what was not tried stay."""
    issues = [*result.issues, *(i for f in files.values() for i in f.inventory.issues)]
    wanted = [(context.source, *issue_values(issue)) for issue in issues]
    where: tuple[str, tuple[Any, ...]] = ("source_id = ?", (context.source,))
    if result.state is not State.COMPLETE:
        tried = sorted({"", *(w[1] for w in wanted), *(storable(f.path) for f in result.files)})
        if result.state is State.FAILED:
            tried = sorted({"", *(w[1] for w in wanted)})
        where = (
            "source_id = ? AND path IN (SELECT value FROM json_each(?))",
            (context.source, msgspec.json.encode(tried).decode()),
        )
    settle(context.connection, "issue", ISSUE_COLUMNS, context.scan, where=where, wanted=wanted)


def issue_values(issue: Issue) -> tuple[str, str, str, int | None, str, str]:
    """An issue in the order of `ISSUE_COLUMNS`, without its source."""
    return (
        storable(issue.path),
        issue.kind,
        issue.stage,
        issue.line,
        storable(issue.subject),
        storable(issue.message),
    )


class Coverage(NamedTuple):
    """What became of a source, beyond what the rows say."""

    state: State
    revision: str
    reader_digest: str
    system: str
    collected_at: datetime
    files_seen: int
    files_read: int
    files_failed: int = 0
    files_skipped: int = 0
    cache_hits: int = 0
    components: int | None = None
    """Distinct component versions; None: they are counted."""


def _write_coverage(context: _Context, result: SourceResult, reader_digest: str) -> None:
    states = [f.state for f in result.files]
    coverage = Coverage(
        result.state,
        result.revision,
        reader_digest,
        result.target.system,
        result.collected_at,
        result.files_seen,
        states.count("read") + states.count("partial"),
        states.count("failed"),
        states.count("skipped"),
        result.cache_hits,
    )
    cover(context.connection, context.scan, context.source, coverage)


def cover(connection: sqlite3.Connection, scan: int, source: int, coverage: Coverage) -> None:
    """Write the coverage statement of a source, with the counts that hold after this scan."""
    components = coverage.components
    if components is None:
        components = connection.execute(
            "SELECT count(DISTINCT component_id) FROM occurrence NOT INDEXED "
            "WHERE id BETWEEN ? AND ? AND to_scan IS NULL",
            source_range(source),
        ).fetchone()[0]
    issues = connection.execute(
        "SELECT count(*) FROM issue WHERE source_id = ? AND to_scan IS NULL", (source,)
    ).fetchone()[0]
    connection.execute(
        "INSERT OR REPLACE INTO source_scan VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            scan,
            source,
            coverage.state,
            coverage.revision,
            coverage.reader_digest,
            coverage.system,
            coverage.collected_at.isoformat(),
            coverage.files_seen,
            coverage.files_read,
            coverage.files_failed,
            coverage.files_skipped,
            components,
            issues,
            coverage.cache_hits,
        ),
    )
