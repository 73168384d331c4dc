"""What is wrong with a document, and where."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from sbom.documents.json_places import lines_of, shown

MAX_FAULTS = 100
"""Faults listed of one document."""


class Fault(NamedTuple):
    """One thing that is wrong."""

    path: str
    """Place in the document: `$.components[3].name`, an XPath, or the id of an element."""
    line: int | None
    """1-based, or None."""
    message: str


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for one document."""

    kind: str
    """For example `CycloneDX JSON` or `SPDX tag-value`."""
    version: str
    """Of the specification, as stated."""
    faults: tuple[Fault, ...] = ()
    """Empty for a valid document; at most `MAX_FAULTS`."""
    remarks: tuple[Fault, ...] = ()
    """Odd, but allowed."""

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def placed(text: str, found: Sequence[tuple[tuple[str | int, ...], str]]) -> tuple[Fault, ...]:
    """Faults with paths as people write them and with lines.

    Args:
        text: Of the document, in JSON.
        found: (keys and indexes from the top, message); what is over `MAX_FAULTS` is left out.
    """
    found = found[:MAX_FAULTS]
    lines = lines_of(text, [p for p, _ in found])
    return tuple(Fault(shown(p), n, m) for (p, m), n in zip(found, lines, strict=True))
