"""`sluis audit` of one document: components asked, paths to them, rows for people and machines."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from policies.audit import Audit, Ending, Exposed, Unasked
from policies.health import Hint
from policies.priority import as_tree
from policies.vex_status import VexIndex
from sbom.component import Component, Dependency, Role
from sbom.inventory import Inventory
from sbom.issue import Issue

MAX_PATH = 50


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What an audit tells, as plain values."""

    findings: list[dict[str, object]]
    unasked: list[dict[str, object]]
    summary: dict[str, object]
    issues: list[tuple[str, Issue]]
    """(file, issue) of what was not read in full."""
    hints: list[dict[str, object]] = []
    """When health was asked for."""
    fixed: list[dict[str, object]] = []
    """Of the estate: what the last scan found fixed."""


def finding_rows(found: Audit, inventory: Inventory, today: date) -> Iterator[dict[str, object]]:
    """One row for each finding: vulnerabilities and malicious packages, then ends of life."""
    paths = Paths(inventory)
    for entry in found.exposed:
        yield exposure_row(entry, paths.to(entry.component.ref), today)
    for ending in found.endings:
        yield ending_row(ending)


def exposure_row(entry: Exposed, path: Iterable[str], today: date) -> dict[str, object]:
    """An exposure as plain values; keys are described in docs/guides/security-audit.md."""
    component, exposure = entry.component, entry.exposure
    kind = "malicious-package" if exposure.malicious else "vulnerable-component"
    row: dict[str, object] = {
        "kind": "finding",
        "rule": kind,
        "advisory": exposure.id,
        "advisories": list(exposure.advisories),
        "aliases": list(exposure.aliases),
        "disputed": list(exposure.disputed),
        "cves": list(exposure.cves),
        "status": exposure.status.value,
        "why": exposure.why,
        "purl": component.purl,
        "ecosystem": exposure.ecosystem,
        "name": component.name,
        "version": component.version,
        "requirement": component.requirement,
        "scope": component.scope.value,
        "direct": component.direct,
        "path": list(path),
        "fixed": list(exposure.fixed),
        "fix_in_range": entry.fix_in_range,
        "title": exposure.title,
        "severity": exposure.rating or "unknown",
        "score": exposure.score,
        "score_version": exposure.score_version,
        "vector": exposure.vector,
        "epss": exposure.probability.score if exposure.probability else None,
        "epss_percentile": exposure.probability.percentile if exposure.probability else None,
        "kev": _kev(entry),
        "malicious": exposure.malicious,
        "informational": exposure.informational,
        "priority": as_tree(entry.priority, today),
        "published": exposure.published,
        "modified": exposure.modified,
        "sources": list(exposure.feeds),
        "references": list(exposure.references),
        "notes": list(exposure.notes),
    }
    return row


def _kev(entry: Exposed) -> Mapping[str, object] | None:
    known = entry.exposure.exploited
    if known is None:
        return None
    return {
        "cve": known.cve,
        "added": known.added,
        "due": known.due,
        "ransomware": known.ransomware,
    }


def answered(
    rows: Iterable[dict[str, Any]],
    components: Iterable[Component],
    statements: VexIndex,
    products: Collection[str],
    today: date,
) -> None:
    """Add to each row what VEX says of it: `effective` and `vex`. Nothing is left out.

    Args:
        rows: Rows of exposures.
        components: The component of each row.
        statements: Of the documents given.
        products: What is audited, in lower case; a row's own system is added.
        today: For statements with an end date.
    """
    for row, component in zip(rows, components, strict=True):
        own = {str(row.get(k, "")).lower() for k in ("system", "system_name")} - {""}
        names = (*row["advisories"], *row["aliases"])
        answer = statements.answer(names, component, {*products, *own}, today)
        row["effective"] = "open"
        if answer is None:
            continue
        row["effective"] = answer.status.value if answer.suppresses else "open"
        row["vex"] = msgspec.to_builtins(answer)


def ending_row(ending: Ending) -> dict[str, object]:
    """An end of life as plain values."""
    return {
        "kind": "finding",
        "rule": "end-of-life" if ending.ended else "end-of-life-near",
        "purl": ending.component.purl,
        "name": ending.component.name,
        "version": ending.component.version,
        "product": ending.product.title or ending.product.id,
        "cycle": ending.cycle.name,
        "ends": ending.cycle.ends,
        "ended": ending.ended,
        "latest": ending.cycle.latest,
    }


def hint_row(hint: Hint, system: str = "") -> dict[str, object]:
    """A hint as plain values."""
    component = hint.component
    return {
        "kind": "hint",
        "rule": hint.rule,
        "purl": component.purl,
        "name": component.name,
        "version": component.version,
        "confidence": hint.confidence,
        "about": hint.about,
        "line": component.line,
        "system": system,
    }


def unasked_row(entry: Unasked) -> dict[str, object]:
    """A component that could not be asked, or only in part, as plain values."""
    return {
        "kind": "unmatched",
        "reason": entry.reason.value,
        "purl": entry.component.purl,
        "name": entry.component.name,
        "version": entry.component.version,
        "requirement": entry.component.requirement,
        "line": entry.component.line,
    }


def joined(documents: Sequence[tuple[str, Inventory]]) -> Inventory:
    """One inventory of the documents of a delivery; refs are kept apart."""
    if len(documents) == 1:
        return documents[0][1]
    components: list[Component] = []
    dependencies: list[Dependency] = []
    for number, (_, inventory) in enumerate(documents):
        components += [
            msgspec.structs.replace(c, ref=f"{number}:{c.ref}") if c.ref else c
            for c in inventory.components
        ]
        dependencies += [
            Dependency(ref=f"{number}:{d.ref}", targets=tuple(f"{number}:{t}" for t in d.targets))
            for d in inventory.dependencies
        ]
    return Inventory(
        components=tuple(components),
        dependencies=tuple(dependencies),
        issues=tuple(i for _, inventory in documents for i in inventory.issues),
    )


class Paths:
    """Shortest ways from the project to a component, over the edges of one document."""

    def __init__(self, inventory: Inventory) -> None:
        self._edges = {d.ref: d.targets for d in inventory.dependencies}
        named = {c.ref: c for c in inventory.components if c.ref}
        self._names = {
            r: f"{c.name}@{c.version}" if c.version else c.name for r, c in named.items()
        }
        roots = [r for r, c in named.items() if Role.ROOT in c.roles]
        roots += [r for r, c in named.items() if Role.WORKSPACE in c.roles]
        if not roots:
            aimed = {t for targets in self._edges.values() for t in targets}
            roots = [r for r in self._edges if r not in aimed]
        self._starts = roots
        self._from: dict[str, str] | None = None

    def to(self, ref: str) -> list[str]:
        """Names from the project down to a component; empty when the document shows no way."""
        if not ref:
            return []
        if self._from is None:
            self._from = self._walk()
        if ref not in self._from:
            return []
        path = [ref]
        while (up := self._from[path[-1]]) and len(path) < MAX_PATH:
            path.append(up)
        return [self._names.get(r, r) for r in reversed(path)]

    def _walk(self) -> dict[str, str]:
        """By ref: the ref before it on a shortest way; empty at a start."""
        before = dict.fromkeys(self._starts, "")
        queue = list(self._starts)
        for ref in queue:  # grows while it is walked
            for target in self._edges.get(ref, ()):
                if target not in before:
                    before[target] = ref
                    queue.append(target)
        return before
