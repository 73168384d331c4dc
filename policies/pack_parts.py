"""What every part of a policy pack is made of."""

from datetime import date
from enum import StrEnum

import msgspec


class Certainty(StrEnum):
    """How sure a stated fact is (labels of the fact files)."""

    SEEN = "seen"
    """Read in the named source."""
    PARTLY_SEEN = "partly_seen"
    OWN_KNOWLEDGE = "own_knowledge"
    """Not checked against a source."""
    OWN_DESIGN = "own_design"
    """A proposal, not a fact."""


class Part(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Base of everything in a pack: a misspelt key is an error, never silence."""


class Bilingual(Part, frozen=True):
    """A short text in both languages."""

    nl: str
    en: str


class Source(Part, frozen=True):
    """Where a choice or fact comes from."""

    title: str
    """Document with article or section."""
    certainty: Certainty = Certainty.SEEN
    licence: str = ""
    """Licence of data taken from it."""


class PackHead(Part, frozen=True):
    """Head of every file of a pack."""

    version: str
    source: tuple[Source, ...]
    retrieved: date
