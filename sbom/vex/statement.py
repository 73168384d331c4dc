"""What documents of exploitability (VEX) say: typed facts that OpenVEX, CSAF and CycloneDX share.

A VEX document is no SBOM: it says of a vulnerability whether named products are affected by it.
Nothing is judged here and nothing is inferred; words of the format stay beside the common ones.

Sources: OpenVEX specification 0.2.0; CSAF 2.0 and 2.1 (OASIS), section 3.2; CycloneDX 1.4-1.7,
`vulnerabilities`; CISA, Minimum Requirements for VEX, 2023-04-21.
"""

from enum import StrEnum

import msgspec

from sbom.issue import Issue


class Status(StrEnum):
    """What is said of a product; the four of VEX, and three for what else documents hold."""

    NOT_AFFECTED = "not_affected"
    AFFECTED = "affected"
    FIXED = "fixed"
    UNDER_INVESTIGATION = "under_investigation"
    RECOMMENDED = "recommended"
    """CSAF only: a version to move to; says nothing of being affected."""
    UNKNOWN = "unknown"
    """CSAF 2.1 `unknown`: the author says that it is not known."""
    UNSTATED = "unstated"
    """The document names the vulnerability without saying how the product stands."""


class Justification(StrEnum):
    """Why a product is not affected, in the words of CISA, OpenVEX and CSAF."""

    COMPONENT_NOT_PRESENT = "component_not_present"
    CODE_NOT_PRESENT = "vulnerable_code_not_present"
    CODE_NOT_IN_PATH = "vulnerable_code_not_in_execute_path"
    NOT_CONTROLLABLE = "vulnerable_code_cannot_be_controlled_by_adversary"
    MITIGATED = "inline_mitigations_already_exist"


class Action(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a user can do, or what the supplier will do."""

    text: str = ""
    category: str = ""
    """CSAF remediation category (`vendor_fix`, `workaround` ...) or CycloneDX response
    (`update`, `will_not_fix` ...); empty when the format has none."""
    url: str = ""
    date: str = ""
    """As written."""


class VersionClaim(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A version or range of a product and how it stands (CycloneDX `affects[].versions`)."""

    version: str = ""
    range: str = ""
    """In vers notation, as written."""
    status: str = ""
    """`affected`, `unaffected` or `unknown`; as written."""


class Mention(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A product that a statement is about."""

    product: str
    """`VexProduct.id`."""
    subcomponents: tuple[str, ...] = ()
    """`VexProduct.id` of the parts of it that are meant (OpenVEX)."""
    versions: tuple[VersionClaim, ...] = ()


class VexProduct(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A product or part, with all that identifies it."""

    id: str
    """Unique in the document: CSAF product_id, OpenVEX `@id`, CycloneDX bom-ref or BOM-Link."""
    name: str = ""
    """Full name as written."""
    vendor: str = ""
    version: str = ""
    version_range: str = ""
    """As written; vers notation when the author kept to the rules."""
    purls: tuple[str, ...] = ()
    """As written, valid or not."""
    cpes: tuple[str, ...] = ()
    hashes: tuple[tuple[str, str], ...] = ()
    """(algorithm as written, lower-case hex), sorted."""
    branch: tuple[tuple[str, str], ...] = ()
    """CSAF: (category, name) from the root of the product tree down to the product."""
    serials: tuple[str, ...] = ()
    """Model numbers, serial numbers and stock-keeping units."""
    sbom_urls: tuple[str, ...] = ()


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """One product in, on or with another (CSAF relationships and product paths)."""

    product: str
    """`VexProduct.id` of the combination."""
    part: str
    """The product that is installed, or the beginning of the path."""
    kind: str
    """`default_component_of`, `installed_on`, `installed_with` ...; as written."""
    whole: str
    """What it is part of, or installed on."""


class Vulnerability(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A vulnerability as the document names it."""

    id: str
    """CVE when there is one, else the first identifier; empty when the document gives none."""
    aliases: tuple[str, ...] = ()
    """Other identifiers, in order."""
    title: str = ""
    description: str = ""
    """At most 4,096 characters."""
    cwes: tuple[str, ...] = ()
    scores: tuple[tuple[str, str, str], ...] = ()
    """(method, score or severity, vector), as written."""
    published: str = ""
    updated: str = ""


class VexStatement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That products stand in a certain way to a vulnerability."""

    vulnerability: int
    """Index in `VexDocument.vulnerabilities`."""
    status: Status
    stated: str = ""
    """The word of the format: `known_not_affected`, `in_triage`, `first_fixed` ..."""
    products: tuple[Mention, ...] = ()
    """Empty: the document names none, so the statement cannot be applied."""
    justification: Justification | None = None
    justification_stated: str = ""
    """The word of the format, also when it has no counterpart (`requires_configuration`)."""
    impact: tuple[str, ...] = ()
    """Impact statements, free text."""
    actions: tuple[Action, ...] = ()
    notes: str = ""
    """Status notes or detail of the analysis."""
    issued: str = ""
    """As written; of the document when the statement has none."""
    updated: str = ""


class VexDocument(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All facts of one VEX document."""

    format: str
    """`openvex`, `csaf` or `cyclonedx`."""
    format_version: str = ""
    """As written, for example `0.2.0`, `2.1` or `1.6`; empty when not stated."""
    id: str = ""
    title: str = ""
    category: str = ""
    """CSAF profile such as `csaf_vex`."""
    author: str = ""
    author_role: str = ""
    issued: str = ""
    """First release, as written."""
    updated: str = ""
    version: str = ""
    """Of the document."""
    status: str = ""
    """CSAF tracking status: `draft`, `interim`, `final`."""
    tool: str = ""
    products: tuple[VexProduct, ...] = ()
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(group id, product ids)."""
    relations: tuple[Relation, ...] = ()
    vulnerabilities: tuple[Vulnerability, ...] = ()
    statements: tuple[VexStatement, ...] = ()
    issues: tuple[Issue, ...] = ()
    """What could not be read; ENTRY means that a statement or product is lost."""
