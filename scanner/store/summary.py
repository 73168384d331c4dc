"""Totals of the estate, made once per scan that changed something, read in a moment."""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

import sqlite3
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

import msgspec

from scanner.store import tally
from scanner.store.moves import Moved


class SystemTotal(msgspec.Struct, frozen=True):
    """Counts of one system; id empty for sources that no system claims."""

    id: str
    sources: int
    components: int
    """Distinct component versions."""
    with_license: int
    """Of these, with a licence that could be read as an expression."""


class LicenseTotal(msgspec.Struct, frozen=True):
    """Counts of one effective licence."""

    expression: str
    """SPDX expression; empty for unknown."""
    license_class: str
    components: int
    systems: int


class Summary(msgspec.Struct, frozen=True):
    """`summary.content`."""

    components: int
    """Distinct component versions."""
    occurrences: int
    systems: tuple[SystemTotal, ...]
    licenses: tuple[LicenseTotal, ...]
    """Most components first, then by expression."""


class Totals(msgspec.Struct):
    """Counts as `tally` keeps them; all of distinct components."""

    components: int = 0
    occurrences: int = 0
    systems: dict[str, int] = {}
    licensed: dict[str, int] = {}
    """By system: with a licence that could be read."""
    licenses: list[tuple[str, str, int, dict[str, int]]] = []
    """(expression, class, components, components by system)."""


_OPEN = "FROM occurrence INDEXED BY occurrence_component WHERE to_scan IS NULL"
_ALONE = f"""
SELECT source, claims, count(*), sum(n) FROM (
  SELECT min(source_id) AS source, max(license_id) AS claims, count(*) AS n {_OPEN}
  GROUP BY component_id HAVING min(source_id) = max(source_id)) GROUP BY 1, 2
"""
_SHARED = f"""
SELECT o.component_id, o.source_id, max(o.license_id), count(*) FROM (
  SELECT component_id {_OPEN} GROUP BY component_id HAVING min(source_id) <> max(source_id)) c
CROSS JOIN occurrence o INDEXED BY occurrence_component
  ON o.component_id = c.component_id AND o.to_scan IS NULL
GROUP BY o.component_id, o.source_id
"""


def effective(connection: sqlite3.Connection) -> dict[int | None, tuple[str, str]]:
    """(expression, class) by set of claims; sets that cannot be read are left out."""
    return {
        number: (expression, license_class or "")
        for number, expression, license_class in connection.execute(
            "SELECT e.set_id, e.expression, l.class FROM effective_set e "
            "JOIN license_set l ON l.id = e.set_id"
        )
    }


class _Counts:
    """Distinct components by system and by licence."""

    def __init__(self, connection: sqlite3.Connection, before: Totals | None = None) -> None:
        self.system_of: dict[int, str] = dict(
            connection.execute("SELECT id, system FROM source WHERE retired_scan IS NULL")
        )
        self._known = effective(connection)
        before = before or Totals()
        self.components, self.occurrences = before.components, before.occurrences
        self.systems, self.licensed = dict(before.systems), dict(before.licensed)
        self.licenses = {(e, c): n for e, c, n, _ in before.licenses}
        self.license_systems = {(e, c): dict(s) for e, c, _, s in before.licenses}

    def add(
        self, held: Iterable[tuple[int, int | None]], components: int, occurrences: int
    ) -> None:
        """Count components that are held alike; below zero: count them no longer.

        Args:
            held: (source, set of claims) of each source that holds them.
            components: How many they are.
            occurrences: Of all of them.
        """
        self.components += components
        self.occurrences += occurrences
        systems, licensed, licenses = set(), set(), set()
        for source, claims in held:
            system = self.system_of.get(source, "")
            effect = self._known.get(claims)
            systems.add(system)
            if effect is not None:
                licensed.add(system)
            licenses.add((effect or ("", ""), system))
        for system in systems:
            self.systems[system] = self.systems.get(system, 0) + components
        for system in licensed:
            self.licensed[system] = self.licensed.get(system, 0) + components
        for effect, system in licenses:
            counted = self.license_systems.setdefault(effect, {})
            counted[system] = counted.get(system, 0) + components
        for effect in {effect for effect, _ in licenses}:
            self.licenses[effect] = self.licenses.get(effect, 0) + components

    def totals(self) -> Totals:
        """To be kept."""
        return Totals(
            components=self.components,
            occurrences=self.occurrences,
            systems=_above(self.systems),
            licensed=_above(self.licensed),
            licenses=[
                (e, c, n, _above(self.license_systems[e, c]))
                for (e, c), n in self.licenses.items()
                if n
            ],
        )

    def summary(self) -> Summary:
        """As people see it."""
        used: dict[str, int] = {}
        for system in self.system_of.values():
            used[system] = used.get(system, 0) + 1
        licenses = [
            LicenseTotal(e, c, n, len(_above(self.license_systems[e, c])))
            for (e, c), n in self.licenses.items()
            if n
        ]
        licenses.sort(key=lambda row: (-row.components, row.expression, row.license_class))
        systems = tuple(
            SystemTotal(s, n, self.systems.get(s, 0), self.licensed.get(s, 0))
            for s, n in sorted(used.items())
        )
        return Summary(self.components, self.occurrences, systems, tuple(licenses))


def _above(counts: dict[str, int]) -> dict[str, int]:
    return {name: number for name, number in counts.items() if number}


def current(
    connection: sqlite3.Connection, scan: int, moved: Iterable[tuple[int, Moved]] | None
) -> Summary:
    """Count the estate as it holds now, and keep the counts for the next scan.

    Args:
        connection: Inside a transaction.
        scan: Number of the running scan.
        moved: What changed since the scan before; None: count everything.
    """
    before = tally.load(connection, Totals) if moved is not None else None
    counts = _Counts(connection, before)
    if moved is None or before is None:
        _count(connection, counts)
    else:
        for _, uses in moved:
            for sign, state in ((-1, uses.was), (1, uses.now)):
                for _, found in groupby(sorted(state.items()), lambda item: item[0].component):
                    rows = list(found)
                    held = {(use.source, use.claims or None) for use, _ in rows}
                    counts.add(held, sign, sign * sum(number for _, number in rows))
    tally.keep(connection, counts.totals(), scan)
    return counts.summary()


def make(connection: sqlite3.Connection) -> Summary:
    """Count the estate as it holds now."""
    counts = _Counts(connection)
    _count(connection, counts)
    return counts.summary()


def _count(connection: sqlite3.Connection, counts: _Counts) -> None:
    """Count everything: what one source alone holds is counted by SQLite."""
    for source, claims, components, occurrences in connection.execute(_ALONE):
        counts.add([(source, claims)], components, occurrences)
    alike: dict[tuple[tuple[int, int | None], ...], tuple[int, int]] = {}
    for _, rows in groupby(connection.execute(_SHARED), itemgetter(0)):
        _, sources, claims, numbers = zip(*rows, strict=True)
        held = tuple(zip(sources, claims, strict=True))
        components, occurrences = alike.get(held, (0, 0))
        alike[held] = components + 1, occurrences + sum(numbers)
    for held, (components, occurrences) in alike.items():
        counts.add(held, components, occurrences)


def store(connection: sqlite3.Connection, summary: Summary) -> int:
    """Keep a summary; one equal to the latest is not written again. Returns its number."""
    content = msgspec.json.encode(summary).decode()
    latest = connection.execute(
        "SELECT id, content FROM summary ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if latest is not None and latest[1] == content:
        return int(latest[0])
    row = connection.execute(
        "INSERT INTO summary (content) VALUES (?) RETURNING id", (content,)
    ).fetchone()
    return int(row[0])


def load(connection: sqlite3.Connection, number: int | None) -> Summary:
    """A kept summary; an empty one for a scan that did not come to its end."""
    row = connection.execute("SELECT content FROM summary WHERE id = ?", (number,)).fetchone()
    return msgspec.json.decode(row[0], type=Summary) if row else Summary(0, 0, (), ())
