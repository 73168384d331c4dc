"""The audit of the estate: which systems run what is vulnerable, since when, and how urgent it is.

Software is looked up by name first, its versions are asked once each, and entries of files are read
only for versions that fall under something; a million entries cost no more than what is found.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import msgspec

from policies.audit import Exposed, fix_in_range
from policies.facts import SystemFact
from policies.priority import Priority, Setting, priority
from sbom.advisories.advisory import believed
from sbom.advisories.index import Advisories
from sbom.advisories.matching import NOT_IN_USE, Matcher, Unknown
from sbom.advisories.merging import Exposure, exposures
from sbom.component import Component, Role, Scope, VersionKind
from scanner.audit import exposure_row
from scanner.store import advisory_rows as rows
from scanner.store.advisory_rows import BaseRow, UseRow
from scanner.store.store import Store

SHOWN_PLACES = 5
UNUSED = frozenset(r.value for r in NOT_IN_USE)
"""Roles of entries that are not themselves in use."""
_NOTHING_TO_ASK = frozenset({Unknown.NO_PURL, Unknown.NOT_COVERED})
_KNOWN_ROLES = frozenset(r.value for r in Role)
_NEAR = ("runtime", "optional", "unknown", "build", "test", "dev")
"""Scopes, the one that weighs most first."""


class SystemExposure(msgspec.Struct, frozen=True, kw_only=True):
    """One vulnerability in one component version in one system."""

    system: str
    purl: str
    purl_base: str
    name: str
    version: str
    requirement: str
    exposure: Exposure
    priority: Priority
    since: str
    """First day on which both the component was seen here and the advisory was public."""
    direct: bool | None
    scope: str
    places: tuple[tuple[str, str, int], ...]
    """(source, path, line), at most `SHOWN_PLACES`."""
    count: int
    fix_in_range: bool | None


class EstateAudit(msgspec.Struct, kw_only=True):
    """The outcome; `found` grows while the audit runs."""

    found: list[SystemExposure] = msgspec.field(default_factory=list)
    software: int = 0
    asked: int = 0
    unasked: dict[str, list[str]] = msgspec.field(default_factory=dict)
    """By reason: software concerned."""


def audit_estate(
    store: Store,
    advisories: Advisories,
    systems: Mapping[str, SystemFact],
    today: date,
    *,
    wanted: Callable[[BaseRow], bool] | None = None,
) -> EstateAudit:
    """Ask the advisories about everything that the estate holds now.

    Args:
        store: The estate.
        advisories: What is known.
        systems: For use mode and criticality.
        today: For dates that cannot be believed.
        wanted: Which software; default all.
    """
    outcome = EstateAudit()
    matcher = Matcher(advisories)
    days = rows.scan_days(store)
    with store.snapshot():
        for base in rows.bases(store):
            if wanted is not None and not wanted(base):
                continue
            outcome.software += 1
            _base(store, base, advisories, matcher, systems, days, today, outcome)
    outcome.found.sort(key=lambda f: (-f.priority.points, f.system, f.purl, f.exposure.id))
    return outcome


def hit_by(store: Store, advisories: Advisories, keys: Iterable[str]) -> list[tuple[int, str]]:
    """Components that new advisories hit: (number, purl); what a watch asks each time.

    Only versions that are known to be affected; see `audit_estate` for the rest, and
    `scanner.store.advisory_rows.systems_of` for where they run.
    """
    matcher = Matcher(advisories)
    found = []
    with store.snapshot():
        for key in keys:
            for base in rows.bases_of(store, key):
                found += [
                    (number, purl)
                    for number, purl, version in rows.components(store, base.id)
                    if version and matcher.ask(plain(purl, base.name, version)).matches
                ]
    return found


def _base(
    store: Store,
    base: BaseRow,
    advisories: Advisories,
    matcher: Matcher,
    systems: Mapping[str, SystemFact],
    days: Mapping[int, str],
    today: date,
    outcome: EstateAudit,
) -> None:
    first = matcher.ask(plain(base.purl, base.name, "0"))
    if first.unknown in _NOTHING_TO_ASK:
        outcome.unasked.setdefault(first.unknown.value, []).append(base.name)
        return
    outcome.asked += 1
    if not matcher.knows(base.purl):
        return
    numbers = [
        number
        for number, purl, version in rows.components(store, base.id)
        if not version
        or matcher.asks_more(purl)
        or matcher.ask(plain(purl, base.name, version)).matches
    ]
    if not numbers:
        return
    kind = base.purl[4:].partition("/")[0]
    groups: dict[tuple[str, str, str, str], list[UseRow]] = {}
    for use in rows.uses(store, numbers):
        if UNUSED.isdisjoint(use.roles):
            group = (use.system, use.version, use.version_kind, use.requirement)
            groups.setdefault(group, []).append(use)
    told: dict[tuple[str, str, str, object], tuple[Unknown | None, list[Exposure]]] = {}
    for (system, version, version_kind, requirement), used in groups.items():
        component = component_from(used[0], base.name)
        asking = (version, version_kind, requirement, (used[0].purl, used[0].properties))
        if asking not in told:
            asked = matcher.ask(component)
            told[asking] = asked.unknown, exposures(kind, asked.matches, advisories)
        unknown, exposed = told[asking]
        if unknown is not None:
            outcome.unasked.setdefault(unknown.value, []).append(f"{base.name} ({system})")
        known = systems.get(system)
        for exposure in exposed:
            outcome.found.append(_found(used, component, base, exposure, known, days, today))


def _found(
    used: list[UseRow],
    component: Component,
    base: BaseRow,
    exposure: Exposure,
    system: SystemFact | None,
    days: Mapping[int, str],
    today: date,
) -> SystemExposure:
    direct: bool | None = None
    if any(u.direct for u in used):
        direct = True
    elif any(u.direct is False for u in used):
        direct = False
    scopes = {u.scope for u in used}
    scope = next((s for s in _NEAR if s in scopes), "")
    setting = Setting(
        direct=direct,
        scope=scope,
        use_mode=system.use_mode.value if system else "",
        criticality=system.criticality if system else "",
    )
    seen = min((days.get(u.from_scan, "") for u in used), default="")
    public = believed(exposure.published, today)
    return SystemExposure(
        system=used[0].system,
        purl=component.purl,
        purl_base=base.purl,
        name=base.name,
        version=component.version,
        requirement=component.requirement,
        exposure=exposure,
        priority=priority(exposure, setting),
        since=max(seen, public.isoformat() if public else ""),
        direct=direct,
        scope=scope,
        places=tuple(dict.fromkeys((u.source, u.path, u.line) for u in used))[:SHOWN_PLACES],
        count=len(used),
        fix_in_range=fix_in_range(component, exposure.fixed),
    )


def plain(purl: str, name: str, version: str) -> Component:
    """A component known by its package URL alone."""
    return Component(purl=purl if purl.startswith("pkg:") else "", name=name, version=version)


def component_from(use: UseRow, name: str) -> Component:
    """The component of one entry of a file."""
    return Component(
        purl=use.purl,
        name=name,
        version=use.version,
        version_kind=VersionKind(use.version_kind),
        requirement=use.requirement,
        scope=Scope(use.scope),
        roles=tuple(Role(r) for r in use.roles if r in _KNOWN_ROLES),
        direct=use.direct,
        properties=use.properties,
    )


def component_of(found: SystemExposure) -> Component:
    """The component of a finding."""
    return Component(
        purl=found.purl,
        name=found.name,
        version=found.version,
        requirement=found.requirement,
        scope=Scope(found.scope) if found.scope else Scope.UNKNOWN,
        direct=found.direct,
    )


def as_row(found: SystemExposure, systems: Mapping[str, SystemFact]) -> dict[str, object]:
    """A finding of the estate as plain values; keys as those of an audit of one document."""
    component = component_of(found)
    entry = Exposed(
        index=0,
        component=component,
        exposure=found.exposure,
        priority=found.priority,
        fix_in_range=found.fix_in_range,
    )
    since = date.fromisoformat(found.since) if found.since else date.today()  # noqa: DTZ011 - a day only
    known = systems.get(found.system)
    return {
        **exposure_row(entry, (), since),
        "system": found.system,
        "system_name": known.name if known else "",
        "domain": known.domain if known else "",
        "owner": known.owner if known else "",
        "since": found.since,
        "places": [{"source": s, "path": p, "line": n} for s, p, n in found.places],
        "place_count": found.count,
    }
