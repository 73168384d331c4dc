"""Dependencies on things that are not in the list."""

from policies.sbom_truth.look import OK, Look, Outcome, Values, suspect, unknown


def check(look: Look, values: Values) -> Outcome:
    """Suspect when a good part of what is depended on is not listed."""
    inventory = look.document.inventory
    ends = {t for d in inventory.dependencies for t in d.targets}
    if len(ends) < values["min_ends"]:
        return unknown("graph")
    if look.document.partial:
        return unknown("whole")
    known = {c.ref for c in inventory.components}
    services = bool(look.document.facts.get("services"))
    gone = sorted(e for e in ends - known if not e.startswith(("urn:cdx:", "DocumentRef-")))
    if services or len(gone) < values["share"] * len(ends) or not gone:
        return OK
    return suspect(gone, count=len(gone), total=len(ends))
