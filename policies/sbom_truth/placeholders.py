"""Names that stand for nothing: `component1`, `test`, `library-a`."""

from policies.sbom_truth.look import OK, Look, Outcome, Values, suspect, unknown


def placeholder(name: str, words: frozenset[str]) -> bool:
    """Whether a name is a placeholder word, alone or with a number or letter behind it."""
    low = name.strip().lower().rpartition("/")[2].rpartition(":")[2]
    if low in words:
        return True
    bare = low.rstrip("0123456789").rstrip("-_ ")
    if bare in words and bare != low:
        return True
    head, _, tail = low.replace("_", "-").replace(" ", "-").rpartition("-")
    return head in words and len(tail) == 1


def check(look: Look, values: Values) -> Outcome:
    """Suspect when most names are placeholders."""
    third = look.document.third
    if len(third) < values["min_components"]:
        return unknown("components")
    words = frozenset(values["words"])
    odd = [c.name for c in third if placeholder(c.name, words)]
    if len(odd) < values["share"] * len(third):
        return OK
    return suspect(odd, count=len(odd), total=len(third))
