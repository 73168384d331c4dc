"""What one source of advisories holds: records, exploited vulnerabilities, scores, ends of life."""

import msgspec

from sbom.advisories.advisory import Advisory
from sbom.issue import Issue


class Exploited(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A vulnerability known to be exploited (CISA KEV)."""

    cve: str
    added: str = ""
    """Day, ISO 8601."""
    due: str = ""
    """Day by which agencies of the United States must act."""
    ransomware: bool = False
    """Known to be used by ransomware."""
    action: str = ""
    name: str = ""


class Probability(msgspec.Struct, frozen=True, array_like=True):
    """EPSS: chance of exploitation in the next 30 days, and rank among all."""

    score: float
    """0 to 1."""
    percentile: float
    """0 to 1."""


class Cycle(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line of releases and until when it is maintained."""

    name: str
    """For example `3.11`."""
    released: str = ""
    ends: str = ""
    """Day on which maintenance ends; empty: not known."""
    ended: bool | None = None
    """Stated without a day; None: a day is stated, or nothing."""
    support_ends: str = ""
    """Day on which only security repairs remain."""
    latest: str = ""
    lts: bool = False


class Product(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A product of endoflife.date."""

    id: str
    title: str = ""
    purls: tuple[str, ...] = ()
    """Without version."""
    cycles: tuple[Cycle, ...] = ()
    """Newest first."""


class Feed(msgspec.Struct, kw_only=True):
    """What one file, archive or folder gave. Filled while reading."""

    name: str
    """Of the file, or of the folder below the mirror's top."""
    sources: set[str] = msgspec.field(default_factory=set)
    """Forms met: `osv`, `rubysec`, `kev` ..."""
    stated: str = ""
    """Day that the source gives for itself (KEV, EPSS), as written."""
    advisories: list[Advisory] = msgspec.field(default_factory=list)
    exploited: dict[str, Exploited] = msgspec.field(default_factory=dict)
    probabilities: dict[str, Probability] = msgspec.field(default_factory=dict)
    products: list[Product] = msgspec.field(default_factory=list)
    issues: list[Issue] = msgspec.field(default_factory=list)
    passed: int = 0
    """Files that hold nothing of advisories (licences, read-mes)."""

    def __len__(self) -> int:
        return (
            len(self.advisories)
            + len(self.exploited)
            + len(self.probabilities)
            + len(self.products)
        )
