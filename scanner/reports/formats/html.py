"""One HTML page for people: summary first, then what to do and who, then the annex.

Stands by itself (no requests, no fonts, no images), meets WCAG 2.1 AA, prints, and works without
JavaScript; the script only adds a search field to long tables. It stays under 1 MB whatever the
size of the estate: long tables are cut, and say so.
"""

from scanner.reports.data import ReportData
from scanner.reports.page.actions import actions
from scanner.reports.page.frame import page
from scanner.reports.page.licenses import licenses
from scanner.reports.page.records import coverage, issues, method, waivers
from scanner.reports.page.summary import summary, systems
from scanner.words import words as words_of


def render(data: ReportData, /, *, lang: str) -> str:
    """The page.

    Args:
        data: What to show.
        lang: `nl` or `en`.
    """
    words = words_of(lang)
    made = (summary, systems, actions, waivers, licenses, coverage, issues, method)
    return page(data, words, [section(data, words) for section in made])
