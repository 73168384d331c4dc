"""GitLab Code Quality: open findings for the widget of a merge request.

GitLab knows no accepted deviation, so waived findings are left out here; they stay visible in
every other report. A finding stands at its first place; without a file its place is the source or
subject, line 1. Severity: critical `blocker`, high `critical`, medium `major`, low `minor`, info
`info`; an unknown is listed at its own severity.

Source: GitLab documentation, Code Quality, "Code Quality report format".
"""

from collections.abc import Iterator

from policies.finding import Severity
from scanner.reports import rows, view
from scanner.reports.data import FindingRow, ReportData
from scanner.reports.escape import clip, seen
from scanner.words import Words
from scanner.words import words as words_of

_SEVERITIES = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
    Severity.INFO: "info",
}


def render(data: ReportData, /, *, lang: str) -> Iterator[str]:
    """A JSON array, one entry a line.

    Args:
        data: What to show.
        lang: `nl` or `en`, for the descriptions.
    """
    words = words_of(lang)
    entries = [rows.encode(_entry(f, words)) for f in view.open_findings(data)]
    yield "[\n" + ",\n".join(entries) + "\n]\n" if entries else "[]\n"


def _entry(finding: FindingRow, words: Words) -> rows.Row:
    place = finding.places[0] if finding.places else None
    path = (place.path or place.source) if place else ""
    return {
        "description": clip(seen(f"{words.pick(finding.title)}. {words.pick(finding.fix)}"), 1000),
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": path or finding.subject,
            "lines": {"begin": (place.line if place else 0) or 1},
        },
    }
