"""What is wrong with a document, and where."""

from typing import NamedTuple

import msgspec

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
