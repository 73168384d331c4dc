"""Licences that differ between versions of one piece of software in the estate."""

from collections.abc import Iterator
from typing import Protocol

import msgspec

from policies.facts import Facts
from policies.finding import Place


class VersionUse(msgspec.Struct, frozen=True, kw_only=True):
    """One version in one system, with what its source states of its licence."""

    version: str
    claims: tuple[tuple[str, str], ...]
    """(kind, raw), sorted, distinct."""
    system: str
    place: Place


class Versions(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of software of which versions state different licences."""

    purl_base: str
    name: str
    uses: tuple[VersionUse, ...]
    """In the order of versions."""


class Drifts(Protocol):
    """Facts that can tell versions apart."""

    def differing(self, *, touched: bool) -> Iterator[Versions]:
        """Software whose versions state different licences, sorted by package URL.

        Args:
            touched: Only what changed since the evaluation before.
        """
        ...


def drifts_of(facts: Facts) -> Drifts | None:
    """What tells versions apart, or None where facts cannot."""
    found: Drifts | None = getattr(facts, "drifts", None)
    return found
