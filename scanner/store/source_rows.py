"""The rows of a source beside its components: itself, files, descriptors, issues, coverage."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from collectors.collector import State, Target
from sbom.component import VersionKind
from sbom.inventory import Descriptor, Inventory
from sbom.issue import Issue
from scanner.result import ReadFile, SourceResult
from scanner.store.context import Context
from scanner.store.intervals import settle
from scanner.store.occurrence_rows import source_range
from scanner.store.text import storable

FILE_COLUMNS = (
    "source_id", "path_id", "format", "state", "blob", "digest", "components", "with_version",
    "with_license", "expects",
)  # fmt: skip
"""Columns that make up the coverage of a file."""
ISSUE_COLUMNS = ("source_id", "path", "kind", "stage", "line", "subject", "message")
"""Columns that make up an issue."""


class CoveredFile(NamedTuple):
    """A file on its way into the database."""

    path: int
    """Number of its path."""
    file: ReadFile
    inventory: Inventory
    """With storable texts."""
    digest: bytes
    """Of everything that reaches the database."""


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


def upsert_source(connection: sqlite3.Connection, target: Target) -> int:
    """The number of a source; its system and kind follow the configuration."""
    row = connection.execute(
        "INSERT INTO source (uri, kind, system, supplied) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (uri) DO UPDATE SET kind = excluded.kind, system = excluded.system, "
        "supplied = excluded.supplied, retired_scan = NULL RETURNING id",
        (storable(target.id), target.kind, storable(target.system), target.supplied),
    ).fetchone()
    return int(row[0])


def standing(context: Context, uri: str) -> tuple[Any, ...] | None:
    """What a verdict may depend on of a source itself, as it was last recorded."""
    row: tuple[Any, ...] | None = context.connection.execute(
        "SELECT s.kind, s.system, s.supplied, s.retired_scan, p.state FROM source s "
        "JOIN source_scan p ON p.source_id = s.id AND p.scan_id = "
        "(SELECT max(scan_id) FROM source_scan WHERE source_id = s.id) WHERE s.uri = ?",
        (storable(uri),),
    ).fetchone()
    return row


def open_files(context: Context) -> dict[int, tuple[str, bytes]]:
    """By number of the path: path and digest of the files that coverage knows of the source."""
    rows = context.connection.execute(
        "SELECT f.path_id, p.value, f.digest FROM file f JOIN path p ON p.id = f.path_id "
        "WHERE f.source_id = ? AND f.to_scan IS NULL",
        (context.source,),
    )
    return {number: (path, digest) for number, path, digest in rows}


def write_files(context: Context, touched: set[int], files: Iterable[CoveredFile]) -> None:
    """Settle the coverage of files; those touched and not among `files` are gone."""
    rows = []
    for path, file, inventory, digest in files:
        components = inventory.components
        rows.append(
            (
                context.source,
                path,
                storable(file.format),
                file.state,
                file.blob,
                digest,
                len(components),
                sum(c.version_kind is VersionKind.EXACT for c in components),
                sum(bool(c.licenses) for c in components),
                int(inventory.expects_components),
            )
        )
    where = _among(context.source, touched)
    settle(context.connection, "file", FILE_COLUMNS, context.scan, where=where, wanted=rows)


def write_descriptors(context: Context, settled: set[int], files: Iterable[CoveredFile]) -> None:
    """Settle the descriptors of files that were read or are gone."""
    rows = [
        (context.source, item.path, descriptor.kind, descriptor_text(descriptor))
        for item in files
        for descriptor in item.inventory.descriptors
    ]
    columns = ("source_id", "path_id", "kind", "content")
    where = _among(context.source, settled)
    settle(context.connection, "descriptor", columns, context.scan, where=where, wanted=rows)


def descriptor_text(descriptor: Descriptor) -> str:
    """A descriptor as `descriptor.content` holds it; read back with `msgspec.json`."""
    return msgspec.json.encode(descriptor).decode()


def write_issues(
    context: Context, result: SourceResult, files: Iterable[CoveredFile], *, whole: bool
) -> None:
    """Issues of what was attempted are replaced; unless the listing was whole, others stay."""
    issues = [*result.issues, *(i for f in files for i in f.inventory.issues)]
    wanted = [(context.source, *issue_values(issue)) for issue in issues]
    where: tuple[str, tuple[Any, ...]] = ("source_id = ?", (context.source,))
    if not whole:
        read = [storable(f.path) for f in result.files]
        tried = msgspec.json.encode(sorted({"", *(w[1] for w in wanted), *read})).decode()
        where = (
            "source_id = ? AND path IN (SELECT value FROM json_each(?))",
            (context.source, tried),
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


def write_coverage(context: Context, result: SourceResult, reader_digest: str) -> None:
    """Write the coverage statement of a source that was attempted."""
    states = [f.state for f in result.files]
    coverage = Coverage(
        result.state,
        result.revision,
        reader_digest,
        storable(result.target.system),
        result.collected_at,
        result.files_seen,
        states.count("read") + states.count("partial"),
        states.count("failed"),
        states.count("skipped"),
        result.cache_hits,
    )
    cover(context, coverage)


def cover(context: Context, coverage: Coverage) -> None:
    """Write a coverage statement, with the counts that hold after this scan."""
    connection = context.connection
    components = coverage.components
    if components is None:
        components = connection.execute(
            "SELECT count(DISTINCT component_id) FROM occurrence NOT INDEXED "
            "WHERE id BETWEEN ? AND ? AND to_scan IS NULL",
            source_range(context.source),
        ).fetchone()[0]
    issues = connection.execute(
        "SELECT count(*) FROM issue WHERE source_id = ? AND to_scan IS NULL", (context.source,)
    ).fetchone()[0]
    connection.execute(
        "INSERT OR REPLACE INTO source_scan VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            context.scan,
            context.source,
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


def _among(source: int, paths: Iterable[int]) -> tuple[str, tuple[Any, ...]]:
    listed = msgspec.json.encode(sorted(paths)).decode()
    return "source_id = ? AND path_id IN (SELECT value FROM json_each(?))", (source, listed)
