"""What a person sees when a scan is done: the state of each system, the worst findings, what is missing."""

from collections.abc import Iterator

from policies.pack import Pack
from scanner.gate import NEVER
from scanner.packs import wording
from scanner.pipeline import Outcome
from scanner.rendering import screen_of_stdout
from scanner.rendering import write as write_out
from scanner.reports import overview, view
from scanner.reports.data import ReportData
from scanner.reports.terminal import Screen, styled, wrapped
from scanner.settings import Settings
from scanner.store.queries import report_data
from scanner.store.store import Store
from scanner.words import words as words_of

_SYSTEMS = 25
_RULES = 6
_EACH = 1
_ISSUES = 5


def show_scan(
    store: Store,
    settings: Settings,  # noqa: ARG001 - part of the agreed call; names and limits may come from it
    outcome: Outcome,
    pack: Pack,
    *,
    lang: str,
    caught: int,
    gate: str,
) -> None:
    """Print the summary on stdout.

    Args:
        store: Open, with the scan finished.
        settings: Of the estate.
        outcome: Of the scan.
        pack: With the texts of findings.
        lang: `nl` or `en`.
        caught: Findings that fail the gate.
        gate: `never`, or the lowest severity that fails.
    """
    data = report_data(store, wording(pack), scan=outcome.scan)
    lines = scan_lines(
        data, outcome, lang=lang, caught=caught, gate=gate, screen=screen_of_stdout()
    )
    write_out((line + "\n" for line in lines), None)


def scan_lines(
    data: ReportData, outcome: Outcome, *, lang: str, caught: int, gate: str, screen: Screen
) -> Iterator[str]:
    """The summary, a line at a time; arguments as in `show_scan`."""
    words = words_of(lang)
    yield from overview.headline(data, words, screen)
    told = words("after.read", read=outcome.read, unchanged=outcome.unchanged)
    if not outcome.evaluated:
        told += " " + words("after.unchanged")
    yield from wrapped(told, screen.width)
    yield ""
    yield screen.style(words("column.systems"), "bold")
    yield from overview.systems(data, words, screen, most=_SYSTEMS)
    yield ""
    yield from styled(screen, overview.findings_title(data, words), "bold")
    yield from overview.findings(data, words, screen, most=_RULES, each=_EACH)
    lost = view.lost(data)
    if lost:
        yield ""
        yield screen.style(words("title.unread", count=len(lost)), "bold")
        yield from overview.unread(data, words, screen, most=_ISSUES)
    yield ""
    yield from overview.coverage(data, words, screen)
    if gate != NEVER:
        severity = words.of("severity", gate)
        key = "after.gate-failed" if caught else "after.gate-passed"
        told = words(key, gate=severity, caught=caught) if caught else words(key, gate=severity)
        yield from styled(screen, told, "deviates" if caught else "clean")
    yield from wrapped(words("after.next"), screen.width)
