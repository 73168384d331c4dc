"""`vendor.yaml`: what weighs how much in the check of a vendor, and what decides."""

import msgspec

from policies.finding import Severity
from policies.pack_parts import Bilingual, Certainty, PackHead, Part


class ClauseChoice(Part, frozen=True):
    """How much one clause kind matters."""

    name: Bilingual
    severity: Severity
    why: Bilingual
    independence: tuple[str, ...]
    """Forms of independence that it serves."""
    proposed: Bilingual
    """Wording to propose to the supplier."""
    norms: tuple[Bilingual, ...] = ()
    """Where it is asked for: law, general terms, baseline."""
    absence_is_fine: bool = False
    """Saying nothing of it is not to the town's harm."""
    personal_data: bool = False
    """Matters most where personal data is processed."""


class DecisionWhen(Part, frozen=True):
    """Which lines count for a row."""

    verdict: str
    severity: Severity
    """Of at least this severity."""
    weight: tuple[str, ...] = ()
    """Only lines on these grounds (`legal`, `contradicted` ...); empty: any."""


class DecisionRow(Part, frozen=True):
    """One row of the decision table."""

    verdict: str
    """`do-not-sign`, `negotiate`, `cannot-be-judged` or `sign`."""
    when: DecisionWhen
    at_least: int
    """How many lines."""


class TermsArticle(Part, frozen=True):
    """What one article of known terms asks."""

    article: str
    """Number; empty where it was not looked up."""
    asks: Bilingual
    """In our own words."""
    provides: bool = True
    """The terms themselves provide for it; False: they ask for another document."""


class TermsVersion(Part, frozen=True):
    """One version of known general terms."""

    name: str
    """As contracts name it: `GIBIT`."""
    version: str
    source: Bilingual
    newer: str = ""
    """The version that took its place; empty: this is the newest."""
    certainty: Certainty = Certainty.OWN_KNOWLEDGE
    clauses: dict[str, TermsArticle] = msgspec.field(default_factory=dict)
    """By kind of clause; only what was reviewed."""


class VendorPolicy(PackHead, frozen=True):
    """`vendor.yaml`."""

    decision: tuple[DecisionRow, ...]
    """The first row that fits decides; none: sign."""
    home_countries: tuple[str, ...]
    """ISO 3166-1 codes under whose law an owner may be without a remark."""
    clauses: dict[str, ClauseChoice]
    register_months: int = 24
    """Older statements of a register on who owns a vendor are no longer taken for known."""
    terms: dict[str, TermsVersion] = msgspec.field(default_factory=dict)
    """Known general terms, by `NAME-VERSION`."""
