"""One hash for several different components."""

from policies.sbom_truth.empty_hashes import EMPTY
from policies.sbom_truth.look import OK, Look, Outcome, Values, suspect, unknown
from sbom.purl import base


def check(look: Look, values: Values) -> Outcome:
    """Suspect when many components share their hash with one of another name.

    A jar that holds several packages, or an image listed with its layers, gives a few of those:
    hence a share and a number.
    """
    hashed = [c for c in look.document.third if c.hashes]
    if len(hashed) < values["min_components"]:
        return unknown("hashes")
    names: dict[str, set[str]] = {}
    for component in hashed:
        for _, digest in component.hashes:
            if digest not in EMPTY:
                names.setdefault(digest, set()).add(base(component.purl).rpartition("/")[2])
    shared = {d for d, n in names.items() if len(n) > 1}
    hit = [c for c in hashed if any(d in shared for _, d in c.hashes)]
    if len(hit) < values["min_hits"] or len(hit) < values["share"] * len(hashed):
        return OK
    evidence = (f"{d[:16]}…: {', '.join(sorted(names[d])[:4])}" for d in sorted(shared))
    return suspect(evidence, count=len(hit), total=len(hashed))
