"""Everything as one JSON document: one member a kind of row, one row a line.

Fields are those of `scanner.reports.rows`. Streams: memory does not grow with the number of
components. The language makes no difference.
"""

from collections.abc import Iterable, Iterator

from scanner.reports import rows, view
from scanner.reports.data import ReportData


def render(data: ReportData, /, *, lang: str) -> Iterator[str]:  # noqa: ARG001 - every report takes it
    """The document; texts of findings in both languages.

    Args:
        data: What to show.
        lang: Makes no difference.
    """
    stands = view.statuses(data)
    yield '{\n"scan": ' + rows.encode(rows.scan(data))
    yield from _member("systems", (rows.system(s, stands[s.id]) for s in data.systems))
    yield from _member("findings", map(rows.finding, data.findings))
    yield from _member("rules", map(rows.rule, data.rules))
    yield from _member("licenses", map(rows.license_row, data.licenses))
    yield from _member("sources", map(rows.source, data.sources))
    yield from _member("formats", map(rows.file_format, data.formats))
    yield from _member("issues", map(rows.issue, data.issues))
    yield from _member("components", map(rows.component, data.components()))
    yield "\n}\n"


def _member(name: str, found: Iterable[rows.Row]) -> Iterator[str]:
    yield f',\n"{name}": ['
    first = True
    for row in found:
        yield ("\n" if first else ",\n") + rows.encode(row)
        first = False
    yield "]" if first else "\n]"
