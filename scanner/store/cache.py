"""The parse cache: what a file of some content gave, so that it is not parsed again."""

import functools
import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from sbom.inventory import Inventory
from scanner.store.store import Store
from scanner.store.text import storable

_DEFLATED = b"\x78"
_SMALL = 512
"""Bytes below which deflating does not pay. Shorter content starts with a MessagePack map or array
mark (0x80 and up), never with 0x78."""
_KEEP_SCANS = 20
"""An entry whose file is gone is kept for this many scans: branches come back."""


class CacheKey(NamedTuple):
    """What a parse depends on."""

    blob: str
    """Git blob id of the content."""
    format: str
    """Name in `sbom.registry.FORMATS`."""
    version: int
    """`Format.version`."""
    path: str
    """Path in the source."""


CachedParse = tuple[str, str, int, str, bytes]
"""A row of `parse_cache`: a key, and the content."""


class ParseCache:
    """Reads and writes table `parse_cache`. Losing it costs time, never facts."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._decoder = _decoder()

    def get_many(self, keys: Iterable[CacheKey]) -> dict[CacheKey, Inventory]:
        """Inventories that are known, by key; an entry that cannot be read counts as unknown.

        Raises:
            StoreError: the database cannot be read.
        """
        found: dict[CacheKey, Inventory] = {}
        sql = (
            "SELECT content FROM parse_cache "
            "WHERE blob = ? AND format = ? AND version = ? AND path = ?"
        )
        with self._store.snapshot() as connection:
            for key in keys:
                if not key.blob:
                    continue
                row = connection.execute(sql, (*key[:3], storable(key.path))).fetchone()
                inventory = self._decode(row[0]) if row else None
                if inventory is not None:
                    found[key] = inventory
        return found

    def put_many(self, entries: Mapping[CacheKey, Inventory], scan: int = 0) -> None:
        """Keep inventories, in one transaction.

        Args:
            entries: By key; those without a blob id are left out.
            scan: Number of the scan that made them.

        Raises:
            StoreError: the database cannot be written.
        """
        rows = cached_parses(entries.items())
        if rows:
            with self._store.transaction() as connection:
                keep(connection, rows, scan)

    def _decode(self, content: bytes) -> Inventory | None:
        try:
            plain = zlib.decompress(content) if content[:1] == _DEFLATED else content
            return self._decoder.decode(plain)
        except (zlib.error, msgspec.MsgspecError, ValueError):
            return None


def cached_parses(
    entries: Iterable[tuple[tuple[str, str, int, str], Inventory]],
) -> tuple[CachedParse, ...]:
    """Rows to keep of (key, inventory); those without a blob id are left out."""
    return tuple(
        (blob, name, version, storable(path), content)
        for (blob, name, version, path), inventory in entries
        if blob and (content := _encode(inventory)) is not None
    )


def keep(connection: sqlite3.Connection, rows: Iterable[CachedParse], scan: int) -> None:
    """Write rows; the caller holds the transaction."""
    connection.executemany(
        "INSERT OR REPLACE INTO parse_cache VALUES (?, ?, ?, ?, ?, ?)",
        ((*row, scan) for row in rows),
    )


@functools.cache
def _decoder() -> "msgspec.msgpack.Decoder[Inventory]":
    return msgspec.msgpack.Decoder(Inventory)


def prune(connection: sqlite3.Connection, scan: int) -> int:
    """Drop entries that no file of the last scans has; the caller holds the transaction.

    Also of a file that turned out to hold nothing (a YAML file that is no manifest) the table `file` knows
    nothing: such an entry is kept for as many scans after the one that stored it.

    Returns:
        How many entries went.
    """
    return connection.execute(
        "DELETE FROM parse_cache WHERE scan_id <= ? AND NOT EXISTS (SELECT 1 FROM file f "
        "WHERE f.blob = parse_cache.blob AND (f.to_scan IS NULL OR f.to_scan > ?))",
        (scan - _KEEP_SCANS, scan - _KEEP_SCANS),
    ).rowcount


def _encode(inventory: Inventory) -> bytes | None:
    try:
        plain = msgspec.msgpack.encode(inventory)
    except (UnicodeEncodeError, OverflowError, TypeError):
        return None
    return plain if len(plain) < _SMALL else zlib.compress(plain, 1)
