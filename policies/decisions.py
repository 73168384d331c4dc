"""What became of the licence decisions of people (`policies.curations`), as rules ask it."""

import msgspec

from policies.curations import Curation
from policies.facts import Facts


class Decisions(msgspec.Struct, frozen=True, kw_only=True):
    """What the curations did in one scan."""

    unused: tuple[Curation, ...]
    """Those that fit no component in use; by id."""
    refused: tuple[tuple[Curation, tuple[str, ...]], ...]
    """Choices that a component does not offer, with the components; by id."""
    used: int
    """How many settled a licence."""


def decisions_of(facts: Facts) -> Decisions | None:
    """The decisions that come with facts, or None when there are none."""
    found: Decisions | None = getattr(facts, "decisions", None)
    return found
