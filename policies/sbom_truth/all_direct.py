"""Every component is said to be asked for by the product itself."""

from policies.sbom_truth.look import OK, Look, Outcome, Values, suspect, unknown


def check(look: Look, values: Values) -> Outcome:
    """Suspect when a long list holds direct components only."""
    said = [c for c in look.document.third if c.direct is not None]
    if len(said) < values["min_components"]:
        return unknown("graph")
    if any(c.direct is False for c in said) or len(said) < len(look.document.third):
        return OK
    return suspect((c.name for c in said), count=len(said))
