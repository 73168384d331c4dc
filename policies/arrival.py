"""Through which components another one comes in; asked of facts that know the graph of files."""

from collections.abc import Sequence
from typing import Protocol

from policies.facts import Facts
from policies.finding import Place


class Arrivals(Protocol):
    """Facts that know graphs."""

    def way(self, purl_base: str, places: Sequence[Place], /) -> tuple[str, ...]:
        """`name@version` from the project down to the component; empty when no file shows a way."""
        ...


def way_of(facts: Facts, system: str, purl_base: str, places: Sequence[Place]) -> tuple[str, ...]:
    """The way to a component in a system; empty when it is not known.

    Args:
        facts: With or without graphs.
        system: Id of the system, for facts that tell systems apart by source.
        purl_base: The component.
        places: Where it stands; all of the system.
    """
    known: Arrivals | None = getattr(facts, "arrivals", None)
    return known.way(purl_base, places) if known is not None and (system or places) else ()
