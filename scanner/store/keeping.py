"""What of the evaluation before still stands: components that nothing touched since are judged as they were.

That holds when everything besides the facts that decides a verdict is the same (pack, waivers, day,
version), when that evaluation was whole, and for components of no source that changed in this scan. The
caller sees to the first two (`Writer.last_judged`), the writer knows the sources.
"""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

import sqlite3
from collections.abc import Mapping

import msgspec

from policies.facts import Kept
from policies.finding import Verdict
from scanner.store.evaluation import FINDING_COLUMNS, read_finding
from scanner.store.schema import SOURCE_BITS

_OF_SOURCE = f"""
FROM source s CROSS JOIN occurrence o NOT INDEXED
  ON o.id BETWEEN s.id << {SOURCE_BITS} AND ((s.id + 1) << {SOURCE_BITS}) - 1
"""
_TOUCHED = f"""
WITH touched AS (
  SELECT o.component_id {_OF_SOURCE} WHERE s.uri IN (SELECT value FROM json_each(:wholly))
    AND (o.to_scan IS NULL OR o.to_scan = :scan)
  UNION SELECT o.component_id {_OF_SOURCE} WHERE s.uri IN (SELECT value FROM json_each(:partly))
    AND (o.to_scan = :scan OR o.to_scan IS NULL AND (o.from_scan = :scan OR EXISTS (
      SELECT 1 FROM file f WHERE f.source_id = s.id AND f.path_id = o.path_id
        AND f.to_scan IS NULL AND f.from_scan = :scan)))
  UNION SELECT l.component_id FROM source s JOIN license_claim l ON l.source_id = s.id
    WHERE s.uri IN (SELECT value FROM json_each(:partly)) AND :scan IN (l.from_scan, l.to_scan))
SELECT DISTINCT c.base_id, b.purl FROM touched t JOIN component c ON c.id = t.component_id
JOIN purl_base b ON b.id = c.base_id
"""
"""Of a source that moved to another system all; else what is in a changed file, or opened, or closed."""
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
    ) -> None:
        """Find the components of the sources that changed.

        Args:
            connection: Open.
            scan: Number of the running scan.
            sources: By id: whether all of the source counts as touched.
            in_full: Waivers must be weighed against the findings, so these are read, and written
                again where anything differs. Else they are only counted, and left alone.
        """
        wholly = sorted(s for s, whole in sources.items() if whole)
        partly = sorted(s for s, whole in sources.items() if not whole)
        values = {
            "wholly": msgspec.json.encode(wholly).decode(),
            "partly": msgspec.json.encode(partly).decode(),
            "scan": scan,
        }
        rows = connection.execute(_TOUCHED, values).fetchall()
        self.bases = frozenset(number for number, _ in rows)
        """Numbers of the pieces of software to judge anew."""
        self.touched = msgspec.json.encode(sorted(purl for _, purl in rows)).decode()
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

    def _read(self, connection: sqlite3.Connection) -> None:
        values = {"touched": self.touched}
        if self._in_full:
            for found in map(read_finding, connection.execute(_IN_FULL, values)):
                self._kept.setdefault(found.rule, Kept()).findings.append(found)
            return
        for rule, system, verdict, number in connection.execute(_COUNTED, values):
            counted = self._kept.setdefault(rule, Kept()).counts
            counted.append((system, Verdict(verdict), number))
