"""Everything as JSON lines: each row has a `type`, its fields are those of `scanner.reports.rows`.

Order: `scan`, then `system`, `finding`, `rule`, `license`, `source`, `format`, `issue`, `component`.
Streams: memory does not grow with the number of components. The language makes no difference.
"""

from collections.abc import Iterator

from scanner.reports import rows, view
from scanner.reports.data import ReportData


def render(data: ReportData, /, *, lang: str) -> Iterator[str]:  # noqa: ARG001 - every report takes it
    """A row a line; texts of findings in both languages.

    Args:
        data: What to show.
        lang: Makes no difference.
    """
    stands = view.statuses(data)
    yield _line("scan", rows.scan(data))
    for system in data.systems:
        yield _line("system", rows.system(system, stands[system.id]))
    for finding in data.findings:
        yield _line("finding", rows.finding(finding))
    for rule in data.rules:
        yield _line("rule", rows.rule(rule))
    for license_row in data.licenses:
        yield _line("license", rows.license_row(license_row))
    for source in data.sources:
        yield _line("source", rows.source(source))
    for file_format in data.formats:
        yield _line("format", rows.file_format(file_format))
    for issue in data.issues:
        yield _line("issue", rows.issue(issue))
    for component in data.components():
        yield _line("component", rows.component(component))


def _line(kind: str, row: rows.Row) -> str:
    return rows.encode({"type": kind, **row}) + "\n"
