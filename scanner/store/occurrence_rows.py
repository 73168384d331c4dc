"""Components of files as numbers: the rows of table `occurrence`, encoded and compared."""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

import sqlite3
from collections.abc import Callable, Iterable
from functools import partial
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
    columns = _Columns()
    for path, entries in files:
        for entry in entries:
            columns.add(path, entry)
    return columns.numbered(dictionaries)


_Trait = tuple[str, str, tuple[str, ...], str, bool | None]
_made: Callable[[Iterable[Any]], Placed] = partial(tuple.__new__, Placed)
"""`Placed._make` without a step in Python: there is one for every entry of the estate."""


class _Columns:
    """Entries column by column, so that their texts become numbers without a loop in Python."""

    def __init__(self) -> None:
        self._stated: dict[str, tuple[str, str]] = {}
        self._names: dict[str, str] = {}
        self._known_traits: dict[_Trait, str] = {}
        self._paths: list[int] = []
        self._purls: list[str] = []
        self._traits: list[str] = []
        self._claims: list[ClaimSet | None] = []
        self._modules: list[str] = []
        self._requirements: list[str] = []
        self._versions: list[str] = []
        self._refs: list[str] = []
        self._details: list[str | None] = []
        self._lines: list[int | None] = []
        self._claim_lines: list[int | None] = []

    def add(self, path: int, entry: Component) -> None:
        """Take in one entry of the file with this number."""
        purl = entry.purl or identity(entry)
        stated = self._stated.get(purl)
        if stated is None:
            stated = self._stated[purl] = split(purl)
            self._names[purl] = base_columns(stated[0])[3]
        use = (entry.kind, entry.scope, entry.roles, entry.version_kind, entry.direct)
        known = self._known_traits.get(use)
        if known is None:
            known = self._known_traits[use] = trait(entry)
        self._paths.append(path)
        self._purls.append(purl)
        self._traits.append(known)
        self._claims.append(claim_set(entry) if entry.licenses else None)
        self._modules.append(entry.module)
        self._requirements.append(entry.requirement)
        self._versions.append(entry.version if entry.version != stated[1] else "")
        self._refs.append(entry.ref)
        self._details.append(_detail(entry, self._names[purl]))
        self._lines.append(entry.line)
        self._claim_lines.append(_claim_line(entry) if entry.licenses else None)

    def numbered(self, dictionaries: Dictionaries) -> list[Placed]:
        """The entries in the order in which they came."""
        words = (self._modules, self._requirements, self._versions, self._refs)
        dictionaries.learn_components(self._stated)
        dictionaries.trait.learn(sorted(set(self._known_traits.values())))
        dictionaries.term.learn(sorted(set().union(*words) - {""}))
        sets = dictionaries.learn_sets(sorted({c for c in self._claims if c}))
        details = dictionaries.learn_details(sorted({d for d in self._details if d}))
        module, requirement, version, ref = (map(dictionaries.term.ids.get, w) for w in words)
        rows = zip(
            self._paths,
            map(dictionaries.component.ids.__getitem__, self._purls),
            map(dictionaries.trait.ids.__getitem__, self._traits),
            (sets[claims] if claims else None for claims in self._claims),
            module,
            requirement,
            version,
            ref,
            (details[detail] if detail else None for detail in self._details),
            self._lines,
            self._claim_lines,
            strict=True,
        )
        return list(map(_made, rows))


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
