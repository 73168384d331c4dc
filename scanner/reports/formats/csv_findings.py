"""Findings as CSV, open and waived, most severe first.

UTF-8, commas, a header, lines end in LF. Cells that a spreadsheet would take for a formula get an
apostrophe before them. Column names have no language; `title`, `message` and `fix` do.

Source: RFC 4180; OWASP, CSV Injection.
"""

from collections.abc import Iterator

from scanner.reports import view
from scanner.reports.data import FindingRow, ReportData, SystemRow
from scanner.reports.escape import csv_cell
from scanner.words import Words
from scanner.words import words as words_of

COLUMNS = (
    "severity",
    "verdict",
    "status",
    "new",
    "rule",
    "system",
    "system_name",
    "domain",
    "owner",
    "subject",
    "title",
    "message",
    "fix",
    "confidence",
    "first_seen",
    "place_count",
    "places",
    "waiver",
    "waiver_until",
    "waiver_reason",
    "fingerprint",
)


def render(data: ReportData, /, *, lang: str) -> Iterator[str]:
    """A header and a line a finding.

    Args:
        data: What to show.
        lang: `nl` or `en`, for the texts.
    """
    words = words_of(lang)
    systems = {s.id: s for s in data.systems}
    yield ",".join(COLUMNS) + "\n"
    for finding in data.findings:
        yield ",".join(map(csv_cell, _cells(finding, systems, words))) + "\n"


def _cells(
    finding: FindingRow, systems: dict[str, SystemRow], words: Words
) -> tuple[str | int, ...]:
    system = systems.get(finding.system)
    places = " | ".join(
        f"{p.source}: {view.place_text(p)}" if p.path and p.source else view.place_text(p)
        for p in finding.places
    )
    return (
        finding.severity.value,
        finding.verdict.value,
        finding.status,
        "yes" if finding.new else "no",
        finding.rule,
        finding.system,
        system.name if system else "",
        system.domain if system else "",
        system.owner if system else "",
        finding.subject,
        words.pick(finding.title),
        words.pick(finding.message),
        words.pick(finding.fix),
        finding.confidence.value,
        finding.first_seen.isoformat(),
        finding.place_count,
        places,
        finding.waiver,
        finding.waiver_until,
        finding.waiver_reason,
        finding.fingerprint,
    )
