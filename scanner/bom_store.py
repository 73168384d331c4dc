"""A bill of materials of a system or the estate, from the last scan in the database."""

from collections.abc import Iterator
from itertools import groupby

from sbom.component import Dependency
from sbom.documents.bom import from_inventories
from sbom.errors import StoreError
from sbom.inventory import Inventory
from scanner.bom_source import NOBODY, Made, Parties, made_at, supplied_by
from scanner.reports.data import ComponentRow
from scanner.store.component_rows import component_rows
from scanner.store.edge_rows import edges_of
from scanner.store.queries import issues
from scanner.store.scans import ScanRow, scan_of
from scanner.store.store import Store, open_store
from scanner.version import __version__


def bom_of_store(
    database: str, *, system: str | None, name: str = "", parties: Parties = NOBODY
) -> Made:
    """Everything the last finished scan knows of a system, or of the estate when `system` is None.

    The author is the organisation of the scan, and the supplier that of the system, unless `parties`
    says otherwise.

    Raises:
        StoreError: no database, no finished scan, or no such system.
    """
    with open_store(database, readonly=True) as store:
        scan = scan_of(store)
        states = _states(store, scan.id, system)
        if system is not None and not states:
            raise StoreError(f"{store.path}: no system {system!r} with sources in scan {scan.id}")
        files = list(_files(store, scan.id, system))
        found = tuple(row.issue for row in issues(store, scan.id) if row.source in states)
        supplier = _supplier(store, scan, system)
        complete = all(state == "complete" for state in states.values())
        bom = from_inventories(
            files,
            name=name or system or scan.organisation,
            timestamp=made_at(),
            tool=("sluis", __version__),
            author=parties.author or scan.organisation,
            supplier=parties.supplier or supplier,
            complete=None if complete else False,
        )
    return Made(bom=supplied_by(bom, bom.supplier), issues=found, complete=complete)


def _supplier(store: Store, scan: ScanRow, system: str | None) -> str:
    """Who supplies a system: as the estate file states it, else the town itself for what it made."""
    rows = store.rows(
        "SELECT supplier, sourcing FROM system WHERE id = :system AND from_scan <= :scan "
        "AND (to_scan IS NULL OR to_scan > :scan)",
        {"scan": scan.id, "system": system},
    )
    for supplier, sourcing in rows:
        return str(supplier) or (scan.organisation if sourcing == "own" else "")
    return ""


def _states(store: Store, scan: int, system: str | None) -> dict[str, str]:
    """How far each source of a system, or of the estate, was read: by uri."""
    rows = store.rows(
        "SELECT s.uri, c.state FROM source_scan c JOIN source s ON s.id = c.source_id "
        "WHERE c.scan_id = :scan AND (:system IS NULL OR c.system = :system)",
        {"scan": scan, "system": system},
    )
    return dict(rows)


def _files(store: Store, scan: int, system: str | None) -> Iterator[tuple[str, Inventory]]:
    """Inventories by `source:path`, as the parsers gave them, with their edges."""
    rows = [r for r in component_rows(store, scan, None) if system is None or r.system == system]
    rows.sort(key=_place)
    edges = edges_of(store, scan)
    for (source, path), group in groupby(rows, key=_place):
        dependencies = tuple(
            Dependency(ref=ref, targets=tuple(sorted(targets)))
            for ref, targets in sorted(edges.get((source, path), {}).items())
        )
        components = tuple(r.component for r in group)
        yield f"{source}:{path}", Inventory(components=components, dependencies=dependencies)


def _place(row: ComponentRow) -> tuple[str, str]:
    return row.source, row.path
