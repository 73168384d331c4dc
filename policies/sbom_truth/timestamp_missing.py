"""A document without a time of making, or with one that is no time."""

from policies.sbom_truth.look import OK, Look, Outcome, Values, suspect


def check(look: Look, values: Values) -> Outcome:  # noqa: ARG001 - every test takes both
    """Suspect when there is no time that can be read."""
    if look.document.timestamp is not None:
        return OK
    stated = look.document.facts.get("timestamp", "")
    return suspect((stated,) if stated else ())
