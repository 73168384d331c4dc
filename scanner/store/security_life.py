"""Lives of security findings: opened, fixed, opened again, and which a waiver accepts now."""

from datetime import UTC, datetime

import msgspec

from scanner.store.evaluation import FINDING_COLUMNS, read_finding
from scanner.store.store import Store

RULES = ("end-of-life", "known-exploited", "malicious-package", "vulnerable-component")
_LISTED = ", ".join(f"'{r}'" for r in RULES)
_EVENTS = f"""SELECT e.fingerprint, e.scan_id, e.event FROM finding f
JOIN finding_event e ON e.fingerprint = f.fingerprint
WHERE f.rule IN ({_LISTED}) ORDER BY e.id"""  # noqa: S608 - own names
_FINDINGS = f"""SELECT f.fingerprint, f.status, f.waiver, f.waiver_reason, f.waiver_until,
{FINDING_COLUMNS} FROM finding f WHERE f.rule IN ({_LISTED})"""  # noqa: S608 - own names
_OPENS = frozenset({"opened", "reopened"})
_DAY = 86_400


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of time in which a finding was open; one that came back has several."""

    opened_scan: int
    opened: str
    """Start of the scan that saw it, UTC, ISO 8601."""
    closed_scan: int | None = None
    """Scan that no longer saw it; None: open still."""
    closed: str = ""
    days: float
    """Until it was closed, else until now."""


class Life(msgspec.Struct, frozen=True, kw_only=True):
    """A security finding and when it was open."""

    rule: str
    system: str
    subject: str
    """Package URL without version."""
    about: str
    """The advisory, or the cycle of an end of life."""
    severity: str
    name: str
    version: str
    periods: tuple[Period, ...]
    waived: str
    """Ground and explanation of the waiver that holds now, or empty."""
    waiver: str
    """Its id."""
    waived_until: str

    @property
    def identity(self) -> tuple[str, str, str]:
        """System, subject and what it is about: as an audit knows it."""
        return self.system, self.subject, self.about


def lives(store: Store, at: datetime) -> list[Life]:
    """Every security finding that a scan ever saw, in a stable order.

    Args:
        store: The estate.
        at: The present, aware; open findings are as old as now.
    """
    times = {n: datetime.fromisoformat(t) for n, t in store.rows("SELECT id, started_at FROM scan")}
    steps: dict[str, list[tuple[int, bool]]] = {}
    for fingerprint, scan, event in store.stream(_EVENTS):
        if event in _OPENS or event == "resolved":
            steps.setdefault(fingerprint, []).append((scan, event in _OPENS))
    found = []
    for fingerprint, status, waiver, reason, until, *rest in store.stream(_FINDINGS):
        finding = read_finding(tuple(rest))
        values = dict(finding.values)
        found.append(
            Life(
                rule=finding.rule,
                system=finding.system,
                subject=finding.subject,
                about=next((value for _, value in finding.key), ""),
                severity=finding.severity.value,
                name=values.get("name", finding.subject),
                version=values.get("versions", ""),
                periods=tuple(_periods(steps.get(fingerprint, []), times, at)),
                waived=reason if status == "waived" else "",
                waiver=waiver if status == "waived" else "",
                waived_until=until if status == "waived" else "",
            )
        )
    found.sort(key=lambda life: (life.system, life.subject, life.about, life.rule))
    return found


def last_scan(store: Store) -> tuple[int, str]:
    """Number and start of the last scan that ended; (0, empty): there is none."""
    rows = store.rows(
        "SELECT id, started_at FROM scan WHERE state IN ('complete', 'partial') "
        "ORDER BY id DESC LIMIT 1"
    )
    return (int(rows[0][0]), str(rows[0][1])) if rows else (0, "")


def _periods(
    steps: list[tuple[int, bool]], times: dict[int, datetime], at: datetime
) -> list[Period]:
    found: list[Period] = []
    since: int | None = None
    for scan, opens in steps:
        if opens:
            since = scan if since is None else since
        elif since is not None:
            found.append(_period(since, scan, times, at))
            since = None
    if since is not None:
        found.append(_period(since, None, times, at))
    return found


def _period(opened: int, closed: int | None, times: dict[int, datetime], at: datetime) -> Period:
    start = times[opened]
    end = times[closed] if closed is not None else at.astimezone(UTC)
    return Period(
        opened_scan=opened,
        opened=start.isoformat(timespec="seconds"),
        closed_scan=closed,
        closed=end.isoformat(timespec="seconds") if closed is not None else "",
        days=max(0.0, round((end - start).total_seconds() / _DAY, 2)),
    )
