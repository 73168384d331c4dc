"""Which facts of a partly read file may not be called gone, because a lost entry may state them."""

import sqlite3
from collections.abc import Iterable, Mapping

from sbom.inventory import Inventory
from sbom.issue import INCOMPLETE, IssueKind

_WORDS = (
    "SELECT o.path_id, c.purl, b.name, coalesce(r.value, '') FROM occurrence o "
    "JOIN component c ON c.id = o.component_id JOIN purl_base b ON b.id = c.base_id "
    "LEFT JOIN term r ON r.id = o.ref_id WHERE o.id = ?"
)


def spared(
    connection: sqlite3.Connection, missing: Iterable[int], read: Mapping[int, Inventory]
) -> set[int]:
    """Occurrences that stay open although this read did not state them.

    Args:
        connection: Inside a transaction.
        missing: Ids of open occurrences that were not seen again.
        read: By number of the path: what was read.

    Returns:
        Those of files with a lost entry that may have stated them: all of the file's when a cap was
        hit or an entry was lost without a subject, else those that a lost entry's subject names.
    """
    subjects = {path: _subjects(inventory) for path, inventory in read.items() if inventory.issues}
    if not any(s is None or s for s in subjects.values()):
        return set()
    found: set[int] = set()
    for number in missing:
        path, purl, name, ref = connection.execute(_WORDS, (number,)).fetchone()
        named = subjects.get(path, ())
        if named is None or any(name in s or s in purl or (ref and ref in s) for s in named):
            found.add(number)
    return found


def _subjects(inventory: Inventory) -> tuple[str, ...] | None:
    """Subjects of lost entries; None when anything may have been lost."""
    lost = [i for i in inventory.issues if i.kind in INCOMPLETE]
    if any(i.kind is not IssueKind.ENTRY or not i.subject for i in lost):
        return None
    return tuple(i.subject for i in lost)
