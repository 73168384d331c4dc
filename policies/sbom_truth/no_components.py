"""A document that names no component besides the product itself."""

from policies.sbom_truth.look import OK, Look, Outcome, Values, suspect, unknown


def check(look: Look, values: Values) -> Outcome:  # noqa: ARG001 - every test takes both
    """Suspect when there is nothing in it; a partly read document is not blamed."""
    document = look.document
    if document.third or document.partial:
        return OK
    if document.facts.get("vulnerabilities") or document.facts.get("services"):
        return unknown("sbom")
    return suspect((), others=len(document.inventory.components))
