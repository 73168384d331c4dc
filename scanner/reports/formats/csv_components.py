"""Every occurrence of every component as CSV: who runs what, under which licence, where.

Written as the findings are: UTF-8, commas, LF, safe for spreadsheets. Streams.
"""

from collections.abc import Iterator

from scanner.reports import rows
from scanner.reports.data import ReportData
from scanner.reports.escape import csv_cell

COLUMNS = (
    "system",
    "source",
    "path",
    "line",
    "purl",
    "name",
    "version",
    "version_kind",
    "requirement",
    "kind",
    "scope",
    "direct",
    "roles",
    "supplier",
    "license",
    "license_raw",
    "license_class",
    "verdict",
)
_TRUTH = {True: "yes", False: "no", None: ""}
_BLOCK = 500


def render(data: ReportData, /, *, lang: str) -> Iterator[str]:  # noqa: ARG001 - every report takes it
    """A header and a line an occurrence.

    Args:
        data: What to show.
        lang: Makes no difference.
    """
    yield ",".join(COLUMNS) + "\n"
    block: list[str] = []
    for found in data.components():
        row = rows.component(found)
        row["direct"] = _TRUTH[row["direct"]]
        row["roles"] = " ".join(row["roles"])
        row["line"] = row["line"] or ""
        block.append(",".join([csv_cell(row[name]) for name in COLUMNS]))
        if len(block) == _BLOCK:
            yield "\n".join(block) + "\n"
            block.clear()
    if block:
        yield "\n".join(block) + "\n"
