"""What several reports show of a scan: totals, groups of findings, what was not read.

Everything here is counted from `ReportData` alone; order is fixed.
"""

from collections.abc import Iterable

import msgspec

from policies.finding import Place, Severity, Verdict
from sbom.issue import INCOMPLETE, IssueKind
from scanner.reports.data import FindingRow, IssueRow, ReportData, SourceRow, SystemRow

UNLINKED = ""
"""Id of the system that stands for sources that no system claims."""


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Open findings of one rule."""

    rule: str
    severity: Severity
    """The worst among them."""
    findings: tuple[FindingRow, ...]
    """Most severe first."""
    by_system: tuple[tuple[str, int], ...]
    """(system id, findings), most first."""
    unknown: bool
    """Whether none of them deviates: all are about what is not known."""


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of the estate."""

    systems: int
    """Systems with an id."""
    clean: int
    """Systems without open findings whose sources were all read."""
    deviates: int
    unknown: int
    waived: int
    new: int
    """Open findings that the previous scan did not have; 0 when this is the first."""
    by_severity: tuple[tuple[Severity, int], ...]
    """Open deviations, worst first; every severity is there."""
    judged: int
    """Components, each counted once for every licence (or none) it has somewhere: what the two
    figures below are parts of."""
    licensed: int
    """Of these, with a known licence."""
    open_licensed: int
    """Of these, under a licence of an open class."""
    sources_complete: int
    sources_partial: int
    sources_failed: int
    files_seen: int
    files_read: int
    files_failed: int
    files_skipped: int


OPEN_CLASSES = frozenset(
    {
        "public-domain",
        "permissive",
        "weak-copyleft",
        "strong-copyleft",
        "network-copyleft",
        "data-attribution",
        "data-share-alike",
    }
)
"""Classes of the default pack that count as open source."""


def totals(data: ReportData) -> Totals:
    """The figures of the estate."""
    opened = open_findings(data)
    severities = dict.fromkeys(sorted(Severity, key=lambda s: -s.rank), 0)
    for finding in opened:
        if finding.verdict is Verdict.DEVIATES:
            severities[finding.severity] += 1
    states = [s.state for s in data.sources]
    return Totals(
        systems=sum(1 for s in data.systems if s.id),
        clean=sum(1 for number, stand in statuses(data).items() if number and stand == "clean"),
        deviates=sum(f.verdict is Verdict.DEVIATES for f in opened),
        unknown=sum(f.verdict is Verdict.UNKNOWN for f in opened),
        waived=sum(f.status == "waived" for f in data.findings),
        new=sum(f.new for f in opened) if data.previous_scan_id is not None else 0,
        by_severity=tuple(severities.items()),
        judged=sum(row.components for row in data.licenses),
        licensed=sum(row.components for row in data.licenses if row.expression),
        open_licensed=sum(
            row.components
            for row in data.licenses
            if row.expression and row.license_class in OPEN_CLASSES
        ),
        sources_complete=states.count("complete"),
        sources_partial=states.count("partial"),
        sources_failed=states.count("failed"),
        files_seen=sum(s.files_seen for s in data.sources),
        files_read=sum(s.files_read for s in data.sources),
        files_failed=sum(s.files_failed for s in data.sources),
        files_skipped=sum(s.files_skipped for s in data.sources),
    )


def open_findings(data: ReportData) -> tuple[FindingRow, ...]:
    """Findings that nobody has approved, most severe first."""
    return tuple(f for f in data.findings if f.status == "open")


def status_of(system: SystemRow, sources: Iterable[SourceRow]) -> str:
    """`deviates`, `unknown` or `clean`. What could not be read in full, or holds nothing, is unknown.

    Args:
        system: The system.
        sources: Sources of the estate; those of other systems are passed over.
    """
    if system.deviates:
        return "deviates"
    own = [s for s in sources if s.system == system.id]
    if (
        system.unknown
        or not own
        or not system.components
        or any(s.state != "complete" for s in own)
    ):
        return "unknown"
    return "clean"


def statuses(data: ReportData) -> dict[str, str]:
    """`status_of` for every system, by id; linear."""
    own: dict[str, list[SourceRow]] = {}
    for source in data.sources:
        own.setdefault(source.system, []).append(source)
    return {s.id: status_of(s, own.get(s.id, ())) for s in data.systems}


def groups(data: ReportData) -> tuple[Group, ...]:
    """Open findings by rule: worst severity first, then what deviates before what is not known, then
    most findings, then rule.
    """
    found: dict[str, list[FindingRow]] = {}
    for finding in open_findings(data):
        found.setdefault(finding.rule, []).append(finding)
    made = [
        Group(
            rule=rule,
            severity=max((f.severity for f in rows), key=lambda s: s.rank),
            findings=tuple(rows),
            by_system=_most(rows),
            unknown=all(f.verdict is Verdict.UNKNOWN for f in rows),
        )
        for rule, rows in found.items()
    ]
    return tuple(
        sorted(made, key=lambda g: (-g.severity.rank, g.unknown, -len(g.findings), g.rule))
    )


def is_new(data: ReportData, finding: FindingRow) -> bool:
    """Whether to call a finding new: in a first scan nothing is."""
    return finding.new and data.previous_scan_id is not None


def by_domain(data: ReportData) -> tuple[tuple[str, tuple[SystemRow, ...]], ...]:
    """Systems by domain, sorted; within one the worst first. Sources without a system come last."""
    found: dict[tuple[bool, str], list[SystemRow]] = {}
    for system in data.systems:
        found.setdefault((system.id == UNLINKED, system.domain), []).append(system)
    return tuple(
        (domain, tuple(sorted(rows, key=gravity))) for (_, domain), rows in sorted(found.items())
    )


def lost(data: ReportData) -> tuple[IssueRow, ...]:
    """Issues that make the scan incomplete, in the order of the data."""
    return tuple(row for row in data.issues if row.issue.kind in INCOMPLETE)


def kinds(rows: Iterable[IssueRow]) -> tuple[IssueKind, ...]:
    """Kinds of issues that occur, in the order in which the enumeration has them."""
    found = {row.issue.kind for row in rows}
    return tuple(kind for kind in IssueKind if kind in found)


def unsupported(data: ReportData) -> tuple[tuple[str, int], ...]:
    """Formats that were seen and cannot be read, with the number of sources; most first."""
    counts: dict[str, int] = {}
    for source in data.sources:
        for title in source.unsupported:
            counts[title] = counts.get(title, 0) + 1
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def classes(data: ReportData) -> tuple[tuple[str, int, int], ...]:
    """(class, components, distinct expressions) of the licences, most components first."""
    counts: dict[str, tuple[int, int]] = {}
    for row in data.licenses:
        name = row.license_class if row.expression else "none"
        components, expressions = counts.get(name or "unknown", (0, 0))
        counts[name or "unknown"] = (components + row.components, expressions + 1)
    return tuple(
        (name, n, m) for name, (n, m) in sorted(counts.items(), key=lambda c: (-c[1][0], c[0]))
    )


def place_text(place: Place) -> str:
    """`path:line` within a source; the source itself when no file is meant."""
    where = place.path or place.source
    return f"{where}:{place.line}" if place.line and place.path else where


def issue_place(row: IssueRow) -> str:
    """`source: path:line`, as far as each is known; `-` when the issue is about no place."""
    issue = row.issue
    where = f"{issue.path}:{issue.line}" if issue.path and issue.line else issue.path
    if issue.path and is_itself(row.source, issue.path):
        return row.source + where[len(issue.path) :]
    return ": ".join(part for part in (row.source, where) if part) or "-"


def is_itself(source: str, path: str) -> bool:
    """Whether a source is the one file that a path names, so that naming both says nothing more."""
    return source == path or source.endswith(f"/{path}")


def gravity(system: SystemRow) -> tuple[int, int, int, int, str, str]:
    """Order of systems: what deviates, then what is unknown; within these the worst first, then most
    findings, then by name.
    """
    stand = 0 if system.deviates else 1 if system.unknown else 2
    worst = -1 if system.worst is None else system.worst.rank
    name = system.name.casefold()
    return (stand, -worst, -system.deviates, -system.unknown, name, system.id)


def _most(rows: list[FindingRow]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.system] = counts.get(row.system, 0) + 1
    return tuple(sorted(counts.items(), key=lambda c: (-c[1], c[0])))
