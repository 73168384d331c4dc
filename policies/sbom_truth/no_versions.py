"""Components without an exact version: a wish list, not a list of what is in the product."""

from policies.sbom_truth.look import OK, Look, Outcome, Values, label, suspect, unknown
from sbom.component import VersionKind


def check(look: Look, values: Values) -> Outcome:
    """Suspect when a good part has a range, a placeholder or nothing for a version."""
    third = look.document.third
    if len(third) < values["min_components"]:
        return unknown("components")
    loose = [c for c in third if c.version_kind is not VersionKind.EXACT or not c.version]
    if len(loose) < values["share"] * len(third):
        return OK
    return suspect(map(label, loose), count=len(loose), total=len(third))
