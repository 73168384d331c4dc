"""Whether what an export holds hangs together: every row has a key, and every reference its row.

The key of a table is its column `id`, `TABLE_id`, `identificatie`, `nummer`, `uuid`, `url` or `code`, the
first of these that it has. A reference is a column that names another table (`zaak_id`, `zaaknummer`,
`aanvragerId`, or just `zaak`); its values have to be keys of that table. Names are compared without
signs, case and the endings of the plural.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

import msgspec

from sbom.exports.tables import Table

_SIGN = re.compile(r"[^a-z0-9]")
_TWICE = re.compile(r"(.)\1+")
_ENDS = (
    "identificatie",
    "identifier",
    "nummer",
    "number",
    "sleutel",
    "uuid",
    "guid",
    "code",
    "url",
    "key",
    "nr",
    "id",
    "ref",
)
_KEYS = (
    "id",
    "identificatie",
    "identifier",
    "uuid",
    "guid",
    "nummer",
    "number",
    "sleutel",
    "key",
    "url",
    "code",
)
_SHOWN = 5


class Key(msgspec.Struct, frozen=True):
    """The key of a table."""

    table: str
    file: str
    column: str
    """Empty: none was found."""
    rows: int
    empty: int = 0
    double: int = 0
    examples: tuple[str, ...] = ()
    """Of doubles."""
    line: int | None = None


class Reference(msgspec.Struct, frozen=True):
    """A column that points at another table."""

    table: str
    file: str
    column: str
    target: str
    filled: int
    lost: int
    """References without a row."""
    examples: tuple[str, ...] = ()
    line: int | None = None


@lru_cache(maxsize=4096)
def singular(name: str) -> str:
    """A name as it is compared: small letters and digits, no plural, each letter once in a row."""
    plain = _SIGN.sub("", name.lower())
    if plain.endswith("ies") and len(plain) > 4:
        plain = plain[:-1]
    elif plain.endswith("en") and len(plain) > 4:
        plain = plain[:-2]
    elif plain.endswith("s") and len(plain) > 3 and plain[-2] not in "aeiouys":
        plain = plain[:-1]
    return _TWICE.sub(r"\1", plain)


def same_name(one: str, two: str) -> bool:
    """Whether two names mean the same kind of thing: "zaken" and "zaak", "documenten" and "Document"."""
    left, right = singular(one), singular(two)
    if left == right:
        return True
    short, long = sorted((left, right), key=len)
    return len(short) >= 5 and (long.startswith(short) or long.endswith(short))


def keys_of(tables: Sequence[Table]) -> list[Key]:
    """The key of each table that has rows."""
    return [_key(t) for t in tables if t.rows]


def _column_of(table: Table) -> int:
    plain = [_SIGN.sub("", c.lower()) for c in table.columns]
    own = singular(table.name)
    for end in _KEYS:
        for place, column in enumerate(plain):
            if column == end or (column.endswith(end) and singular(column[: -len(end)]) == own):
                return place
    return -1


def _key(table: Table) -> Key:
    place = _column_of(table)
    if place < 0:
        return Key(table.name, table.file, "", len(table.rows))
    counts: Counter[str] = Counter()
    first: dict[str, int | None] = {}
    twice: int | None = None
    for line, cells in table.rows:
        value = cells[place]
        counts[value] += 1
        if value and value in first and twice is None:
            twice = line
        first.setdefault(value, line)
    empty = counts.pop("", 0)
    doubles = [v for v, n in counts.items() if n > 1]
    return Key(
        table.name,
        table.file,
        table.columns[place],
        len(table.rows),
        empty,
        sum(counts[v] - 1 for v in doubles),
        tuple(doubles[:_SHOWN]),
        twice,
    )


def references_of(tables: Sequence[Table]) -> list[Reference]:
    """Each column that points at another table of the export."""
    keyed = {n: _column_of(t) for n, t in enumerate(tables) if t.rows}
    named: dict[str, list[int]] = {}
    for number, place in keyed.items():
        if place >= 0:
            named.setdefault(singular(tables[number].name), []).append(number)
    held: dict[int, set[str]] = {}
    found = []
    for number, table in enumerate(tables):
        for place, column in enumerate(table.columns):
            if place == keyed.get(number):
                continue
            target = next((n for n in _targets(column, named) if n != number), None)
            if target is None:
                continue
            if target not in held:
                at = keyed[target]
                held[target] = {cells[at] for _, cells in tables[target].rows}
            found.append(_reference(table, place, tables[target].name, held[target]))
    return [r for r in found if r.filled]


def _targets(column: str, named: Mapping[str, list[int]]) -> list[int]:
    """Tables that a column names, by itself or before the word for a key."""
    plain = _SIGN.sub("", column.lower())
    stem = next((plain[: -len(e)] for e in _ENDS if plain.endswith(e) and len(plain) > len(e)), "")
    return [*(named.get(singular(stem), []) if stem else []), *named.get(singular(plain), [])]


def _reference(table: Table, place: int, target: str, held: set[str]) -> Reference:
    filled = lost = 0
    examples: dict[str, None] = {}
    where: int | None = None
    for line, cells in table.rows:
        value = cells[place]
        if not value:
            continue
        filled += 1
        if value not in held and value.rstrip("/").rpartition("/")[2] not in held:
            lost += 1
            where = where if where is not None else line
            if len(examples) < _SHOWN:
                examples[value] = None
    return Reference(
        table.name, table.file, table.columns[place], target, filled, lost, tuple(examples), where
    )
