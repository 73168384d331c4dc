"""All dated components are much older than the document: a list of before under a new date?"""

from policies.sbom_truth.look import OK, Look, Outcome, Values, label, suspect, unknown
from policies.sbom_truth.newer_than_document import released


def check(look: Look, values: Values) -> Outcome:
    """Suspect when the newest of several dated versions lies years before the document."""
    made = look.document.timestamp
    if made is None:
        return unknown("timestamp")
    calendar = frozenset(values["calendar"])
    dated = [
        (when, label(c)) for c in look.document.third if (when := released(c, calendar)) is not None
    ]
    if len(dated) < values["min_dated"]:
        return unknown("dated-versions")
    newest, name = max(dated)
    days = (made - newest).days
    if days <= values["max_days"]:
        return OK
    return suspect((name,), newest=newest.date(), made=made.date(), count=len(dated))
