"""What of the evaluation before still stands: components that nothing touched since are judged as they were.

That holds when everything besides the facts that decides a verdict is the same (pack, waivers, day,
version), when that evaluation was whole, and for components of no source that changed in this scan. The
caller sees to the first two (`Writer.last_judged`), the writer knows the sources.
"""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

import sqlite3
from collections.abc import Iterable, Mapping

import msgspec

from policies.facts import Kept
from policies.finding import Verdict
from scanner.store import moves
from scanner.store.evaluation import FINDING_COLUMNS, read_finding
from scanner.store.schema import SOURCE_BITS

_TOUCHED = f"""
SELECT DISTINCT component_id FROM occurrence NOT INDEXED
WHERE id BETWEEN :source << {SOURCE_BITS} AND ((:source + 1) << {SOURCE_BITS}) - 1
  AND (to_scan = :scan OR to_scan IS NULL AND (:whole OR from_scan = :scan
    OR path_id IN (SELECT value FROM json_each(:paths))))
UNION SELECT component_id FROM license_claim
WHERE source_id = :source AND (from_scan = :scan OR to_scan = :scan)
"""
"""Of a source that moved to another system all; else what is in a changed file, or opened, or closed."""
_CHANGED = """
SELECT path_id FROM file WHERE source_id = :source AND to_scan IS NULL AND from_scan = :scan
"""
_BASES = """
SELECT DISTINCT c.base_id, b.purl FROM json_each(?) t CROSS JOIN component c ON c.id = t.value
JOIN purl_base b ON b.id = c.base_id
"""
_STANDING = """
FROM finding f WHERE f.status <> 'resolved' AND f.subject_kind = 'component'
  AND f.subject NOT IN (SELECT value FROM json_each(:touched))
"""
_COUNTED = f"SELECT f.rule, f.system, f.verdict, count(*) {_STANDING} GROUP BY 1, 2, 3"
_IN_FULL = f"SELECT {FINDING_COLUMNS} {_STANDING}"


class Keeping:
    """Findings that are taken over, and which components are judged anew."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        scan: int,
        sources: Mapping[str, bool],
        *,
        in_full: bool,
        followed: bool,
    ) -> None:
        """Find the components of the sources that changed.

        Args:
            connection: Open.
            scan: Number of the running scan.
            sources: By id: whether all of the source counts as touched.
            in_full: Waivers must be weighed against the findings, so these are read, and written
                again where anything differs. Else they are only counted, and left alone.
            followed: No source moved as a whole, so `moved` can be told.
        """
        self._followed = followed
        self._moved: list[tuple[int, moves.Moved]] | None = None
        self._scan = scan
        self._sources = _numbers(connection, sources)
        rows = connection.execute(_BASES, (_listed(self._components(connection)),)).fetchall()
        self.bases = frozenset(number for number, _ in rows)
        """Numbers of the pieces of software to judge anew."""
        self.numbers = _listed(self.bases)
        """The same, as a JSON array."""
        self.touched = _listed(purl for _, purl in rows)
        """Their purl bases, as a JSON array."""
        self.left_alone: set[str] = set()
        """Rules whose standing findings about other components are not to be written."""
        self._in_full = in_full
        self._kept: dict[str, Kept] = {}
        self._read(connection)

    def of_rule(self, rule: str) -> Kept:
        """What stands of a rule."""
        if not self._in_full:
            self.left_alone.add(rule)
        return self._kept.get(rule, Kept())

    def moved(self, connection: sqlite3.Connection) -> list[tuple[int, moves.Moved]] | None:
        """Uses of what was touched, before and now; None when they cannot be followed."""
        if not self._followed:
            return None
        if self._moved is None:
            self._moved = moves.moved(connection, self._scan, self._sources, self.bases)
        return self._moved

    def _components(self, connection: sqlite3.Connection) -> set[int]:
        """Components of which a use changed."""
        found = {number for (number,) in connection.execute(moves.RELICENSED)}
        for source, whole in self._sources.items():
            values = {"source": source, "whole": whole, "scan": self._scan}
            paths = _listed(path for (path,) in connection.execute(_CHANGED, values))
            rows = connection.execute(_TOUCHED, {**values, "paths": paths})
            found.update(number for (number,) in rows)
        return found

    def _read(self, connection: sqlite3.Connection) -> None:
        values = {"touched": self.touched}
        if self._in_full:
            for found in map(read_finding, connection.execute(_IN_FULL, values)):
                self._kept.setdefault(found.rule, Kept()).findings.append(found)
            return
        for rule, system, verdict, number in connection.execute(_COUNTED, values):
            counted = self._kept.setdefault(rule, Kept()).counts
            counted.append((system, Verdict(verdict), number))


def _numbers(connection: sqlite3.Connection, sources: Mapping[str, bool]) -> dict[int, bool]:
    """The sources by number."""
    rows = connection.execute(
        "SELECT s.id, s.uri FROM json_each(?) u CROSS JOIN source s ON s.uri = u.value",
        (_listed(sources),),
    )
    return {number: sources[uri] for number, uri in rows}


def _listed(values: Iterable[int | str]) -> str:
    return msgspec.json.encode(sorted(values)).decode()
