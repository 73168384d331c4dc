"""Fewer components than any real product of its ecosystem has."""

from policies.sbom_truth.look import OK, Look, Outcome, Values, suspect, unknown
from policies.sbom_truth.one_ecosystem import expected


def check(look: Look, values: Values) -> Outcome:
    """Suspect when the product is known to be of an ecosystem and the list is below its floor."""
    wanted = expected(look.tags, values["tags"])
    floors = {t: values["floors"][t] for types in wanted for t in types if t in values["floors"]}
    if not floors:
        return unknown("tags")
    kinds = look.document.kinds
    short = {t: floor for t, floor in floors.items() if 0 < kinds[t] < floor}
    if not short:
        return OK
    return suspect(
        (f"{t}: {kinds[t]} < {floor}" for t, floor in sorted(short.items())),
        count=sum(kinds[t] for t in short),
        floor=", ".join(f"{t} {floor}" for t, floor in sorted(short.items())),
    )
