"""A licence named in prose, and what stands around it."""

from typing import NamedTuple


class Mention(NamedTuple):
    """A licence named at a place of a flat text."""

    start: int
    end: int
    expression: str
    """SPDX expression; empty for a vague name."""
    family: str
    """Vague names: start of the ids that may be meant."""
    matcher: str
    """`gnu-notice`, `name`, `link` or `tag`."""
    strong: bool
    """Whether the name itself says that it is a licence: `MIT License`, `GPL-2.0`."""
