"""Findings: where the estate does not comply, or where that cannot be known."""

from enum import StrEnum

import msgspec


class Verdict(StrEnum):
    """The four answers. Unknown never passes."""

    COMPLIES = "complies"
    DEVIATES = "deviates"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


class Severity(StrEnum):
    """How much it matters, least first."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for info up to 4 for critical."""
        return _RANKS[self]


_RANKS = {s: i for i, s in enumerate(Severity)}


class Confidence(StrEnum):
    """How sure the rule is of what it saw."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class SubjectKind(StrEnum):
    """What a finding is about."""

    COMPONENT = "component"
    """`subject` is a purl without version."""
    SOURCE = "source"
    """`subject` is the source's uri."""
    FILE = "file"
    """`subject` is `uri:path`."""
    SYSTEM = "system"
    WAIVER = "waiver"
    """`subject` is the waiver's id."""


class Place(msgspec.Struct, frozen=True, kw_only=True, order=True, omit_defaults=True):
    """Where the evidence stands."""

    source: str = ""
    """Uri of the source."""
    path: str = ""
    line: int = 0
    """1-based; 0 when the format gives none."""


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One deviation or unknown."""

    rule: str
    """Rule id, for example `license-denied`."""
    subject_kind: SubjectKind
    subject: str
    system: str = ""
    """System id; empty when no system is concerned."""
    verdict: Verdict
    """DEVIATES or UNKNOWN; the other two are counted, not listed."""
    severity: Severity
    confidence: Confidence = Confidence.HIGH
    key: tuple[tuple[str, str], ...] = ()
    """Values that make this finding another one than a finding of the same rule on the same subject
    (for example the licence expression). Sorted. Never wording, version, line or time."""
    values: tuple[tuple[str, str], ...] = ()
    """Values that the texts fill in (versions, licences, use mode, dates). Sorted."""
    places: tuple[Place, ...] = ()
    """Evidence, sorted, at most 20."""
    place_count: int = 0
    """Number of places in all."""

    @property
    def fingerprint(self) -> str:
        """Stable identity, 32 hex digits: rule, subject, system and key values."""
        parts = [self.rule, self.subject_kind.value, self.subject, self.system]
        parts.extend(f"{k}={v}" for k, v in self.key)
        import hashlib  # loads OpenSSL: 3 ms and 4 MiB where no finding is made

        return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32]
