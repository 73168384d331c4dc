"""The summary for a terminal: systems, the worst findings with what to do, and what was not read.

Without a screen it is plain text of 120 columns, the same everywhere.
"""

from collections.abc import Iterator

from scanner.reports import overview, view
from scanner.reports.data import ReportData
from scanner.reports.terminal import Screen, styled, wrapped
from scanner.words import words as words_of

_SYSTEMS = 60
_RULES = 20
_EACH = 5
_ISSUES = 20


def render(data: ReportData, /, *, lang: str, screen: Screen | None = None) -> Iterator[str]:
    """The summary, a line at a time.

    Args:
        data: What to show.
        lang: `nl` or `en`.
        screen: Width and colour of the terminal.
    """
    shown = screen or Screen()
    for line in _lines(data, lang, shown):
        yield line + "\n"


def _lines(data: ReportData, lang: str, screen: Screen) -> Iterator[str]:
    words = words_of(lang)
    yield from overview.headline(data, words, screen)
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
    yield screen.style(words("title.coverage"), "bold")
    yield from overview.coverage(data, words, screen)
    yield ""
    foot = words(
        "foot.method",
        tool=data.tool_version,
        pack=data.pack_name,
        version=data.pack_version,
        digest=data.pack_digest[:12],
    )
    yield from wrapped(foot, screen.width)
