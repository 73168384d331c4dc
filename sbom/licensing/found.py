"""What identifying licences in a text finds."""

from typing import NamedTuple

import msgspec


class Detection(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One licence or choice of licences found."""

    expression: str
    """SPDX expression; for an exception without a licence beside it the id of the exception."""
    start_line: int
    end_line: int
    coverage: float = 1.0
    """Share of the known text that is there, 0 to 1; 1 for a statement."""
    matcher: str
    """`text-exact`, `text`, `exception-text`, `spdx-tag`, `field`, `name`, `gnu-notice`, `link`,
    `phrase` (known words, see `clues.known`), `whole` (the file says nothing else), `structure` or
    `customary` (see `clues.customary`)."""
    quote: str = ""
    """Start of what was found, at most 200 characters."""


class Clue(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that points to a licence and is none."""

    about: str
    """Expression, family or id that it points to."""
    line: int
    matcher: str
    coverage: float = 0.0


class Identification(msgspec.Struct, frozen=True, kw_only=True):
    """What one text says about licences."""

    expression: str = ""
    """SPDX expression of the whole; empty when no licence is certain."""
    detections: tuple[Detection, ...] = ()
    clues: tuple[Clue, ...] = ()


class Part(NamedTuple):
    """A detection on its way: place in the flat text, and what it is."""

    at: int
    end: int
    expression: str
    lines: tuple[int, int]
    coverage: float
    matcher: str
    loose: tuple[str, ...] = ()
    gaps: frozenset[int] = frozenset()
    """Lines within that do not belong to the known text."""
    head: bool = False
    """Whether the known text is only the head of a longer one."""
    small: bool = False
    """Whether the known text is a short one, to which a sentence beside it may add a limit."""
