"""Facts of the database with the local copy of advisories beside it, for the security rules."""

from datetime import date
from typing import TYPE_CHECKING

from scanner.advisory_mark import copy_beside
from scanner.store.facts import StoreFacts
from scanner.store.store import Store

if TYPE_CHECKING:
    from policies.decisions import Decisions
    from scanner.estate_security import EstateSecurity
    from scanner.store.arrivals import StoreArrivals
    from scanner.store.license_versions import StoreDrifts


class SecuredFacts(StoreFacts):
    """Facts of the database; `security` when there is a local copy of advisories."""

    def __init__(self, store: Store, today: date) -> None:
        super().__init__(store)
        self.decisions: Decisions | None = None
        """What became of licence decisions; None: there are none."""
        self._arrivals: StoreArrivals | None = None
        self.security: EstateSecurity | None = None
        path = copy_beside(store.path)
        if path.exists():
            from scanner import estate_security

            self.security = estate_security.beside(store, path, self.systems(), today)

    @property
    def arrivals(self) -> "StoreArrivals":
        """Ways by which components come in; loaded when a finding first wants one."""
        if self._arrivals is None:
            from scanner.store.arrivals import StoreArrivals

            self._arrivals = StoreArrivals(self._store)
        return self._arrivals

    @property
    def drifts(self) -> "StoreDrifts":
        """Versions with different licences."""
        from scanner.store.license_versions import StoreDrifts

        return StoreDrifts(self._store, self.keeping)
