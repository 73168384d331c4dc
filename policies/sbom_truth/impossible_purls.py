"""Package URLs that cannot be: unknown types, missing namespaces, spaces, no package URL at all."""

from policies.sbom_truth.look import OK, Look, Outcome, Values, suspect, unknown
from sbom.component import Component
from sbom.documents.wording import DERIVED
from sbom.errors import ParseError
from sbom.purl import parse


def fault_of(component: Component, types: frozenset[str], spaced: frozenset[str]) -> str:
    """Why the purl as stated cannot be, or empty.

    Args:
        component: Any.
        types: Purl types that exist.
        spaced: Those that need a namespace.
    """
    stated = component.purl_raw or component.purl
    if DERIVED in component.properties:
        return "is no package URL" if component.purl_raw else ""
    try:
        parts = parse(component.purl)
    except ParseError as error:
        return error.reason
    if parts.type not in types:
        return f"has the unknown type {parts.type}"
    if parts.type in spaced and not parts.namespace:
        return f"type {parts.type} needs a namespace"
    if any(c.isspace() for c in stated.strip()) or " " in parts.version.strip():
        return "has a space in it"
    if "%20" in stated.partition("?")[0] and parts.type != "generic":
        return "has a space in it"
    return ""


def check(look: Look, values: Values) -> Outcome:
    """Suspect when enough purls cannot be."""
    types, spaced = frozenset(values["types"]), frozenset(values["needs_namespace"])
    stated = [c for c in look.document.third if c.purl_raw or DERIVED not in c.properties]
    if not stated:
        return unknown("purls")
    odd = [(c, why) for c in stated if (why := fault_of(c, types, spaced))]
    if len(odd) < values["min_hits"] or len(odd) < values["share"] * len(stated):
        return OK
    evidence = (f"{c.purl_raw or c.purl}: {why}" for c, why in odd)
    return suspect(evidence, count=len(odd), total=len(stated))
