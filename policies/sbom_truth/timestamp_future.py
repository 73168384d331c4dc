"""A document from the future."""

from datetime import timedelta

from policies.sbom_truth.look import OK, Look, Outcome, Values, suspect, unknown


def check(look: Look, values: Values) -> Outcome:
    """Suspect when the time of making lies ahead of the clock."""
    made = look.document.timestamp
    if made is None:
        return unknown("timestamp")
    if made <= look.now + timedelta(hours=values["slack_hours"]):
        return OK
    return suspect((made.isoformat(),), made=made.date(), today=look.now.date())
