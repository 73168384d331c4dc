"""Totals of the estate, made once per scan that changed something, read in a moment."""

import sqlite3

import msgspec


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


_PAIRS = """
SELECT p.component_id, p.source_id, p.n, lc.set_id FROM (
  SELECT component_id, source_id, count(*) AS n FROM occurrence INDEXED BY occurrence_component
  WHERE to_scan IS NULL GROUP BY component_id, source_id) p
LEFT JOIN license_claim lc ON lc.source_id = p.source_id AND lc.component_id = p.component_id
  AND lc.to_scan IS NULL
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


def make(connection: sqlite3.Connection) -> Summary:
    """Count the estate as it holds now; one pass over an index."""
    system_of: dict[int, str] = dict(
        connection.execute("SELECT id, system FROM source WHERE retired_scan IS NULL")
    )
    known = effective(connection)
    components = occurrences = 0
    per_system: dict[str, int] = {}
    licensed: dict[str, int] = {}
    per_license: dict[tuple[str, str], int] = {}
    license_systems: dict[tuple[str, str], set[str]] = {}
    seen: set[tuple[str, bool]] = set()
    seen_licenses: set[tuple[str, str]] = set()
    last = -1
    for component, source, count, set_id in connection.execute(_PAIRS):
        if component != last:
            last = component
            components += 1
            seen.clear()
            seen_licenses.clear()
        occurrences += count
        system = system_of.get(source, "")
        effect = known.get(set_id)
        if (system, False) not in seen:
            seen.add((system, False))
            per_system[system] = per_system.get(system, 0) + 1
        if effect is not None and (system, True) not in seen:
            seen.add((system, True))
            licensed[system] = licensed.get(system, 0) + 1
        key = effect or ("", "")
        if key not in seen_licenses:
            seen_licenses.add(key)
            per_license[key] = per_license.get(key, 0) + 1
        license_systems.setdefault(key, set()).add(system)
    sources: dict[str, int] = {}
    for system in system_of.values():
        sources[system] = sources.get(system, 0) + 1
    licenses = [
        LicenseTotal(e, c, n, len(license_systems[e, c])) for (e, c), n in per_license.items()
    ]
    licenses.sort(key=lambda row: (-row.components, row.expression))
    systems = tuple(
        SystemTotal(s, n, per_system.get(s, 0), licensed.get(s, 0))
        for s, n in sorted(sources.items())
    )
    return Summary(components, occurrences, systems, tuple(licenses))


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
