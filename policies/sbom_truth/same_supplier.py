"""One supplier for everything, while the packages come from many."""

from collections import Counter

from policies.sbom_truth.look import OK, SYSTEM, Look, Outcome, Values, suspect, type_of, unknown


def check(look: Look, values: Values) -> Outcome:
    """Suspect when a long list of public packages has one supplier."""
    stated = [
        c
        for c in look.document.third
        if c.supplier and (kind := type_of(c)) and kind not in SYSTEM and kind != "generic"
    ]
    if len(stated) < values["min_components"]:
        return unknown("suppliers")
    supplier, count = Counter(c.supplier for c in stated).most_common(1)[0]
    makers = {c.name.partition("/")[0].partition(":")[0] for c in stated if c.supplier == supplier}
    if count < values["share"] * len(stated) or len(makers) < values["min_makers"]:
        return OK
    return suspect((supplier,), supplier=supplier[:80], count=count, makers=len(makers))
