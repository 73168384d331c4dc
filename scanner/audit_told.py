"""An audit of the estate in the database, as plain values."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from policies.facts import SystemFact
from scanner.advisory_mark import vex_files
from scanner.advisory_source import Source
from scanner.audit import Told, answered, hint_row
from scanner.audit_document import statements
from scanner.audit_estate import as_row, audit_estate, component_of
from scanner.audit_history import history, mark
from scanner.audit_words import ages
from scanner.estate_health import ending_as_row, endings, estate_hints
from scanner.store.facts import StoreFacts
from scanner.store.security_life import last_scan, lives
from scanner.store.store import open_store


def of_estate(
    database: str,
    source: Source,
    vex_named: Sequence[Path],
    at: datetime,
    *,
    health: bool = False,
    system: str | None = None,
    domain: str | None = None,
    owner: str | None = None,
) -> Told:
    """Audit the last scan, answered by the statements that a scan applies too, and by those named.

    Args:
        database: Of the estate; statements of the folder `vex` beside it always count.
        source: The advisories.
        vex_named: VEX documents and folders besides.
        at: The present, aware: for ends of life, ages and statements with an end.
        health: Whether hints are wanted.
        system: Only this one.
        domain: Only systems of it.
        owner: Only systems of it.

    Raises:
        StoreError: there is no database, or it cannot be read.
    """
    today = at.date()
    beside = vex_files(Path(database))
    same = {p.resolve() for p in beside}
    named = [p for p in vex_named if p.is_dir() or p.resolve() not in same]
    vex, wrong = statements([*beside, *named])
    with open_store(database, readonly=True) as store:
        systems = StoreFacts(store).systems()
        outcome = audit_estate(store, source.advisories, systems, today)
        ended = endings(store, source.advisories, today)
        hinted = estate_hints(store) if health else []
        seen, scan = lives(store, at), last_scan(store)
    kept = [
        f for f in outcome.found if fits(systems.get(f.system), f.system, system, domain, owner)
    ]
    over = [e for e in ended if fits(systems.get(e.system), e.system, system, domain, owner)]
    levels: dict[str, int] = {}
    for found in kept:
        levels[found.priority.level.value] = levels.get(found.priority.level.value, 0) + 1
    findings = [as_row(f, systems) for f in kept]
    if vex is not None:
        components = [component_of(f) for f in kept]
        answered(findings, components, vex, (), today)
    findings += [ending_as_row(e, systems) for e in over]
    about = [(f.system, f.purl_base, f.exposure.id) for f in kept]
    about += [(e.system, e.purl_base, e.cycle) for e in over]
    mark(findings, seen, about, scan[0])
    past, fixed = history(
        seen, scan, lambda name: fits(systems.get(name), name, system, domain, owner)
    )
    listed = {reason: sorted(set(names)) for reason, names in sorted(outcome.unasked.items())}
    summary: dict[str, object] = {
        "kind": "summary",
        "components": outcome.software,
        "clean": outcome.asked - len({f.purl_base for f in kept}),
        "findings": len(findings),
        "ends_of_life": len(over),
        "vulnerable": len({f.purl_base for f in kept}),
        "systems": len({f.system for f in kept}),
        "per_priority": levels,
        "unmatched": {reason: len(names) for reason, names in listed.items()},
        "history": past,
        **ages(source.states),
    }
    return Told(
        findings=findings,
        unasked=[
            {"kind": "unmatched", "reason": reason, "name": name}
            for reason, names in listed.items()
            for name in names
        ],
        summary=summary,
        issues=wrong,
        fixed=fixed,
        hints=[
            hint_row(h, where)
            for where, h in hinted
            if fits(systems.get(where), where, system, domain, owner)
        ],
    )


def fits(
    known: SystemFact | None,
    number: str,
    system: str | None,
    domain: str | None,
    owner: str | None,
) -> bool:
    """Whether a system is one of those asked for; case does not count."""
    if system is not None and number != system:
        return False
    if domain is not None and (known is None or known.domain.lower() != domain.lower()):
        return False
    return owner is None or (known is not None and known.owner.lower() == owner.lower())
