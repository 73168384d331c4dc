"""A graph in which nothing that was taken needs anything itself."""

from policies.sbom_truth.look import OK, Look, Outcome, Values, suspect, type_of, unknown


def check(look: Look, values: Values) -> Outcome:
    """Suspect when edges are stated, but none of them leaves a third-party component."""
    nested = [c for c in look.document.third if type_of(c) in values["types"] and c.ref]
    if len(nested) < values["min_components"]:
        return unknown("components")
    edges = {d.ref for d in look.document.inventory.dependencies if d.targets}
    if not edges:
        return unknown("graph")
    if any(c.ref in edges for c in nested):
        return OK
    kinds = sorted({type_of(c) for c in nested})
    return suspect((c.name for c in nested), count=len(nested), types=", ".join(kinds))
