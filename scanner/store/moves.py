"""What a scan moved: uses of the touched software as they were after the scan before, and as they are.

Totals that are kept (`tally`) follow from this difference, so a scan in which little changed counts
little. Sources that moved as a whole (another system, another supplier, gone) are not followed: then
everything is counted.
"""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

import sqlite3
from collections.abc import Collection, Iterable
from typing import NamedTuple

import msgspec

from scanner.store.schema import SOURCE_BITS

_WATCH = (
    "DROP TABLE IF EXISTS temp.relicensed",
    "CREATE TEMP TABLE relicensed (id INTEGER PRIMARY KEY, license_id INTEGER)",
    # The first change counts: it tells how things stood before the scan.
    """CREATE TEMP TRIGGER IF NOT EXISTS occurrence_relicensed
AFTER UPDATE OF license_id ON main.occurrence WHEN old.license_id IS NOT new.license_id BEGIN
  INSERT OR IGNORE INTO relicensed VALUES (old.id, old.license_id);
END""",
)
_STILL = """
SELECT c.base_id, c.id, o.source_id, o.trait_id, coalesce(o.license_id, 0),
  coalesce(iif(r.id IS NULL, o.license_id, r.license_id), 0),
  CASE WHEN o.source_id IN (SELECT value FROM json_each(:sources)) THEN o.from_scan < :scan
    ELSE 1 END AS was, count(*)
FROM json_each(:bases) g CROSS JOIN component c INDEXED BY component_version ON c.base_id = g.value
CROSS JOIN occurrence o INDEXED BY occurrence_component
  ON o.component_id = c.id AND o.to_scan IS NULL
LEFT JOIN temp.relicensed r ON r.id = o.id GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
_GONE = f"""
SELECT c.base_id, c.id, o.source_id, o.trait_id,
  coalesce(iif(r.id IS NULL, o.license_id, r.license_id), 0), count(*)
FROM json_each(:sources) s CROSS JOIN occurrence o NOT INDEXED
  ON o.id BETWEEN s.value << {SOURCE_BITS} AND ((s.value + 1) << {SOURCE_BITS}) - 1
  AND o.to_scan = :scan
CROSS JOIN component c ON c.id = o.component_id LEFT JOIN temp.relicensed r ON r.id = o.id
GROUP BY 1, 2, 3, 4, 5
"""
RELICENSED = """
SELECT o.component_id FROM temp.relicensed r CROSS JOIN occurrence o ON o.id = r.id
"""
"""Components of entries whose licence was set anew by this scan, whichever source changed."""


class Use(NamedTuple):
    """Entries of one component that are judged and counted alike."""

    component: int
    source: int
    claims: int
    """Set of licence claims on the component within the source; 0: none."""
    trait: int


class Moved(NamedTuple):
    """The uses of one piece of software, each with its number of entries."""

    was: dict[Use, int]
    now: dict[Use, int]


def watch(connection: sqlite3.Connection) -> None:
    """Remember from now on which licence an entry had before it is set anew; once a scan."""
    for statement in _WATCH:
        connection.execute(statement)


def moved(
    connection: sqlite3.Connection, scan: int, sources: Iterable[int], bases: Collection[int]
) -> list[tuple[int, Moved]]:
    """By number of the piece of software: its uses before this scan and now.

    Args:
        connection: That wrote this scan, since `watch`.
        scan: Number of the running scan.
        sources: Numbers of the sources that it changed; none of them moved as a whole.
        bases: Numbers of the pieces of software that it touched.
    """
    found: dict[int, Moved] = {base: Moved({}, {}) for base in bases}
    values = {
        "scan": scan,
        "sources": msgspec.json.encode(list(sources)).decode(),
        "bases": msgspec.json.encode(sorted(bases)).decode(),
    }
    for base, component, source, trait, now, before, was, number in connection.execute(
        _STILL, values
    ):
        uses = found[base]
        use = Use(component, source, now, trait)
        uses.now[use] = uses.now.get(use, 0) + number
        if was:
            use = Use(component, source, before, trait)
            uses.was[use] = uses.was.get(use, 0) + number
    for base, component, source, trait, claims, number in connection.execute(_GONE, values):
        use = Use(component, source, claims, trait)
        found[base].was[use] = found[base].was.get(use, 0) + number
    return sorted(found.items())
