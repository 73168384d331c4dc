"""An ecosystem that the product is known to use is not in the list at all."""

from collections.abc import Iterable, Mapping

from policies.sbom_truth.look import OK, Look, Outcome, Values, suspect, unknown


def expected(tags: Iterable[str], known: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """For each tag that is known, the purl types of which at least one should occur."""
    return sorted({tuple(known[tag]) for tag in tags if tag in known})


def check(look: Look, values: Values) -> Outcome:
    """Suspect when none of the types of a tag occurs."""
    wanted = expected(look.tags, values["tags"])
    if not wanted:
        return unknown("tags")
    kinds = look.document.kinds
    if not kinds:
        return unknown("purls")
    missing = [
        t
        for t in sorted(look.tags & values["tags"].keys())
        if not any(kinds[k] for k in values["tags"][t])
    ]
    if not missing:
        return OK
    return suspect(
        (f"{tag}: {'/'.join(values['tags'][tag])}" for tag in missing),
        missing=", ".join(missing),
        found=", ".join(f"{k} {n}" for k, n in kinds.most_common(5)),
    )
