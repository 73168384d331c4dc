"""Advisories: one record of one source, in the shape of OSV, to which every other form is brought.

Field names are those of OSV, so that a record of an OSV archive is decoded straight into these
structs. What other forms add (requirements as the ecosystem writes them) has names that OSV has
not. Source: Open Source Vulnerability format 1.7 (ossf.github.io/osv-schema).
"""

from datetime import date
from typing import Any

import msgspec

OLDEST_BELIEVED = date(1995, 1, 1)
"""Before it nobody published advisories: an earlier date is a placeholder (`0001-01-01`, epoch 0)."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Base: frozen, keys that are not named are passed over; never part of a ring of references."""


class Package(_Part, frozen=True, gc=False):
    """What an entry is about, as the source names it."""

    ecosystem: str | None = ""
    """As OSV writes it: `PyPI`, `Debian:12`, `Ubuntu:22.04:LTS` ..."""
    name: str | None = ""
    purl: str | None = ""


class Severity(_Part, frozen=True, gc=False):
    """A score as stated."""

    type: str | None = ""
    """`CVSS_V2`, `CVSS_V3`, `CVSS_V4`, or a source's own scale (`Ubuntu`)."""
    score: str | None = ""
    """A vector, or the word of that scale."""


class Event(_Part, frozen=True, gc=False):
    """A point on a line of versions; one field is filled in."""

    introduced: str | None = None
    """First affected version; `0`: from the beginning."""
    fixed: str | None = None
    """First version that is no longer affected."""
    last_affected: str | None = None
    limit: str | None = None
    """Nothing from here on is affected; `*`: no limit."""


class Range(_Part, frozen=True, gc=False):
    """Events on one line of versions or commits."""

    type: str | None = ""
    """`SEMVER`, `ECOSYSTEM` or `GIT`."""
    repo: str | None = ""
    events: tuple[Event, ...] | None = ()


class EcosystemSpecific(_Part, frozen=True, gc=False):
    """The few members of `ecosystem_specific` that count."""

    custom_ranges: tuple[Range, ...] | None = None
    """Go: versions outside the module's numbering; says that `ranges` is wider than the truth."""


class AffectedSpecific(_Part, frozen=True, gc=False):
    """The few members of `affected[].database_specific` that count."""

    informational: str | None = None
    """RustSec: `unmaintained`, `unsound`, `notice`: no vulnerability of itself."""
    cvss: str | None = None


class Affected(_Part, frozen=True, gc=False):
    """One package and which of its versions are affected."""

    package: Package | None = None
    ranges: tuple[Range, ...] | None = ()
    versions: tuple[str, ...] | None = ()
    severity: tuple[Severity, ...] | None = ()
    ecosystem_specific: EcosystemSpecific | None = None
    database_specific: AffectedSpecific | None = None
    vulnerable: tuple[str, ...] = msgspec.field(default=(), name="x-vulnerable")
    """Requirements as the ecosystem writes them; who meets one is affected."""
    unaffected: tuple[str, ...] | None = msgspec.field(default=None, name="x-unaffected")
    """Requirements: who meets none is affected. None: not stated so."""
    platform: str = msgspec.field(default="", name="x-platform")
    """Only this platform (`jruby`); empty: all."""


class Reference(_Part, frozen=True, gc=False):
    """Where to read more."""

    type: str | None = ""
    url: str | None = ""


class DatabaseSpecific(_Part, frozen=True, gc=False):
    """The few members of the top `database_specific` that count."""

    severity: str | None = None
    """GitHub: LOW, MODERATE, HIGH or CRITICAL."""
    cwe_ids: tuple[str, ...] | None = None
    malicious: Any = msgspec.field(default=None, name="malicious-packages-origins")


class Advisory(_Part, frozen=True, gc=False):
    """One record."""

    id: str
    modified: str | None = ""
    """As written."""
    published: str | None = ""
    withdrawn: str | None = None
    """As written; set: the source takes it back and it no longer counts."""
    aliases: tuple[str, ...] | None = ()
    """The same vulnerability elsewhere."""
    related: tuple[str, ...] | None = ()
    upstream: tuple[str, ...] | None = ()
    """What a distribution's record is about."""
    summary: str | None = ""
    details: str | None = ""
    severity: tuple[Severity, ...] | None = ()
    affected: tuple[Affected, ...] | None = ()
    references: tuple[Reference, ...] | None = ()
    database_specific: DatabaseSpecific | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Its id and aliases."""
        return (self.id, *(self.aliases or ()))

    @property
    def title(self) -> str:
        """One line: the summary, else the first sentence of the details; at most 200 characters."""
        text = (self.summary or self.details or "").strip()
        line = text.partition("\n")[0].lstrip("# ").strip()
        return line if len(line) <= 200 else line[:199] + "…"

    @property
    def is_malicious(self) -> bool:
        """Whether the package itself is the attack (MAL- records of the malicious-packages set)."""
        specific = self.database_specific
        return self.id.startswith("MAL-") or (specific is not None and bool(specific.malicious))

    @property
    def cves(self) -> tuple[str, ...]:
        """CVE ids that it goes by, sorted."""
        named = {*self.names, *(self.upstream or ())}
        return tuple(sorted(n for n in named if n.startswith("CVE-")))


def believed(text: object, today: date) -> date | None:
    """The day of a date as written, or None when nobody should believe it.

    Placeholders (`0001-01-01`, 1970) and days after tomorrow, which only a wrong clock writes, are
    not believed.
    """
    if not isinstance(text, str) or len(text) < 10:
        return None
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return None
    if day < OLDEST_BELIEVED or (day - today).days > 1:
        return None
    return day
