"""What falls under an advisory in the estate, and what nears its end, for the security rules."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from policies.facts import SystemFact
from policies.finding import Place
from policies.security import EndingUse, SecurityUse
from policies.vex_status import VexIndex
from scanner.advisory_mark import vex_files
from scanner.audit_estate import EstateAudit, audit_estate, component_of
from scanner.estate_health import endings
from scanner.store.advisories import AdvisoryStore, open_advisories
from scanner.store.store import Store


class EstateSecurity:
    """Implements `policies.security.SecurityFacts`; the audit runs when it is first asked."""

    def __init__(
        self,
        store: Store,
        copy: AdvisoryStore,
        systems: Mapping[str, SystemFact],
        today: date,
        vex: VexIndex | None,
    ) -> None:
        self._store = store
        self._copy = copy
        self._systems = systems
        self._today = today
        self._vex = vex
        self._audit: EstateAudit | None = None

    def exposures(self) -> Iterable[SecurityUse]:
        """Everything that falls under an advisory."""
        for found in self._audited().found:
            answered = ""
            if self._vex is not None:
                known = self._systems.get(found.system)
                products = {found.system.lower(), known.name.lower() if known else ""} - {""}
                names = found.exposure.names
                answer = self._vex.answer(names, component_of(found), products, self._today)
                answered = answer.status.value if answer is not None and answer.suppresses else ""
            yield SecurityUse(
                system=found.system,
                purl_base=found.purl_base,
                name=found.name,
                version=found.version or found.requirement,
                exposure=found.exposure,
                priority=found.priority,
                since=found.since,
                places=tuple(Place(source=s, path=p, line=n) for s, p, n in found.places),
                count=found.count,
                answered=answered,
            )

    def endings(self) -> Iterable[EndingUse]:
        """Everything past or near its end."""
        for found in endings(self._store, self._copy, self._today):
            yield EndingUse(
                system=found.system,
                purl_base=found.purl_base,
                name=found.name,
                version=found.version,
                product=found.product,
                cycle=found.cycle,
                ends=found.ends,
                ended=found.ended,
                latest=found.latest,
                places=tuple(Place(source=s, path=p, line=n) for s, p, n in found.places),
                count=found.count,
            )

    def unasked(self) -> int:
        """Number of pieces of software about which nothing could be asked."""
        return sum(len(set(names)) for names in self._audited().unasked.values())

    def _audited(self) -> EstateAudit:
        if self._audit is None:
            self._audit = audit_estate(self._store, self._copy, self._systems, self._today)
        return self._audit


def beside(
    store: Store, path: Path, systems: Mapping[str, SystemFact], today: date
) -> EstateSecurity | None:
    """The estate held against the local copy of advisories; None where nothing was fetched yet.

    Args:
        store: The estate.
        path: Of the local copy.
        systems: By id.
        today: The day of judgement.

    Raises:
        StoreError: the copy cannot be read.
    """
    copy = open_advisories(path, readonly=True)
    if not copy.sources():
        return None
    vex = None
    files = vex_files(store.path)
    if files:
        from scanner.vex_files import read_all

        vex = VexIndex(read_all(files)[0])
    return EstateSecurity(store, copy, systems, today, vex)
