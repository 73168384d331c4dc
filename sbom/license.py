"""Licence claims: what a source says about a licence, kept as found."""

from enum import StrEnum

import msgspec


class LicenseKind(StrEnum):
    """How strong the statement is (words of SPDX, ORT and CycloneDX 1.6 acknowledgement)."""

    DECLARED = "declared"
    """By the author, in a manifest, lockfile or BOM."""
    DETECTED = "detected"
    """Found in a text."""
    CONCLUDED = "concluded"
    """Decided by a person or a reviewed document."""
    INFERRED = "inferred"
    """Borrowed from the same component elsewhere."""


class LicenseClaim(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One statement about a licence. Normalising and judging come later, once per distinct value."""

    raw: str
    """As found, stripped, at most 4,096 characters. Several licences of one field that the format
    means as alternatives or as a list stay separate claims unless the format defines the operator."""
    kind: LicenseKind = LicenseKind.DECLARED
    line: int | None = None
    source: str = ""
    """Field or place, for example `license`, `classifier`, `license-file`, `pom`, `spdx-tag`."""
