"""Scans as they are read back: which there are, which is meant, and what held at one."""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

from datetime import datetime

import msgspec

from sbom.errors import StoreError
from scanner.store import summary
from scanner.store.store import Store
from scanner.store.summary import Summary

FINISHED = "state IN ('complete', 'partial', 'failed')"
"""Scans that came to their end."""


class ScanRow(msgspec.Struct, frozen=True, kw_only=True):
    """One scan."""

    id: int
    state: str
    """`running`, `complete`, `partial`, `failed` or `aborted`."""
    started_at: datetime
    finished_at: datetime | None
    organisation: str
    tool_version: str
    pack_name: str
    pack_version: str
    pack_digest: str


class Latest(msgspec.Struct, frozen=True, kw_only=True):
    """The latest finished scan in numbers."""

    scan: ScanRow
    summary: Summary
    findings: tuple[tuple[str, str, int], ...]
    """(status, severity, count) of open and waived findings, sorted."""
    sources: tuple[tuple[str, int], ...]
    """(state, count) of sources, sorted."""


_COLUMNS = (
    "id, state, started_at, finished_at, organisation, tool_version, pack_name, pack_version, "
    "pack_digest"
)


def holds(alias: str) -> str:
    """SQL condition, with one named value `:scan`: the interval row holds at that scan."""
    return f"({alias}.from_scan <= :scan AND ({alias}.to_scan IS NULL OR {alias}.to_scan > :scan))"


def scans(store: Store) -> list[ScanRow]:
    """All scans, latest first."""
    return [_row(r) for r in store.rows(f"SELECT {_COLUMNS} FROM scan ORDER BY id DESC")]


def scan_of(store: Store, number: int | None = None) -> ScanRow:
    """A finished scan by number; the latest when none is given.

    Raises:
        StoreError: there is no such finished scan.
    """
    where = f"{FINISHED} AND id = :id" if number is not None else FINISHED
    row = store.one(
        f"SELECT {_COLUMNS} FROM scan WHERE {where} ORDER BY id DESC LIMIT 1", {"id": number}
    )
    if row is None:
        which = "no finished scan" if number is None else f"no finished scan {number}"
        raise StoreError(f"{store.path}: there is {which} yet. `sluis scan` makes one.")
    return _row(row)


def scan_before(store: Store, number: int) -> int | None:
    """The finished scan before a scan, or None."""
    row = store.one(f"SELECT max(id) FROM scan WHERE {FINISHED} AND id < ?", (number,))
    return None if row is None else row[0]


def latest(store: Store) -> Latest:
    """The latest finished scan in numbers; reads a handful of rows.

    Raises:
        StoreError: there is none yet.
    """
    with store.snapshot() as connection:
        scan = scan_of(store)
        number = store.one("SELECT summary_id FROM scan WHERE id = ?", (scan.id,))
        totals = summary.load(connection, number[0] if number else None)
        findings = store.rows(
            "SELECT status, severity, count(*) FROM finding WHERE status <> 'resolved' "
            "GROUP BY 1, 2 ORDER BY 1, max(severity_rank) DESC"
        )
        sources = store.rows(
            "SELECT state, count(*) FROM source_scan WHERE scan_id = ? GROUP BY 1 ORDER BY 1",
            (scan.id,),
        )
    return Latest(
        scan=scan,
        summary=totals,
        findings=tuple((s, v, n) for s, v, n in findings),
        sources=tuple((s, n) for s, n in sources),
    )


def _row(row: tuple[object, ...]) -> ScanRow:
    return msgspec.convert(dict(zip(_COLUMNS.split(", "), row, strict=True)), ScanRow, strict=False)
