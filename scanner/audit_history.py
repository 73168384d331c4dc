"""What is new since the scan before, what is fixed, and how long findings stay open.

All of it rests on the scans that were judged with advisories: a finding opens in the scan that first
sees it and closes in the scan that no longer does, so a day between two scans counts as open. Waived
findings count as open: accepted is not fixed.
"""

from collections.abc import Callable, Iterable, Mapping
from statistics import fmean, median

from scanner.store.security_life import Life, Period


def history(
    found: Iterable[Life], scan: tuple[int, str], kept: Callable[[str], bool]
) -> tuple[dict[str, object], list[dict[str, object]]]:
    """The history as plain values, and a row for each finding that the last scan found fixed.

    Args:
        found: Lives of findings.
        scan: Number and start of the last scan.
        kept: Which systems count.
    """
    number, at = scan
    fresh = reopened = standing = 0
    fixed: list[dict[str, object]] = []
    ages: list[float] = []
    repairs: list[float] = []
    per_level: dict[str, list[float]] = {}
    for life in found:
        if not kept(life.system):
            continue
        for place, period in enumerate(life.periods):
            fresh += period.opened_scan == number and not place
            reopened += period.opened_scan == number and place > 0
            if period.closed_scan is None:
                standing += 1
                ages.append(period.days)
                continue
            repairs.append(period.days)
            per_level.setdefault(life.severity, []).append(period.days)
            if period.closed_scan == number:
                fixed.append(_fixed_row(life, period))
    told: dict[str, object] = {
        "scan": at,
        "new": fresh,
        "reopened": reopened,
        "fixed": len(fixed),
        "open": standing,
        "open_mean_days": _rounded(fmean, ages),
        "open_longest_days": _rounded(max, ages),
        "fixed_ever": len(repairs),
        "mean_days_open": _rounded(fmean, repairs),
        "median_days_open": _rounded(median, repairs),
        "mean_days_open_per_severity": {
            k: _rounded(fmean, v) for k, v in sorted(per_level.items())
        },
    }
    return told, fixed


def mark(
    rows: Iterable[dict[str, object]],
    found: Iterable[Life],
    bases: Iterable[tuple[str, str, str]],
    scan: int,
) -> None:
    """Add to rows of the estate since when they are open, whether they are new, and their waiver.

    Args:
        rows: Of findings; a row that VEX answers keeps that answer.
        found: Lives of findings.
        bases: (system, package URL without version, what it is about) of each row.
        scan: Number of the last scan.
    """
    known = {life.identity: life for life in found}
    for row, identity in zip(rows, bases, strict=True):
        life = known.get(identity)
        standing = life.periods[-1] if life is not None and life.periods else None
        if life is None or standing is None or standing.closed_scan is not None:
            continue
        row["opened"] = standing.opened
        row["days_open"] = standing.days
        row["new"] = standing.opened_scan == scan
        if life.waived:
            row["waiver"] = {
                "id": life.waiver,
                "reason": life.waived,
                "until": life.waived_until,
            }
            if row.get("effective", "open") == "open":
                row["effective"] = "waived"


def lines_of(told: Mapping[str, object]) -> Iterable[tuple[str, dict[str, object]]]:
    """(key of the text, its values) for people; nothing before the first judged scan."""
    if told["open"] or told["fixed_ever"]:
        yield "audit.history", {k: told[k] for k in ("new", "reopened", "fixed", "open")}
    if told["open"]:
        yield (
            "audit.history-open",
            {"mean": f"{told['open_mean_days']:g}", "longest": f"{told['open_longest_days']:g}"},
        )
    if told["fixed_ever"]:
        yield (
            "audit.history-fixed",
            {
                "count": told["fixed_ever"],
                "mean": f"{told['mean_days_open']:g}",
                "median": f"{told['median_days_open']:g}",
            },
        )


def _fixed_row(life: Life, period: Period) -> dict[str, object]:
    return {
        "kind": "fixed",
        "rule": life.rule,
        "system": life.system,
        "purl": life.subject,
        "name": life.name,
        "version": life.version,
        "about": life.about,
        "severity": life.severity,
        "opened": period.opened,
        "closed": period.closed,
        "days_open": period.days,
    }


def _rounded(measure: Callable[[list[float]], float], values: list[float]) -> float | None:
    return round(float(measure(values)), 1) if values else None
