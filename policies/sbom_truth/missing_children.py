"""Packages that always bring others along, without those others.

Independent of any graph: `express` cannot be installed without `accepts`. Only parents whose
children have stood in every release line in use are listed (`truth.yaml`).
"""

from policies.sbom_truth.look import OK, Look, Outcome, Values, suspect, unknown
from sbom.purl import base


def check(look: Look, values: Values) -> Outcome:
    """Suspect when parents stand without any of their children."""
    third = look.document.third
    if len(third) < values["min_components"]:
        return unknown("components")
    bases = {base(c.purl)[4:] for c in third}
    parents = [p for p in values["children"] if p in bases]
    if not parents:
        return unknown("known-parents")
    alone = [p for p in parents if bases.isdisjoint(values["children"][p])]
    if not alone:
        return OK
    many = len(alone) >= values["enough"]
    if not many and (len(alone) < len(parents) or len(third) > values["short"]):
        return OK
    if look.document.partial:
        return unknown("whole")
    evidence = (f"{p} without {', '.join(values['children'][p])}" for p in alone)
    return suspect(evidence, count=len(alone), total=len(parents))
