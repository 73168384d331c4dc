"""Licence claims per component within a source: the union over its files, with its history."""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

from collections.abc import Iterable

from scanner.store import license_evidence
from scanner.store.context import Context
from scanner.store.dictionaries import ClaimSet
from scanner.store.occurrence_rows import Kept, Placed

_STATED = 3
_COMPONENT = 1


def write(context: Context, remaining: list[Kept], added: Iterable[Placed]) -> dict[int, int]:
    """Settle `license_claim` and `occurrence.license_id` of a source.

    Args:
        context: With the source.
        remaining: Occurrences that stay open.
        added: Occurrences about to be written.

    Returns:
        By component with at least one claim: the number of its set of claims.
    """
    stated: dict[int, set[int]] = {}
    for row in remaining:
        if row.key[_STATED] is not None:
            stated.setdefault(row.key[_COMPONENT], set()).add(row.key[_STATED])
    for placed in added:
        if placed.stated is not None:
            stated.setdefault(placed.component, set()).add(placed.stated)
    licenses = {c: next(iter(s)) for c, s in stated.items() if len(s) == 1}
    several = {c: tuple(sorted(s)) for c, s in stated.items() if len(s) > 1}
    if several:
        united = unions(context, set(several.values()))
        licenses.update({c: united[s] for c, s in several.items()})
    other = [r for r in remaining if r.license != licenses.get(r.key[_COMPONENT])]
    settled_later = license_evidence.components(
        context.connection, {r.key[_COMPONENT] for r in other}
    )
    moved = [
        (licenses.get(r.key[_COMPONENT]), r.id)
        for r in other
        if r.key[_COMPONENT] not in settled_later
    ]
    context.connection.executemany("UPDATE occurrence SET license_id = ? WHERE id = ?", moved)
    record(context, licenses)
    return licenses


def record(context: Context, licenses: dict[int, int]) -> None:
    """Make the open rows of `license_claim` of a source equal to `licenses` (by component)."""
    connection, _, scan, source = context
    open_rows = dict(
        connection.execute(
            "SELECT component_id, set_id FROM license_claim "
            "WHERE source_id = ? AND to_scan IS NULL",
            (source,),
        )
    )
    over = [(source, c) for c, s in open_rows.items() if licenses.get(c) != s]
    key = "source_id = ? AND component_id = ? AND to_scan IS NULL"
    connection.executemany(
        f"DELETE FROM license_claim WHERE {key} AND from_scan = ?", [(*k, scan) for k in over]
    )
    connection.executemany(
        f"UPDATE license_claim SET to_scan = ? WHERE {key}", [(scan, *k) for k in over]
    )
    connection.executemany(
        "INSERT INTO license_claim (source_id, component_id, from_scan, set_id) "
        "VALUES (?, ?, ?, ?)",
        ((source, c, scan, s) for c, s in sorted(licenses.items()) if open_rows.get(c) != s),
    )


def unions(context: Context, groups: set[tuple[int, ...]]) -> dict[tuple[int, ...], int]:
    """Sets that hold all claims of a group of sets, by group."""
    members: dict[int, list[tuple[str, str, str]]] = {}
    for number in sorted({n for group in groups for n in group}):
        members[number] = context.connection.execute(
            "SELECT m.kind, t.raw, m.field FROM license_set_member m "
            "JOIN license_text t ON t.id = m.text_id WHERE m.set_id = ?",
            (number,),
        ).fetchall()
    united: dict[tuple[int, ...], ClaimSet] = {
        group: tuple(sorted({m for n in group for m in members[n]})) for group in groups
    }
    numbers = context.dictionaries.learn_sets(sorted(set(united.values())))
    return {group: numbers[union] for group, union in united.items()}
