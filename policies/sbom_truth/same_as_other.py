"""The list of another product under this product's name."""

from policies.sbom_truth.look import OK, Look, Outcome, Values, suspect, unknown


def _last(product: str) -> str:
    """The last part of a name: `natsio/nats-box` and `nats-io/nats-box` are one product."""
    return product.rpartition("/")[2].rpartition(":")[2]


def check(look: Look, values: Values) -> Outcome:
    """Suspect when nearly all components are those of a document about another product."""
    mine = look.document
    if not look.others:
        return unknown("against")
    if len(mine.purls) < values["min_components"]:
        return unknown("components")
    for other in look.others:
        if not mine.product or not other.product or _last(mine.product) == _last(other.product):
            continue
        union = len(mine.purls | other.purls)
        share = len(mine.purls & other.purls) / union
        if share >= values["share"]:
            return suspect(
                (other.name,),
                other=other.product,
                share=f"{share:.0%}",
                count=len(mine.purls & other.purls),
            )
    return OK
