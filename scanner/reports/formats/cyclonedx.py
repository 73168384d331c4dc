"""CycloneDX 1.6 of the whole estate: components merged, with the verdict on each licence.

Each occurrence stands as `source/path` with its line. A component that is judged differently in
several systems gets the worst verdict: deviates, unknown, complies, not applicable. The graph is
not in it; `sluis sbom create --system` writes that for one system. The language makes no difference.
"""

from scanner.reports.data import ReportData

_WORST = ("deviates", "unknown", "complies", "not-applicable", "")


def render(data: ReportData, /, *, lang: str) -> str:  # noqa: ARG001 - every report takes it
    """The document.

    Args:
        data: What to show.
        lang: Makes no difference.
    """
    from sbom.component import Component
    from sbom.documents.bom import from_inventories, ref_of
    from sbom.documents.cyclonedx_write import render as write
    from sbom.inventory import Inventory
    from sbom.licensing.reading import normalise

    files: dict[str, list[Component]] = {}
    verdicts: dict[str, tuple[str, str]] = {}
    for row in data.components():
        place = f"{row.source}/{row.path}" if row.path else row.source
        files.setdefault(place, []).append(row.component)
        if row.verdict:
            ref = ref_of(row.component)
            said = verdicts.get(ref)
            if said is None or _WORST.index(row.verdict) < _WORST.index(said[0]):
                verdicts[ref] = (row.verdict, row.license_class or "unknown")
    bom = from_inventories(
        ((place, Inventory(components=tuple(found))) for place, found in files.items()),
        name=data.organisation,
        version=str(data.scan_id),
        timestamp=data.started_at,
        tool=("Sluis", data.tool_version),
        author=data.organisation,
        complete=data.complete,
    )
    return write(bom, normalise=normalise, verdicts=verdicts).decode()
