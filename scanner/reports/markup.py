"""HTML by construction: everything is escaped unless it was built here."""

from collections.abc import Iterable, Sequence

from scanner.reports.escape import clip, html

_VOID = frozenset({"meta", "rect"})
"""Closed in themselves: HTML allows the slash, SVG asks for it."""
_MOST = 600
"""Characters shown of any one foreign text."""


class Html(str):
    """Markup that may be put into a page as it is."""

    __slots__ = ()


def el(tag: str, *children: str, **attributes: str | int | bool) -> Html:
    """An element.

    Args:
        tag: Its name.
        children: Markup as it is, any other text escaped and clipped.
        attributes: `class_` is `class`, `aria_label` is `aria-label`; True: no value, False: left out.
    """
    head = tag
    for name, value in attributes.items():
        if value is False:
            continue
        written = name.rstrip("_").replace("_", "-")
        head += f" {written}" if value is True else f' {written}="{html(str(value))}"'
    if tag in _VOID:
        return Html(f"<{head}/>")
    return Html(f"<{head}>{join(children)}</{tag}>")


def join(children: Iterable[str]) -> Html:
    """Markup in a row; plain text is escaped."""
    return Html("".join(c if isinstance(c, Html) else html(clip(c, _MOST)) for c in children))


def raw(text: str) -> Html:
    """Text that is markup already: only for files that come with Sluis."""
    return Html(text)


def table(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    name: str,
    numbers: frozenset[int] = frozenset(),
    groups: bool = False,
    filter_words: tuple[str, str] | None = None,
) -> Html:
    """A data table that scrolls by itself on a narrow screen and can be reached by keyboard.

    Args:
        caption: What it shows.
        heads: Titles of the columns.
        rows: Cells; the first cell of a row is its header. With `groups`, a row of one cell
            is the title of the rows after it.
        name: Id on the page.
        numbers: Columns with figures.
        groups: Whether rows may be titles.
        filter_words: Label and word for the number of rows, when rows may be searched.
    """
    head = el("tr", *(_head(h, i in numbers) for i, h in enumerate(heads)))
    bodies: list[Html] = []
    lines: list[Html] = []
    for row in rows:
        if groups and len(row) == 1:
            if lines:
                bodies.append(el("tbody", *lines))
            title = el("th", row[0], scope="rowgroup", colspan=len(heads))
            lines = [el("tr", title, class_="group")]
            continue
        lines.append(el("tr", *(_cell(c, i, i in numbers) for i, c in enumerate(row))))
    bodies.append(el("tbody", *lines))
    searched = {}
    if filter_words is not None:
        searched = {"data_filter": filter_words[0], "data_shown": filter_words[1]}
    made = el("table", el("caption", caption, id=f"{name}-caption"), el("thead", head), *bodies)
    return el(
        "div",
        made,
        class_="scroll",
        role="region",
        aria_labelledby=f"{name}-caption",
        tabindex=0,
        **searched,
    )


def _head(text: str, number: bool) -> Html:  # noqa: FBT001 - a cell's kind
    return el("th", text, scope="col", class_="number" if number else False)


def _cell(content: str, index: int, number: bool) -> Html:  # noqa: FBT001 - a cell's kind
    if index == 0:
        return el("th", content, scope="row")
    return el("td", content, class_="number" if number else False)
