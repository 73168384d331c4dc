"""Ends of life and hints about the health of what the estate holds, each by system."""

from collections.abc import Mapping
from datetime import date

import msgspec

from policies.audit import Ending, ending_of
from policies.facts import SystemFact
from policies.health import Hint, hints, name_like
from sbom.advisories.ecosystems import key_of
from sbom.advisories.index import Advisories
from scanner.audit_estate import SHOWN_PLACES, UNUSED, component_from, plain
from scanner.store import advisory_rows as rows
from scanner.store.advisory_rows import BaseRow, UseRow
from scanner.store.store import Store

_MAY_MOVE = frozenset({"docker", "github", "oci"})


class SystemEnding(msgspec.Struct, frozen=True, kw_only=True):
    """A component version in one system, past the end of its maintenance or near it."""

    system: str
    purl: str
    purl_base: str
    name: str
    version: str
    product: str
    cycle: str
    ends: str
    ended: bool
    latest: str
    places: tuple[tuple[str, str, int], ...]
    count: int


def endings(store: Store, advisories: Advisories, today: date) -> list[SystemEnding]:
    """What in the estate is past the end of its maintenance, or near it; by system and name."""
    products = advisories.products()
    found: list[SystemEnding] = []
    if not products:
        return found
    with store.snapshot():
        for base in rows.bases(store):
            if not base.purl.startswith("pkg:") or key_of(base.purl) not in products:
                continue
            ends: dict[int, Ending] = {}
            for number, purl, version in rows.components(store, base.id):
                one = plain(purl, base.name, version)
                ending = ending_of(number, one, products, today) if version else None
                if ending is not None:
                    ends[number] = ending
            grouped: dict[tuple[str, int], list[UseRow]] = {}
            for use in rows.uses(store, ends):
                if UNUSED.isdisjoint(use.roles):
                    grouped.setdefault((use.system, use.component), []).append(use)
            found += [_ended(base, ends[n], used) for (_, n), used in grouped.items()]
    found.sort(key=lambda e: (e.system, e.name, e.version))
    return found


def _ended(base: BaseRow, ending: Ending, used: list[UseRow]) -> SystemEnding:
    return SystemEnding(
        system=used[0].system,
        purl=used[0].purl,
        purl_base=base.purl,
        name=base.name,
        version=ending.component.version,
        product=ending.product.title or ending.product.id,
        cycle=ending.cycle.name,
        ends=ending.cycle.ends,
        ended=ending.ended,
        latest=ending.cycle.latest,
        places=tuple(dict.fromkeys((u.source, u.path, u.line) for u in used))[:SHOWN_PLACES],
        count=len(used),
    )


def estate_hints(store: Store) -> list[tuple[str, Hint]]:
    """Hints about what the estate holds, each once a system; missing locks are a rule of their own."""
    found: dict[tuple[str, str, str, str], tuple[str, Hint]] = {}
    with store.snapshot():
        flagged = rows.flagged(store)
        for base in rows.bases(store):
            kind = base.purl[4:].partition("/")[0] if base.purl.startswith("pkg:") else ""
            numbers = flagged.get(base.id, [])
            if kind in _MAY_MOVE or name_like(kind, base.name):
                numbers = [number for number, _, _ in rows.components(store, base.id)]
            if not numbers:
                continue
            for use in rows.uses(store, numbers):
                for hint in hints([component_from(use, base.name)]):
                    if hint.rule != "no-lockfile":
                        mark = (use.system, hint.rule, use.purl, hint.about)
                        found.setdefault(mark, (use.system, hint))
    return [found[k] for k in sorted(found)]


def ending_as_row(found: SystemEnding, systems: Mapping[str, SystemFact]) -> dict[str, object]:
    """An end of life of the estate as plain values."""
    known = systems.get(found.system)
    return {
        "kind": "finding",
        "rule": "end-of-life" if found.ended else "end-of-life-near",
        "purl": found.purl,
        "name": found.name,
        "version": found.version,
        "product": found.product,
        "cycle": found.cycle,
        "ends": found.ends,
        "ended": found.ended,
        "latest": found.latest,
        "system": found.system,
        "system_name": known.name if known else "",
        "domain": known.domain if known else "",
        "owner": known.owner if known else "",
        "places": [{"source": s, "path": p, "line": n} for s, p, n in found.places],
        "place_count": found.count,
    }
