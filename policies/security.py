"""What the security rules ask: exposures and ends of life of the estate, joined with advisories.

Facts carry it as the attribute `security` when there is a local copy of advisories; without one the
security rules find nothing and count nothing, and reports show no lines of theirs as met.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

import msgspec

from policies.facts import Facts
from policies.finding import Confidence, Finding, Place, Severity, SubjectKind, Verdict
from policies.rule import Context, Counted

if TYPE_CHECKING:
    from policies.priority import Priority
    from sbom.advisories.merging import Exposure

MAX_PLACES = 20


class SecurityUse(msgspec.Struct, frozen=True, kw_only=True):
    """One vulnerability in one piece of software at one version in one system."""

    system: str
    purl_base: str
    name: str
    version: str
    """Exact version, else the requirement; may be empty."""
    exposure: "Exposure"
    priority: "Priority"
    since: str
    """First day of it here, ISO 8601, or empty."""
    places: tuple[Place, ...]
    count: int
    answered: str = ""
    """`not_affected` or `fixed` when a statement of exploitability (VEX) says so; then it is counted
    as not applicable, and stays visible in `sluis audit`."""


class EndingUse(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of software in one system, past the end of its maintenance or near it."""

    system: str
    purl_base: str
    name: str
    version: str
    product: str
    cycle: str
    ends: str
    ended: bool
    latest: str
    places: tuple[Place, ...]
    count: int


class SecurityFacts(Protocol):
    """Joined on demand, and only once."""

    def exposures(self) -> Iterable[SecurityUse]:
        """Everything that falls under an advisory, in a stable order."""
        ...

    def endings(self) -> Iterable[EndingUse]:
        """Everything past or near its end, in a stable order."""
        ...

    def unasked(self) -> int:
        """Number of pieces of software about which nothing could be asked."""
        ...


def security_of(facts: Facts) -> SecurityFacts | None:
    """The security facts that come with facts, or None when there are no advisories."""
    found: SecurityFacts | None = getattr(facts, "security", None)
    return found


def exposure_findings(
    rule: str, facts: Facts, context: Context, which: str
) -> Iterator[Finding | Counted]:
    """Findings of one kind of exposure.

    Args:
        rule: Id of the rule.
        facts: With or without security facts.
        context: Of the rule; its severity is the least that a finding gets.
        which: `malicious`, `exploited` or `other`; each exposure is of one kind only.
    """
    security = security_of(facts)
    if security is None:
        return
    from sbom.advisories.matching import Status  # without advisories none of it is loaded

    systems = facts.systems()
    for use in security.exposures():
        if kind_of(use.exposure) != which:
            continue
        if use.answered:
            yield Counted(system=use.system, verdict=Verdict.NOT_APPLICABLE, count=1)
            continue
        exposure, made = use.exposure, use.priority
        severity = made.level
        if which != "other" and exposure.status is Status.AFFECTED:
            severity = max(severity, context.severity, key=_rank)
        since = use.since or context.today.isoformat()
        deadline = made.deadline(type(context.today).fromisoformat(since))
        known = systems.get(use.system)
        values = {
            "name": use.name,
            "versions": use.version or "-",
            "system_name": known.name if known else "",
            "advisory": exposure.id,
            "cves": ", ".join(exposure.cves[:5]),
            "about": exposure.title,
            "fixed": ", ".join(exposure.fixed[:3]),
            "gravity": exposure.rating,
            "points": f"{made.points:g}",
            "certain": "yes" if exposure.status is Status.AFFECTED else "no",
            "deadline": deadline.isoformat() if deadline else "",
            "norm": made.norm,
        }
        sure = exposure.status is Status.AFFECTED
        yield Finding(
            rule=rule,
            subject_kind=SubjectKind.COMPONENT,
            subject=use.purl_base,
            system=use.system,
            verdict=Verdict.DEVIATES if sure else Verdict.UNKNOWN,
            severity=severity,
            confidence=Confidence.HIGH if sure else Confidence.LOW,
            key=(("advisory", exposure.id),),
            values=tuple(sorted(values.items())),
            places=tuple(sorted(use.places)[:MAX_PLACES]),
            place_count=use.count,
        )
    if which == "other" and security.unasked():
        yield Counted(system="", verdict=Verdict.UNKNOWN, count=security.unasked())


def kind_of(exposure: "Exposure") -> str:
    """`malicious`, `exploited` or `other`: the gravest that holds."""
    if exposure.malicious:
        return "malicious"
    return "exploited" if exposure.exploited is not None else "other"


def _rank(severity: Severity) -> int:
    return severity.rank
