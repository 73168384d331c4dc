"""Real lockfiles and SBOMs: what the parsers gave comes back from the database."""

from collections import Counter

import msgspec
import pytest

from collectors.collector import Limits, Target
from collectors.registry import collector_for
from sbom.source import OriginKind
from scanner.source_reader import read_source
from scanner.store.component_rows import component_rows
from scanner.store.edge_rows import edges_of
from scanner.store.maintenance import check
from scanner.store.text import storable_inventory

pytestmark = pytest.mark.fixtures


def as_stored(component):
    """What the store keeps: claims as a sorted set, with the line of the first that has one."""
    line = next((c.line for c in component.licenses if c.line is not None), None)
    claims = {msgspec.structs.replace(c, line=line) for c in component.licenses}
    ordered = tuple(sorted(claims, key=lambda c: (str(c.kind), c.raw, c.source)))
    return msgspec.structs.replace(component, licenses=ordered)


@pytest.mark.parametrize(
    "folder", ["A_lockfiles", "C_sbom_vex/cyclonedx-bom-examples", "C_sbom_vex/in-the-wild"]
)
def test_real_files_there_and_back(scans, make, fixtures_dir, folder) -> None:
    target = Target(id="echt", kind=OriginKind.FOLDER, location=str(fixtures_dir / folder))
    result = read_source(
        target, collector_for(OriginKind.FOLDER), limits=Limits(), now=make.now
    ).result
    scan = scans(result)
    stored: dict[str, Counter] = {}
    for row in component_rows(scans.store, scan, None):
        stored.setdefault(row.path, Counter())[row.component] += 1
    read = {
        f.path: storable_inventory(f.inventory)
        for f in result.files
        if f.state in {"read", "partial"}
    }
    wanted = {p: Counter(map(as_stored, i.components)) for p, i in read.items() if i.components}
    assert stored == wanted
    edges = {path: dict(graph.items()) for (_, path), graph in edges_of(scans.store, scan).items()}
    graphs: dict[str, dict[str, set[str]]] = {}
    for path, inventory in read.items():
        for dependency in inventory.dependencies:
            if dependency.targets:
                graphs.setdefault(path, {}).setdefault(dependency.ref, set()).update(
                    dependency.targets
                )
    assert edges == graphs
    assert check(scans.store).sound
    before = scans.store.rows("SELECT count(*), max(id) FROM occurrence")
    scans(result)
    assert scans.store.rows("SELECT count(*), max(id) FROM occurrence") == before
    assert not scans.writer.changed
