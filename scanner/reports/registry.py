"""Every report, one line each; modules are named, not imported, so that `--help` stays quick.

A test imports them all and checks that nothing is missing, doubled or misshapen.
"""

import importlib
from collections.abc import Iterator
from typing import NamedTuple, Protocol, cast

from sbom.errors import ConfigError
from scanner.reports.data import ReportData


class Report(NamedTuple):
    """One way to show a scan."""

    name: str
    module: str
    """Below `scanner.reports.formats`."""
    media_type: str
    extension: str
    """Of a file, with its dots."""
    title: str
    """What it is for, one line."""


class Renderer(Protocol):
    """What a module of `formats/` offers."""

    def render(self, data: ReportData, /, *, lang: str) -> str | Iterator[str]:
        """The report as text, whole or in pieces; the same data gives the same text."""


REPORTS: tuple[Report, ...] = (
    Report("table", "table", "text/plain", ".txt", "Summary for the terminal"),
    Report("html", "html", "text/html", ".html", "One page to read and print, accessible"),
    Report("markdown", "markdown", "text/markdown", ".md", "Summary for a merge request or wiki"),
    Report("json", "json_whole", "application/json", ".json", "Everything, one JSON document"),
    Report("jsonl", "jsonl", "application/x-ndjson", ".jsonl", "Everything, one typed row a line"),
    Report("csv", "csv_findings", "text/csv", ".csv", "Findings, one a line"),
    Report(
        "csv-components", "csv_components", "text/csv", ".components.csv", "Components, all places"
    ),
    Report("sarif", "sarif", "application/sarif+json", ".sarif", "SARIF 2.1.0 for code scanning"),
    Report("junit", "junit", "application/xml", ".junit.xml", "JUnit XML for build servers"),
    Report(
        "gitlab-code-quality",
        "gitlab_code_quality",
        "application/json",
        ".codequality.json",
        "GitLab Code Quality for merge requests",
    ),
    Report(
        "cyclonedx",
        "cyclonedx",
        "application/vnd.cyclonedx+json",
        ".cdx.json",
        "CycloneDX 1.6 of the whole estate, with verdicts",
    ),
)


def report_names() -> tuple[str, ...]:
    """Names of all reports, in the order of the registry."""
    return tuple(report.name for report in REPORTS)


def load_report(name: str) -> Renderer:
    """The module of a report.

    Raises:
        ConfigError: there is no report of this name.
    """
    module = next((r.module for r in REPORTS if r.name == name), None)
    if module is None:
        raise ConfigError(f"report {name!r} is not one of {', '.join(report_names())}")
    return cast("Renderer", importlib.import_module(f"scanner.reports.formats.{module}"))


def render(name: str, data: ReportData, *, lang: str) -> Iterator[str]:
    """A report in pieces of text.

    Args:
        name: As in `REPORTS`.
        data: What to show; its store must be open until the last piece.
        lang: `nl` or `en`.

    Raises:
        ConfigError: there is no report of this name.
    """
    made = load_report(name).render(data, lang=lang)
    yield from (made,) if isinstance(made, str) else made
