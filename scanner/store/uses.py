"""Components in use as judgement sees them, counted and grouped in one walk along the indexes.

Where it is known what a scan moved, and the counts of the scan before were kept, only that is walked.

The index on open occurrences holds what a verdict depends on beside the component: source, claims and
trait. With the index on components by software, one ordered walk gives all groups of one piece of
software together, so nothing is sorted and nothing grows with the number of occurrences.
"""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

import sqlite3
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec

from policies.facts import SHOWN_PLACES, LicenseKey, SystemFact, UseGroup
from policies.finding import Place
from scanner.store.licenses import judged_traits, members, pairs
from scanner.store.moves import Moved, Use

_WALK = """
FROM {start}component c INDEXED BY component_version{on}
CROSS JOIN occurrence o INDEXED BY occurrence_component
  ON o.component_id = c.id AND o.to_scan IS NULL
"""
_ALL = _WALK.format(start="", on="")
_SOME = _WALK.format(start="json_each(:bases) g CROSS JOIN ", on=" ON c.base_id = g.value")
_ALIKE = f"""
SELECT c.base_id, min(o.source_id), min(coalesce(o.license_id, 0)), min(o.trait_id),
  min(o.source_id) = max(o.source_id) AND min(o.trait_id) = max(o.trait_id)
  AND min(coalesce(o.license_id, 0)) = max(coalesce(o.license_id, 0)) {_ALL} GROUP BY c.base_id
"""
_ROLLED = f"""
SELECT c.base_id, o.source_id, coalesce(o.license_id, 0), o.trait_id {_SOME}
GROUP BY c.base_id, c.version_key, c.id, o.source_id, o.license_id, o.trait_id
"""
_ROWS = """
SELECT c.base_id, w.key, c.purl, o.source_id, o.path_id, coalesce(o.line, 0), o.id,
  coalesce(v.value, c.version), coalesce(q.value, ''), o.trait_id, o.detail_id
{walk}
CROSS JOIN temp.judged w ON w.source_id = o.source_id AND w.license_id = coalesce(o.license_id, 0)
  AND w.trait_id = o.trait_id
LEFT JOIN term v ON v.id = o.version_id LEFT JOIN term q ON q.id = o.requirement_id
"""
_NAMED = """SELECT id FROM detail WHERE substr(content, 1, 9) = '{"name":"'"""
_NAMED_AMONG = f"{_NAMED} AND id IN (SELECT value FROM json_each(?))"
_NAME = "SELECT json_extract(content, '$.name') FROM detail WHERE id = ?"
_Triple = tuple[int, int, int]
_BASE, _KEY, _PURL, _SOURCE, _PATH, _LINE, _ID, _VERSION, _ASKED, _TRAIT, _DETAIL = range(11)


class Uses(msgspec.Struct):
    """Counts as `tally` keeps them."""

    counts: list[tuple[LicenseKey, dict[str, int]]]
    """As `Rollup.counts`."""


class Rollup:
    """Components in use by what judgement depends on; made once an evaluation."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        systems: Mapping[str, SystemFact],
        before: Uses | None = None,
        moved: Iterable[tuple[int, Moved]] | None = None,
    ) -> None:
        """Walk the indexes once, or take over what was counted before.

        Args:
            connection: Inside a transaction, so that later questions see the same state.
            systems: By id.
            before: Counts of the scan before.
            moved: What changed since. With both, only that is known in full: `partial`.
        """
        self.partial = before is not None and moved is not None
        """Whether `triples` and `groups` know only what the scan touched."""
        self.triples: dict[LicenseKey, list[_Triple]] = {}
        """By key: (source, set of claims or 0, trait)."""
        self.counts: dict[LicenseKey, dict[str, int]] = {}
        """By key: distinct pieces of software by system id."""
        self._bases: dict[LicenseKey, array[int]] = {}
        self._systems = systems
        self._count = 0
        self._known: dict[_Triple, tuple[LicenseKey, str] | None] = {}
        self._sources: dict[int, tuple[str, str, bool]] = {
            number: (uri, system, bool(supplied))
            for number, uri, system, supplied in connection.execute(
                "SELECT id, uri, system, supplied FROM source WHERE retired_scan IS NULL"
            )
        }
        self._scopes = judged_traits(connection)
        self._claims = {number: pairs(rows) for number, rows in members(connection).items()}
        self._direct: dict[int, int | None] = dict(
            connection.execute("SELECT id, direct FROM trait")
        )
        if before is not None and moved is not None:
            self._move(before, moved)
        else:
            self._walk(connection)

    def tally(self) -> Uses:
        """The counts, to be kept."""
        return Uses(counts=list(self.counts.items()))

    def _move(self, before: Uses, moved: Iterable[tuple[int, Moved]]) -> None:
        """Take what was off the counts and put what is on them."""
        self.counts = dict(before.counts)
        for base, uses in moved:
            was, now = self._places(uses.was), self._places(uses.now)
            for key, system in was - now:
                counted = self.counts[key]
                counted[system] -= 1
                if not counted[system]:
                    del counted[system]
            for key, system in now - was:
                counted = self.counts.setdefault(key, {})
                counted[system] = counted.get(system, 0) + 1
            for key in {key for key, _ in now}:
                self._bases[key].append(base)
        self.counts = {key: counted for key, counted in self.counts.items() if counted}

    def _places(self, uses: Iterable[Use]) -> set[tuple[LicenseKey, str]]:
        places = {self._place_of(use[1:]) for use in uses}
        return {place for place in places if place is not None}

    def _place_of(self, triple: _Triple) -> tuple[LicenseKey, str] | None:
        if triple not in self._known:
            self._known[triple] = self._place(*triple)
        return self._known[triple]

    def _walk(self, connection: sqlite3.Connection) -> None:
        alike: dict[_Triple, array[int]] = {}
        mixed = array("Q")
        for base, source, claims, trait, same in connection.execute(_ALIKE):
            if not same:
                mixed.append(base)
                continue
            found = alike.get((source, claims, trait))
            if found is None:
                found = alike[source, claims, trait] = array("Q")
            found.append(base)
        self._count = len(mixed) + sum(map(len, alike.values()))
        counted: dict[tuple[LicenseKey, str], int] = {}
        for triple, bases in alike.items():
            place = self._place_of(triple)
            if place is not None:
                counted[place] = counted.get(place, 0) + len(bases)
                self._bases[place[0]].extend(bases)
        listed = {"bases": msgspec.json.encode(list(mixed)).decode()}
        for base, rows in groupby(connection.execute(_ROLLED, listed), itemgetter(0)):
            places: set[tuple[LicenseKey, str]] = set()
            for _, *triple in rows:
                place = self._place_of(tuple(triple))
                if place is not None:
                    places.add(place)
            for place in places:
                counted[place] = counted.get(place, 0) + 1
            for key in {place[0] for place in places}:
                self._bases[key].append(base)
        for (key, system), number in sorted(counted.items(), key=lambda item: item[0][1]):
            self.counts.setdefault(key, {})[system] = number

    def _place(self, source: int, claims: int, trait: int) -> tuple[LicenseKey, str] | None:
        """Key and system of a triple; None when it is not judged."""
        if trait not in self._scopes or source not in self._sources:
            return None
        _, system, supplied = self._sources[source]
        known = self._systems.get(system)
        key = LicenseKey(
            claims=self._claims.get(claims, ()),
            use_mode=known.use_mode if known else None,
            scope=self._scopes[trait],
            supplied=supplied,
        )
        self.triples.setdefault(key, []).append((source, claims, trait))
        self._bases.setdefault(key, array("Q"))
        return key, system

    def groups(
        self,
        connection: sqlite3.Connection,
        keys: Collection[LicenseKey],
        only: frozenset[int] | None = None,
    ) -> Iterator[tuple[LicenseKey, UseGroup]]:
        """See `Facts.use_groups`; `only` are numbers of the pieces of software that are wanted."""
        ordered = [key for key in keys if key in self.triples]
        if not ordered:
            return
        judged(connection, [self.triples[key] for key in ordered])
        bases: set[int] = set()
        for key in ordered:
            held = self._bases[key]
            bases.update(held if only is None or self.partial else only.intersection(held))
        walk, values = _ALL, {}
        if self.partial or len(bases) < self._count // 4:
            walk, values = _SOME, {"bases": msgspec.json.encode(sorted(bases)).decode()}
        named = None if walk is _ALL else set[int]()
        made = _Groups(connection, self._sources, self._direct, named)
        rows = connection.execute(_ROWS.format(walk=walk), values)
        for base, found in groupby(rows, itemgetter(_BASE)):
            for number, group in made.of_base(base, found):
                yield ordered[number], group


def judged(connection: sqlite3.Connection, groups: list[list[_Triple]]) -> None:
    """Put triples in the temporary table `judged`, each with the place of its group in the list."""
    connection.execute("DROP TABLE IF EXISTS temp.judged")
    connection.execute(
        "CREATE TEMP TABLE judged (source_id INT, license_id INT, trait_id INT, key INT, "
        "PRIMARY KEY (source_id, license_id, trait_id)) WITHOUT ROWID"
    )
    connection.executemany(
        "INSERT INTO temp.judged VALUES (?, ?, ?, ?)",
        ((*triple, number) for number, triples in enumerate(groups) for triple in triples),
    )


class _Groups:
    """Makes groups from rows of `_ROWS`."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        sources: Mapping[int, tuple[str, str, bool]],
        direct: Mapping[int, int | None],
        named: set[int] | None,
    ) -> None:
        """Start; `named`: details that hold a name, None: find them all beforehand."""
        self._connection = connection
        self._sources = sources
        self._direct = direct
        self._paths: dict[int, str] = {}
        self._looked = None if named is None else set[int | None]((None,))
        if named is None:
            named = {number for (number,) in connection.execute(_NAMED)}
        self._named = named

    def of_base(self, base: int, rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[int, UseGroup]]:
        """Groups of one piece of software, in the order of keys."""
        purl, name = self._connection.execute(
            "SELECT purl, full_name FROM purl_base WHERE id = ?", (base,)
        ).fetchone()
        found: dict[tuple[int, str], list[tuple[Any, ...]]] = {}
        for row in rows:
            found.setdefault((row[_KEY], self._sources[row[_SOURCE]][1]), []).append(row)
        for key, system in sorted(found) if len(found) > 1 else found:
            uses = found[key, system]
            known = {self._direct[row[_TRAIT]] for row in uses}
            yield (
                key,
                UseGroup(
                    system=system,
                    purl_base=purl,
                    name=self._name(uses) or name,
                    versions=frozenset(row[_VERSION] or row[_ASKED] for row in uses),
                    direct=True if 1 in known else False if 0 in known else None,
                    places=self._places(uses),
                    count=len(uses),
                ),
            )

    def _places(self, uses: list[tuple[Any, ...]]) -> tuple[Place, ...]:
        found = {(row[_SOURCE], row[_PATH], row[_LINE]) for row in uses}
        named = sorted((self._sources[s][0], self._path(p), line) for s, p, line in found)
        return tuple(
            Place(source=uri, path=path, line=line) for uri, path, line in named[:SHOWN_PLACES]
        )

    def _name(self, uses: list[tuple[Any, ...]]) -> str:
        """Name of the first use, when it is spelled otherwise than usual."""
        if self._looked is not None:
            self._look({row[_DETAIL] for row in uses} - self._looked)
        if self._named.isdisjoint(row[_DETAIL] for row in uses):
            return ""
        first = min(uses, key=self._order)
        if first[_DETAIL] not in self._named:
            return ""
        return str(self._connection.execute(_NAME, (first[_DETAIL],)).fetchone()[0])

    def _look(self, details: set[int | None]) -> None:
        """Find out which of these details hold a name."""
        if details and self._looked is not None:
            self._looked |= details
            listed = msgspec.json.encode(sorted(n for n in details if n)).decode()
            rows = self._connection.execute(_NAMED_AMONG, (listed,))
            self._named.update(number for (number,) in rows)

    def _order(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        uri = self._sources[row[_SOURCE]][0]
        return row[_PURL], uri, self._path(row[_PATH]), row[_LINE], row[_ID]

    def _path(self, number: int) -> str:
        found = self._paths.get(number)
        if found is None:
            found = self._paths[number] = str(
                self._connection.execute(
                    "SELECT value FROM path WHERE id = ?", (number,)
                ).fetchone()[0]
            )
        return found
