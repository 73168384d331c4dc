"""Components of files as numbers: the rows of table `occurrence`, encoded and compared."""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

import sqlite3
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from sbom.component import Component
from scanner.store import many
from scanner.store.context import Context
from scanner.store.dictionaries import (
    ClaimSet,
    Dictionaries,
    base_columns,
    claim_set,
    identity,
    split,
    trait,
)
from scanner.store.schema import SOURCE_BITS

COLUMNS = (
    "path_id, component_id, trait_id, stated_id, module_id, requirement_id, version_id, ref_id, "
    "detail_id, license_id, line, claim_line"
)
"""Columns of an occurrence in the order of `Placed`, between number and interval."""

_INSERT = f"occurrence (id, source_id, {COLUMNS}, from_scan)"
_WIDTH = 15


class Detail(msgspec.Struct, frozen=True, omit_defaults=True):
    """Rarely asked facts of an occurrence, as `detail.content` holds them."""

    name: str = ""
    """Only when spelled otherwise than `purl_base.full_name`."""
    supplier: str = ""
    hashes: tuple[tuple[str, str], ...] = ()
    download: str = ""
    purl_raw: str = ""
    properties: tuple[tuple[str, str], ...] = ()


class Placed(NamedTuple):
    """An occurrence to write. The first nine values are its identity within a source."""

    path: int
    component: int
    trait: int
    stated: int | None
    module: int | None
    requirement: int | None
    version: int | None
    ref: int | None
    detail: int | None
    line: int | None
    claim_line: int | None


IDENTITY = 9
"""How many values of `Placed` make up the identity; the lines may shift without history."""


class Kept(NamedTuple):
    """An open row as the table holds it."""

    id: int
    key: tuple[Any, ...]
    license: int | None
    line: int | None
    claim_line: int | None


def source_range(source: int) -> tuple[int, int]:
    """First and last possible number of an occurrence of a source."""
    return source << SOURCE_BITS, ((source + 1) << SOURCE_BITS) - 1


def load_open(connection: sqlite3.Connection, source: int) -> list[Kept]:
    """Open rows of a source, in the order they were written."""
    rows = connection.execute(
        f"SELECT id, {COLUMNS} FROM occurrence NOT INDEXED "
        "WHERE id BETWEEN ? AND ? AND to_scan IS NULL ORDER BY id",
        source_range(source),
    )
    return [Kept(r[0], r[1:10], r[10], r[11], r[12]) for r in rows]


def encode(
    dictionaries: Dictionaries, files: Iterable[tuple[int, Iterable[Component]]]
) -> list[Placed]:
    """Occurrences of files as numbers; new texts go into the dictionaries.

    Args:
        dictionaries: Of the writer, inside its transaction.
        files: (number of the path, components in the order of the file).
    """
    components: list[tuple[int, Component, str, str, str, ClaimSet | None, str | None]] = []
    stated: dict[str, tuple[str, str]] = {}
    names: dict[str, str] = {}
    traits: set[str] = set()
    sets: set[ClaimSet] = set()
    terms: set[str] = set()
    details: set[str] = set()
    for path, entries in files:
        for entry in entries:
            purl = entry.purl or identity(entry)
            known_as = stated.get(purl)
            if known_as is None:
                known_as = stated[purl] = split(purl)
                names[purl] = base_columns(known_as[0])[3]
            version = entry.version
            other = version if version != known_as[1] else ""
            used = trait(entry)
            traits.add(used)
            claims = claim_set(entry) if entry.licenses else None
            if claims:
                sets.add(claims)
            detail = _detail(entry, names[purl])
            if detail:
                details.add(detail)
            terms.update((entry.module, entry.requirement, entry.ref, other))
            components.append((path, entry, purl, used, other, claims, detail))
    terms.discard("")
    dictionaries.learn_components(stated)
    dictionaries.trait.learn(sorted(traits))
    dictionaries.term.learn(sorted(terms))
    set_ids = dictionaries.learn_sets(sorted(sets))
    detail_ids = dictionaries.learn_details(sorted(details))
    known, used_ids, term = (
        dictionaries.component.ids,
        dictionaries.trait.ids,
        dictionaries.term.ids.get,
    )
    made = Placed._make
    return [
        made(
            (
                path,
                known[purl],
                used_ids[used],
                set_ids[claims] if claims else None,
                term(c.module),
                term(c.requirement),
                term(other),
                term(c.ref),
                detail_ids[detail] if detail else None,
                c.line,
                _claim_line(c) if claims else None,
            )
        )
        for path, c, purl, used, other, claims, detail in components
    ]


def insert(context: Context, rows: Iterable[Placed], licenses: dict[int, int]) -> None:
    """Open intervals for occurrences.

    Args:
        context: With the source.
        rows: What to write.
        licenses: By component: its set of claims within the source.
    """
    connection, _, scan, source = context
    low, high = source_range(source)
    last = connection.execute(
        "SELECT max(id) FROM occurrence WHERE id BETWEEN ? AND ?", (low, high)
    ).fetchone()[0]
    license_of = licenses.get
    many.insert(
        connection,
        _INSERT,
        _WIDTH,
        (
            (number, source, *r[:IDENTITY], license_of(r.component), r.line, r.claim_line, scan)
            for number, r in enumerate(rows, low if last is None else last + 1)
        ),
    )


_encoder = msgspec.json.Encoder()


def _detail(entry: Component, usual: str) -> str | None:
    name = "" if entry.name == usual else entry.name
    if not (
        name
        or entry.hashes
        or entry.properties
        or entry.download
        or entry.supplier
        or entry.purl_raw
    ):
        return None
    content = Detail(
        name, entry.supplier, entry.hashes, entry.download, entry.purl_raw, entry.properties
    )
    return _encoder.encode(content).decode()


def _claim_line(entry: Component) -> int | None:
    return next((c.line for c in entry.licenses if c.line is not None), None)
