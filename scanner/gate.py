"""The gate: which findings make a run fail. Report-only unless somebody asks for more."""

import msgspec

from policies.finding import Severity, Verdict
from scanner.store.findings import standings
from scanner.store.store import Store

NEVER = "never"


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """What counts."""

    fail_on: str = NEVER
    """`never`, or the lowest severity that fails."""
    count_unknown: bool = False
    """Whether unknowns count as well as deviations."""
    only_new: bool = False
    """Only findings that this scan opened or reopened."""
    baseline: int | None = None
    """Only findings that did not stand (open or waived) after this scan."""


def failing(store: Store, scan: int, gate: Gate) -> tuple[str, ...]:
    """Fingerprints of the open findings that fail the gate after a scan, sorted.

    Raises:
        StoreError: the baseline scan is not there.
    """
    if gate.fail_on == NEVER:
        return ()
    least = Severity(gate.fail_on).rank
    stood: set[str] = set()
    if gate.baseline is not None:
        from scanner.store.scans import scan_of

        number = scan_of(store, gate.baseline).id
        stood = {f for f, s in standings(store, number).items() if s.status in {"open", "waived"}}
    now = standings(store, scan)
    found = []
    for fingerprint, verdict, severity in store.rows(
        "SELECT fingerprint, verdict, severity FROM finding WHERE status = 'open'"
    ):
        standing = now.get(fingerprint)
        if standing is None or standing.status != "open" or fingerprint in stood:
            continue
        if Severity(severity).rank < least or (gate.only_new and not standing.new):
            continue
        if verdict == Verdict.UNKNOWN.value and not gate.count_unknown:
            continue
        found.append(fingerprint)
    return tuple(sorted(found))
