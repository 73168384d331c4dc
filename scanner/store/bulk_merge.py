"""A huge document that is ingested again: what is new opens, what is gone closes, in SQL."""

from collections.abc import Iterable

from scanner.store.context import Context
from scanner.store.occurrence_rows import source_range

_PREPARE = (
    "DROP TABLE IF EXISTS temp.wanted",
    "DROP TABLE IF EXISTS temp.numbered",
    "DROP TABLE IF EXISTS temp.gone",
    """CREATE TEMP TABLE wanted AS
SELECT c, t, s, v, d, max(l) AS l, sum(n) AS n FROM temp.incoming GROUP BY c, t, s, v, d""",
    "CREATE UNIQUE INDEX temp.wanted_key ON wanted (c, t, s, v, d)",
    """CREATE TEMP TABLE numbered AS
SELECT id, component_id AS c, trait_id AS t, coalesce(stated_id, 0) AS s,
  coalesce(version_id, 0) AS v, coalesce(detail_id, 0) AS d, path_id = :path AS here,
  row_number() OVER (PARTITION BY path_id = :path, component_id, trait_id, stated_id, version_id,
    detail_id ORDER BY id) AS n
FROM occurrence NOT INDEXED WHERE id BETWEEN :low AND :high AND to_scan IS NULL""",
    """CREATE TEMP TABLE gone AS SELECT o.id FROM temp.numbered o LEFT JOIN temp.wanted w
  ON w.c = o.c AND w.t = o.t AND w.s = o.s AND w.v = o.v AND w.d = o.d
WHERE NOT o.here OR o.n > coalesce(w.n, 0)""",
)
_OPEN = """
WITH RECURSIVE
have AS (
  SELECT c, t, s, v, d, count(*) AS n FROM temp.numbered WHERE here GROUP BY c, t, s, v, d),
lacking (c, t, s, v, d, l, n) AS (
  SELECT w.c, w.t, w.s, w.v, w.d, w.l, w.n - coalesce(h.n, 0) FROM temp.wanted w
  LEFT JOIN have h ON h.c = w.c AND h.t = w.t AND h.s = w.s AND h.v = w.v AND h.d = w.d
  WHERE w.n > coalesce(h.n, 0)
  UNION ALL SELECT c, t, s, v, d, l, n - 1 FROM lacking WHERE n > 1)
INSERT INTO occurrence (id, source_id, path_id, component_id, trait_id, stated_id, license_id,
  version_id, detail_id, from_scan)
SELECT (SELECT max(id) FROM occurrence WHERE id BETWEEN :low AND :high)
  + row_number() OVER (ORDER BY c, t, s, v, d), :source, :path, c, t, nullif(s, 0), nullif(l, 0),
  nullif(v, 0), nullif(d, 0), :scan
FROM lacking
"""
_CLOSE = (
    "DELETE FROM occurrence WHERE id IN (SELECT id FROM temp.gone) AND from_scan = :scan",
    "UPDATE occurrence SET to_scan = :scan WHERE id IN (SELECT id FROM temp.gone)",
    """UPDATE occurrence SET license_id = nullif(w.l, 0)
FROM (SELECT DISTINCT c, l FROM temp.wanted) w
WHERE occurrence.id BETWEEN :low AND :high AND to_scan IS NULL AND component_id = w.c
  AND license_id IS NOT nullif(w.l, 0)""",
    """UPDATE occurrence SET ref_id = NULL, line = NULL, claim_line = NULL
WHERE id BETWEEN :low AND :high AND to_scan IS NULL AND ref_id IS NOT NULL""",
    "UPDATE edge SET to_scan = :scan WHERE source_id = :source AND to_scan IS NULL",
    "DROP TABLE temp.incoming",
    "DROP TABLE temp.wanted",
    "DROP TABLE temp.numbered",
    "DROP TABLE temp.gone",
)


def merge(context: Context, path: int, entries: Iterable[tuple[int, ...]]) -> tuple[int, int]:
    """Make the open occurrences of a source equal to the entries, as multisets.

    Args:
        context: With the source; foreign keys off.
        path: Number of the document's path; occurrences of another path are gone.
        entries: (component, trait, claims, claims within the document, version, detail, count).

    Returns:
        How many occurrences opened and closed.
    """
    connection, _, scan, source = context
    connection.execute("DROP TABLE IF EXISTS temp.incoming")
    connection.execute("CREATE TEMP TABLE incoming (c, t, s, l, v, d, n)")
    connection.executemany("INSERT INTO incoming VALUES (?, ?, ?, ?, ?, ?, ?)", entries)
    low, high = source_range(source)
    values = {"low": low, "high": high, "path": path, "scan": scan, "source": source}
    for statement in _PREPARE:
        connection.execute(statement, values)
    before = connection.total_changes
    connection.execute(_OPEN, values)
    opened = connection.total_changes - before
    closed = connection.execute("SELECT count(*) FROM temp.gone").fetchone()[0]
    for statement in _CLOSE:
        connection.execute(statement, values)
    return opened, closed
