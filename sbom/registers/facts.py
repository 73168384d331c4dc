"""What a register states: vendors, contracts, systems and sub-processors, each with its row.

Names and addresses of contact persons are never kept.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from sbom.issue import Issue
from sbom.registers.identifiers import Identifier


class RegisterKind(StrEnum):
    """What the rows of a register are."""

    VENDORS = "vendors"
    CONTRACTS = "contracts"
    SYSTEMS = "systems"
    SUBPROCESSORS = "subprocessors"


class _Row(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    line: int
    """Row of the sheet, from 1."""
    sheet: str = ""
    as_of: date | None = None
    """Day on which the row held, where it says so."""
    source: str = ""
    """Where the row says that it comes from."""
    beside: tuple[tuple[str, str], ...] = ()
    """(header, text) of columns that are not known, sorted."""


class Vendor(_Row, frozen=True, kw_only=True):
    """An organisation that sells or makes software."""

    key: str = ""
    """Its id in the register."""
    name: str
    ids: tuple[Identifier, ...] = ()
    """Sorted."""
    country: str = ""
    """ISO 3166-1 alpha-2."""
    website: str = ""
    parent: str = ""
    """Name of the organisation that holds it."""
    parent_country: str = ""
    """Of the parent; of the ultimate one where the register names that one only."""
    ultimate_parent: str = ""
    ultimate_parent_country: str = ""
    holders: tuple[str, ...] = ()
    """Who holds 25 % or more."""


class Contract(_Row, frozen=True, kw_only=True):
    """One contract."""

    key: str = ""
    """Its number in the register."""
    title: str = ""
    vendor: str = ""
    """Name or id of the party that signed; may be a reseller."""
    product_vendor: str = ""
    """Who makes the product, when that is another."""
    product: str = ""
    systems: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    options: int | None = None
    """How often it can be extended."""
    option_months: float | None = None
    notice_months: float | None = None
    auto_renewal: bool | None = None
    value: Decimal | None = None
    """Euros."""
    value_basis: str = ""
    """`year`, `total` or empty."""
    conditions: str = ""
    law: str = ""
    tender: str = ""
    document: str = ""
    processor_agreement: bool | None = None
    escrow: bool | None = None
    owner: str = ""
    status: str = ""


class System(_Row, frozen=True, kw_only=True):
    """One application."""

    key: str = ""
    name: str
    owner: str = ""
    vendor: str = ""
    product: str = ""
    version: str = ""
    criticality: str = ""
    sourcing: str = ""
    hosting: str = ""
    hosting_country: str = ""
    repository: str = ""
    component: str = ""
    """Reference component of GEMMA."""
    personal_data: bool | None = None
    status: str = ""


class Subprocessor(_Row, frozen=True, kw_only=True):
    """A party that handles data for the vendor."""

    name: str
    contract: str = ""
    country: str = ""
    parent_country: str = ""
    task: str = ""


Entry = Vendor | Contract | System | Subprocessor


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """One file read."""

    kind: RegisterKind
    entries: tuple[Entry, ...]
    columns: tuple[tuple[str, str], ...]
    """(field, header) as understood, in the order of the sheet; keep it as the mapping."""
    unknown: tuple[str, ...]
    """Headers that were kept beside."""
    issues: tuple[Issue, ...]
