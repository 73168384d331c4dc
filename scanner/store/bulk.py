"""One huge document, a million components and more, in bounded memory.

Texts become numbers as they stream by; per row only four numbers are kept (about 16 bytes). Rows go in
by many-row statements, and the index is built after them when most of the table is new. Foreign keys
are switched off by the caller for this transaction alone: every number was given out inside it
(`sluis db check` verifies them all). There is no graph and no detail on this way in.

A document that was ingested before is compared with what is open, as multisets, by SQLite itself.
"""

import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import chain, islice, repeat
from typing import NamedTuple, cast

import msgspec

from collectors.collector import State, Target
from sbom.component import Component
from sbom.issue import INCOMPLETE, Issue
from scanner.store import claims, source_writer
from scanner.store.dictionaries import (
    ClaimSet,
    Dictionaries,
    base_of,
    claim_set,
    identity,
    version_in,
)
from scanner.store.intervals import settle
from scanner.store.occurrence_rows import source_range
from scanner.store.source_writer import Written
from scanner.store.text import storable

BulkRow = tuple[
    str, str, str, str, str, str, str, tuple[str, ...], tuple[str | tuple[str, str], ...]
]
"""(purl, purl base, type, namespace, name, version, scope, roles, licences): purl canonical, version
exact or empty, scope and roles as values of their enums, roles sorted; a licence is its raw text
(declared) or (kind, raw)."""

_CHUNK = 2_000
_ROWS = 400
_COUNTED = 200_000
"""Distinct components up to which equal entries are counted together."""
_REMEMBERED = 300_000
"""Components known at once; beyond it they are looked up again in the database."""
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
    issues: tuple[Issue, ...] = ()
    """Of reading, known before the rows are written."""


class _Loaded(NamedTuple):
    components: "array[int]"
    traits: "array[int]"
    sets: "array[int]"
    """0: no claims."""


def from_components(components: Iterable[Component]) -> Iterator[BulkRow]:
    """Rows of a reader that yields full components; what a row does not hold is left out."""
    for c in components:
        purl = identity(c)
        base = base_of(purl)
        licenses = tuple((k, r) for k, r, _ in claim_set(c))
        roles = tuple(str(r) for r in c.roles)
        yield purl, base, "", "", c.name, version_in(purl, base), str(c.scope), roles, licenses


def ingest(
    connection: sqlite3.Connection,
    dictionaries: Dictionaries,
    scan: int,
    file: BulkFile,
    rows: Iterable[BulkRow],
) -> Written:
    """Write the document; the caller holds the transaction.

    Args:
        connection: Inside a transaction, foreign keys off.
        dictionaries: Of the writer, emptied.
        scan: Number of the scan.
        file: The document.
        rows: Its components, in the order of the document.
    """
    source = source_writer.upsert_source(connection, file.target)
    with _without_index(connection, "component", "component_version"):
        loaded = _load(dictionaries, rows)
    path = storable(file.path)
    dictionaries.path.learn([path])
    place = _Place(connection, scan, source, dictionaries.path.ids[path])
    existing = connection.execute(
        "SELECT max(id) FROM occurrence WHERE id BETWEEN ? AND ?", source_range(source)
    ).fetchone()[0]
    entries = _entries(loaded)
    licenses = _licenses(connection, dictionaries, entries)
    if existing is None:
        written = Written(_insert_all(place, entries, licenses, len(loaded.components)), 0, 1)
    else:
        written = _merge(place, entries, licenses)
    claims.record(connection, scan, source, licenses)
    _cover(place, file, entries, len(set(loaded.components)))
    return written


class _Place(NamedTuple):
    connection: sqlite3.Connection
    scan: int
    source: int
    path: int


_Entries = Iterable[tuple[tuple[int, int, int], int]]
"""(component, trait, set of claims or 0) with how many entries of the document are so; can be gone
through several times."""


class _Singly:
    """Entries one by one, for documents with few doubles."""

    def __init__(self, loaded: _Loaded) -> None:
        self._loaded = loaded

    def __iter__(self) -> Iterator[tuple[tuple[int, int, int], int]]:
        return zip(zip(*self._loaded, strict=True), repeat(1))  # type: ignore[arg-type]  # three ints


def _entries(loaded: _Loaded) -> _Entries:
    """Entries counted and sorted by component, or as they come when there are too many to count."""
    if len(set(loaded.components)) > _COUNTED:
        return _Singly(loaded)
    return sorted(Counter(zip(*loaded, strict=True)).items())


@contextmanager
def _without_index(connection: sqlite3.Connection, table: str, index: str) -> Iterator[None]:
    """Drop an index while an empty table is filled; building it afterwards is faster."""
    empty = connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is None
    sql = "SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?"
    definition = connection.execute(sql, (index,)).fetchone()[0]
    if empty:
        connection.execute(f"DROP INDEX {index}")
    yield
    if empty:
        connection.execute(definition)


def _load(dictionaries: Dictionaries, rows: Iterable[BulkRow]) -> _Loaded:
    loaded = _Loaded(array("I"), array("H"), array("I"))
    traits = _Traits(dictionaries)
    sets: dict[tuple[str | tuple[str, str], ...], int] = {(): 0}
    stream = iter(rows)
    while chunk := tuple(islice(stream, _CHUNK)):
        purls, bases, _, _, _, versions, scopes, roles, licenses = zip(*chunk, strict=True)
        loaded.components.extend(_numbers(dictionaries, purls, bases, versions))
        loaded.traits.extend(traits.numbers(scopes, roles, versions))
        try:
            loaded.sets.extend(map(sets.__getitem__, licenses))
        except KeyError:
            done = len(loaded.components) - len(chunk)
            del loaded.sets[done:]
            for stated in set(licenses) - sets.keys():
                sets[stated] = _set(dictionaries, stated)
            loaded.sets.extend(map(sets.__getitem__, licenses))
    return loaded


def _numbers(
    dictionaries: Dictionaries,
    purls: tuple[str, ...],
    bases: tuple[str, ...],
    versions: tuple[str, ...],
) -> list[int]:
    """Numbers of components; those not known yet are looked up or added."""
    component = dictionaries.component
    found: list[int | None] = list(map(component.ids.get, purls))
    missing = [i for i, number in enumerate(found) if number is None]
    if missing:
        if len(component.ids) + len(missing) > _REMEMBERED:
            component.forget()
            dictionaries.base.forget()
        clean: Callable[[str], str] = storable
        if "".join(purls).isascii() and "".join(versions).isascii():
            clean = str
        new = {clean(purls[i]): (clean(bases[i]), clean(versions[i])) for i in missing}
        dictionaries.learn_components(dict(sorted(new.items())))
        for i in missing:
            found[i] = component.ids[clean(purls[i])]
    return cast("list[int]", found)


class _Traits:
    """Numbers of how rows are used; a document has a handful."""

    def __init__(self, dictionaries: Dictionaries) -> None:
        self._dictionary = dictionaries.trait
        self._exact: dict[tuple[str, tuple[str, ...]], int] = {}
        self._absent: dict[tuple[str, tuple[str, ...]], int] = {}

    def numbers(
        self,
        scopes: tuple[str, ...],
        roles: tuple[tuple[str, ...], ...],
        versions: tuple[str, ...],
    ) -> list[int]:
        """Numbers by row."""
        kinds = list(zip(scopes, roles, strict=True))
        found = self._look_up(self._exact, kinds, "exact")
        if "" in versions:
            absent = self._look_up(self._absent, kinds, "absent")
            return [a if v == "" else e for v, e, a in zip(versions, found, absent, strict=True)]
        return found

    def _look_up(
        self,
        known: dict[tuple[str, tuple[str, ...]], int],
        kinds: list[tuple[str, tuple[str, ...]]],
        version_kind: str,
    ) -> list[int]:
        for scope, parts in set(kinds) - known.keys():
            value = f"library|{scope}|{','.join(parts)}|{version_kind}|"
            self._dictionary.learn([value])
            known[scope, parts] = self._dictionary.ids[value]
        return list(map(known.__getitem__, kinds))


def _set(dictionaries: Dictionaries, stated: tuple[str | tuple[str, str], ...]) -> int:
    pairs = {("declared", s) if isinstance(s, str) else s for s in stated}
    wanted: ClaimSet = tuple(sorted((str(k), storable(r), "") for k, r in pairs))
    return dictionaries.learn_sets([wanted])[wanted]


def _licenses(
    connection: sqlite3.Connection, dictionaries: Dictionaries, entries: _Entries
) -> dict[int, int]:
    """By component: its set of claims over the whole document."""
    licenses: dict[int, int] = {}
    several: dict[int, set[int]] = {}
    for (component, _, number), _ in entries:
        if number and licenses.setdefault(component, number) != number:
            several.setdefault(component, {licenses[component]}).add(number)
    if several:
        groups = {tuple(sorted(s)) for s in several.values()}
        unions = claims.unions(connection, dictionaries, groups)
        licenses.update({c: unions[tuple(sorted(s))] for c, s in several.items()})
    return licenses


def _insert_all(place: _Place, entries: _Entries, licenses: dict[int, int], count: int) -> int:
    """Write the entries of a source that has none yet."""
    connection = place.connection
    there = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM occurrence LIMIT ?)", (count,)
    ).fetchone()[0]
    definition = connection.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?", (_INDEX,)
    ).fetchone()[0]
    if there < count:
        connection.execute(f"DROP INDEX {_INDEX}")
    license_of = licenses.get
    rows = chain.from_iterable(
        repeat((c, t, s or None, license_of(c)), n) for (c, t, s), n in entries
    )
    columns = "id, source_id, path_id, from_scan, component_id, trait_id, stated_id, license_id"
    load = f"INSERT INTO occurrence ({columns}) VALUES "
    fixed = f"{place.source}, {place.path}, {place.scan}, ?, ?, ?, ?)"
    many = load + ",".join(f"(?1 + {k}, {fixed}" for k in range(_ROWS))
    number = source_range(place.source)[0]
    while batch := list(chain.from_iterable(islice(rows, _ROWS))):
        size = len(batch) // 4
        sql = many if size == _ROWS else load + ",".join(f"(?1 + {k}, {fixed}" for k in range(size))
        connection.execute(sql, [number, *batch])
        number += size
    if there < count:
        connection.execute(definition)
    return count


def _merge(place: _Place, entries: _Entries, licenses: dict[int, int]) -> Written:
    """Close what is gone and open what is new, as multisets of (path, component, trait, claims)."""
    connection = place.connection
    connection.execute("DROP TABLE IF EXISTS temp.incoming")
    connection.execute(
        "CREATE TEMP TABLE incoming (c INTEGER, t INTEGER, s INTEGER, l INTEGER, n INTEGER)"
    )
    license_of = licenses.get
    connection.executemany(
        "INSERT INTO incoming VALUES (?, ?, ?, ?, ?)",
        ((c, t, s, license_of(c), n) for (c, t, s), n in entries),
    )
    low, high = source_range(place.source)
    values = {
        "low": low, "high": high, "path": place.path, "scan": place.scan, "source": place.source,
    }  # fmt: skip
    for statement in _MERGE:
        connection.execute(statement, values)
    before = connection.total_changes
    connection.execute(_MERGE_OPEN, values)
    opened = connection.total_changes - before
    closed = connection.execute("SELECT count(*) FROM temp.gone").fetchone()[0]
    for statement in _MERGE_CLOSE:
        connection.execute(statement, values)
    return Written(opened, closed, 1)


_MERGE = (
    "DROP TABLE IF EXISTS temp.wanted",
    "DROP TABLE IF EXISTS temp.numbered",
    "DROP TABLE IF EXISTS temp.gone",
    """CREATE TEMP TABLE wanted AS SELECT c, t, s, max(l) AS l, sum(n) AS n FROM temp.incoming
GROUP BY c, t, s""",
    "CREATE UNIQUE INDEX temp.wanted_key ON wanted (c, t, s)",
    """CREATE TEMP TABLE numbered AS
SELECT id, component_id AS c, trait_id AS t, coalesce(stated_id, 0) AS s, path_id = :path AS here,
  row_number() OVER (PARTITION BY path_id = :path, component_id, trait_id, stated_id ORDER BY id) AS n
FROM occurrence NOT INDEXED WHERE id BETWEEN :low AND :high AND to_scan IS NULL""",
    """CREATE TEMP TABLE gone AS SELECT o.id FROM temp.numbered o
LEFT JOIN temp.wanted w ON w.c = o.c AND w.t = o.t AND w.s = o.s
WHERE NOT o.here OR o.n > coalesce(w.n, 0)""",
)
_MERGE_OPEN = """
WITH RECURSIVE
have AS (SELECT c, t, s, count(*) AS n FROM temp.numbered WHERE here GROUP BY c, t, s),
lacking (c, t, s, l, n) AS (
  SELECT w.c, w.t, w.s, w.l, w.n - coalesce(h.n, 0) FROM temp.wanted w
  LEFT JOIN have h ON h.c = w.c AND h.t = w.t AND h.s = w.s WHERE w.n > coalesce(h.n, 0)
  UNION ALL SELECT c, t, s, l, n - 1 FROM lacking WHERE n > 1)
INSERT INTO occurrence
  (id, source_id, path_id, component_id, trait_id, stated_id, license_id, from_scan)
SELECT (SELECT max(id) FROM occurrence WHERE id BETWEEN :low AND :high)
  + row_number() OVER (ORDER BY c, t, s), :source, :path, c, t, nullif(s, 0), l, :scan
FROM lacking
"""
_MERGE_CLOSE = (
    """DELETE FROM occurrence WHERE id IN (SELECT id FROM temp.gone) AND from_scan = :scan""",
    """UPDATE occurrence SET to_scan = :scan WHERE id IN (SELECT id FROM temp.gone)""",
    """UPDATE occurrence SET license_id = l FROM (SELECT DISTINCT c, l FROM temp.wanted) w
WHERE occurrence.id BETWEEN :low AND :high AND to_scan IS NULL AND component_id = w.c
  AND license_id IS NOT w.l""",
    "DROP TABLE temp.incoming",
    "DROP TABLE temp.wanted",
    "DROP TABLE temp.numbered",
    "DROP TABLE temp.gone",
)


def _cover(place: _Place, file: BulkFile, entries: _Entries, components: int) -> None:
    connection, scan, source, path = place
    exact = {
        number
        for (number,) in connection.execute("SELECT id FROM trait WHERE version_kind = 'exact'")
    }
    count = with_version = licensed = 0
    for (_, trait, stated), n in entries:
        count += n
        with_version += n if trait in exact else 0
        licensed += n if stated else 0
    row = (
        source,
        path,
        storable(file.format),
        "read",
        file.blob,
        file.blob.encode(),
        count,
        with_version,
        licensed,
        1,
    )
    settle(
        connection,
        "file",
        source_writer.FILE_COLUMNS,
        scan,
        where=("source_id = ?", (source,)),
        wanted=[row],
    )
    issues = [(source, *source_writer.issue_values(i)) for i in file.issues]
    settle(
        connection,
        "issue",
        source_writer.ISSUE_COLUMNS,
        scan,
        where=("source_id = ?", (source,)),
        wanted=issues,
    )
    source_writer.cover(
        connection,
        scan,
        source,
        source_writer.Coverage(
            State.PARTIAL if any(i.kind in INCOMPLETE for i in file.issues) else State.COMPLETE,
            file.revision,
            file.reader_digest,
            file.target.system,
            file.collected_at,
            files_seen=1,
            files_read=1,
            components=components,
        ),
    )
