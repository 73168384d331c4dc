"""`vendor.yaml`: what weighs how much in the check of a vendor, and what decides."""

from datetime import date

from policies.finding import Severity
from policies.pack_parts import Bilingual, PackHead, Part


class ClauseChoice(Part, frozen=True):
    """How much one clause kind matters."""

    name: Bilingual
    severity: Severity
    why: Bilingual
    independence: tuple[str, ...]
    """Forms of independence that it serves."""
    proposed: Bilingual
    """Wording to propose to the supplier."""
    norms: tuple[str, ...] = ()
    absence_is_fine: bool = False
    """Saying nothing of it is not to the town's harm."""
    personal_data: bool = False
    """Matters most where personal data is processed."""


class Limit(Part, frozen=True):
    """A line that a clause may not cross; what is not stated is not looked at."""

    id: str
    clause: str
    severity: Severity
    norm: str
    text: Bilingual
    """Said when it is crossed."""
    number: str = ""
    """Value of the clause: `notice_months`, `period_days`, `cap_multiple` ..."""
    op: str = ""
    """`>` or `<`."""
    bound: float = 0
    status: str = ""
    """Crossed when the clause has this status."""
    law_not: str = ""
    """Crossed when another law than this group governs."""
    on_or_after: date | None = None
    """First day of the contract's term from which it holds."""
    services_only: bool = False
    """Only for data processing services (cloud, SaaS)."""
    policy: bool = False
    """A choice of the town or its terms, not law."""


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


class VendorPolicy(PackHead, frozen=True):
    """`vendor.yaml`."""

    decision: tuple[DecisionRow, ...]
    """The first row that fits decides; none: sign."""
    home_countries: tuple[str, ...]
    """ISO 3166-1 codes under whose law an owner may be without a remark."""
    limits: tuple[Limit, ...]
    clauses: dict[str, ClauseChoice]
