"""Licences: by class with what each means, and the most common ones."""

from collections.abc import Sequence

from scanner.reports import view
from scanner.reports.chart import Bar, bars
from scanner.reports.data import ReportData
from scanner.reports.escape import clip
from scanner.reports.markup import Html, el, table
from scanner.reports.page import pieces
from scanner.words import Words

_LICENSES = 40


def licenses(data: ReportData, words: Words) -> Html:
    """Licences by class as a chart with its figures, and the most common ones."""
    found = view.classes(data)
    if not found:
        return pieces.section("licenses", words("title.licenses"), el("p", words("empty.licenses")))
    total = sum(count for _, count, _ in found)
    drawn = [
        Bar(
            label=f"{words.of('class', name)} ({words('column.open').lower()}: {_open(name, words)})"
            if name not in {"none", "unknown"}
            else words.of("class", name),
            value=count,
            shown=f"{words.number(count)} · {words.share(count, total)}",
            kind=_kind(name),
        )
        for name, count, _ in found
    ]
    chart = bars(
        drawn, title=words("title.classes"), description=words("chart.desc"), name="licenses-chart"
    )
    by_class = _classes(found, total, words)
    heads = [words(f"column.{n}") for n in ("license", "class", "components", "systems")]
    rows = [
        (
            clip(row.expression, 160) or words("license.none"),
            words.of("class", (row.license_class or "unknown") if row.expression else "none"),
            words.number(row.components),
            words.number(row.systems),
        )
        for row in data.licenses[:_LICENSES]
    ]
    common = table(
        words("caption.expressions"), heads, rows, name="licenses-table", numbers=frozenset({2, 3})
    )
    return pieces.section(
        "licenses",
        words("title.licenses"),
        el("h3", words("title.classes")),
        chart,
        by_class,
        el("h3", words("title.expressions")),
        common,
        *pieces.rest(words, "more.licenses", len(data.licenses) - _LICENSES),
    )


def _classes(found: Sequence[tuple[str, int, int]], total: int, words: Words) -> Html:
    """The figures of the chart, with what each class means."""
    heads = [words(f"column.{n}") for n in ("class", "meaning", "open", "components", "share")]
    rows = [
        (
            words.of("class", name),
            _meaning(name, words),
            _open(name, words),
            words.number(count),
            words.share(count, total),
        )
        for name, count, _ in found
    ]
    return table(
        words("caption.classes"), heads, rows, name="classes-table", numbers=frozenset({3, 4})
    )


def _meaning(name: str, words: Words) -> str:
    """In short; nothing for a class that a town made itself."""
    text = words.of("class-help", name)
    return "" if text == name else text


def _open(name: str, words: Words) -> str:
    if name in {"unknown", "none"}:
        return words("open.unknown")
    return words("open.yes") if name in view.OPEN_CLASSES else words("open.no")


def _kind(name: str) -> str:
    if name in {"unknown", "none"}:
        return "unknown"
    return "open" if name in view.OPEN_CLASSES else "closed"
