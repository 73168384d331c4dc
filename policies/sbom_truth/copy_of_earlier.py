"""The list of an earlier delivery under a new date or version."""

from policies.sbom_truth.look import OK, Document, Look, Outcome, Values, suspect, unknown


def _fingerprint(document: Document) -> frozenset[tuple[str, str, str]]:
    return frozenset((c.purl, c.version, c.requirement) for c in document.third)


def check(look: Look, values: Values) -> Outcome:
    """Suspect when an older document about the same product holds exactly the same."""
    mine = look.document
    if not look.others:
        return unknown("against")
    same = [o for o in look.others if o.product == mine.product]
    if not same:
        return unknown("earlier")
    made = mine.timestamp
    if len(mine.third) < values["min_components"]:
        return unknown("components")
    for other in same:
        before = other.timestamp
        if made is None or before is None or _fingerprint(mine) != _fingerprint(other):
            continue
        days = abs((made - before).days)
        if days >= values["min_days"]:
            return suspect(
                (other.name,),
                days=days,
                made=max(made, before).date(),
                before=min(made, before).date(),
                count=len(mine.third),
            )
    return OK
