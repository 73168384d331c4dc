"""One licence for everything."""

from collections import Counter

from policies.sbom_truth.look import OK, SYSTEM, Look, Outcome, Values, suspect, type_of, unknown


def check(look: Look, values: Values) -> Outcome:
    """Suspect when a long list of packages of many makers has one licence only."""
    stated = [c for c in look.document.third if c.licenses and type_of(c) not in SYSTEM]
    if len(stated) < values["min_components"]:
        return unknown("licences")
    counts = Counter(tuple(sorted({x.raw for x in c.licenses})) for c in stated)
    claims, count = counts.most_common(1)[0]
    if count < values["share"] * len(stated):
        return OK
    makers = {c.purl.rpartition("/")[0] for c in stated} | {
        c.name.partition("/")[0] for c in stated
    }
    if len(makers) < values["min_makers"]:
        return OK
    return suspect(claims, license=" / ".join(claims)[:80], count=count, total=len(stated))
