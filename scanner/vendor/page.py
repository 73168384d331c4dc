"""The check as one HTML page. Loads nothing."""

import base64
import hashlib
from collections.abc import Iterable
from functools import singledispatch
from pathlib import Path

from scanner.reports.escape import clip, html
from scanner.reports.markup import Html, el, join, raw
from scanner.vendor.blocks import (
    Badge,
    Band,
    Blank,
    Block,
    Cell,
    Counts,
    Facts,
    Fold,
    Heading,
    Page,
    Para,
    Points,
    Quote,
    Run,
    Table,
)
from scanner.vendor.check import Check
from scanner.vendor.outline import outline
from scanner.words import Words

_MOST = 4000
"""Characters of one text."""


def render(check: Check, say: Words) -> str:
    """The page in one language; the same bytes for the same check."""
    return html_of(outline(check, say))


def html_of(page: Page) -> str:
    """A report as HTML."""
    style = (Path(__file__).parent / "vendor.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{digest}'"
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        raw(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        el("title", page.title),
        el("style", raw(style)),
    )
    body = el(
        "body",
        el("a", page.skip, href="#main", class_="skip"),
        el(
            "header",
            el("p", page.kicker, class_="kicker"),
            el("h1", page.name),
            el("p", page.when, class_="when"),
        ),
        el("main", _all(page.blocks), id="main", tabindex=-1),
        el("footer", el("p", page.foot)),
    )
    return f"<!doctype html>\n{el('html', head, body, lang=page.lang)}\n"


def _all(blocks: Iterable[Block]) -> Html:
    return join(_shown(b) for b in blocks)


def _text(text: str) -> Html:
    return Html(html(clip(text, _MOST)))


def _runs(runs: Iterable[Run]) -> Html:
    made = []
    for run in runs:
        text = _text(run.text)
        if run.to:
            text = el("a", text, href=f"#{run.to}")
        made.append(el("b", text) if run.strong else text)
    return join(made)


@singledispatch
def _shown(block: Block) -> Html:
    raise TypeError(f"no HTML for {type(block).__name__}")


@_shown.register
def _heading(block: Heading) -> Html:
    return el(f"h{block.level}", _text(block.text), id=block.anchor or False)


@_shown.register
def _para(block: Para) -> Html:
    return el("p", _runs(block.runs), class_=block.role or False)


@_shown.register
def _quote(block: Quote) -> Html:
    place = el("p", el("code", _text(block.source)), class_="place") if block.source else raw("")
    if not block.text:
        return place
    return el("div", el("blockquote", _text(block.text)), place)


@_shown.register
def _points(block: Points) -> Html:
    items = [el("li", _runs(i)) for i in block.items]
    return el("ol", *items, class_="because") if block.ordered else el("ul", *items)


@_shown.register
def _badge(block: Badge) -> Html:
    sign = el("span", block.sign, aria_hidden="true")
    return el("span", sign, " ", block.word, class_=f"v {block.key}")


@_shown.register
def _counts(block: Counts) -> Html:
    return el("ul", *(el("li", _badge(b), f" {n}") for b, n in block.items), class_="counts")


@_shown.register
def _fold(block: Fold) -> Html:
    return el("details", el("summary", block.title), _all(block.blocks))


@_shown.register
def _blank(_: Blank) -> Html:
    return el("div", class_="empty")


@_shown.register
def _facts(block: Facts) -> Html:
    items = [el("div", el("dt", n), el("dd", _text(v))) for n, v in block.items]
    return el("dl", *items)


@_shown.register
def _band(block: Band) -> Html:
    title = el("h2", block.title)
    return el("section", title, _all(block.blocks), class_=f"verdict {block.key}")


@_shown.register
def _table(block: Table) -> Html:
    heads = el("thead", el("tr", *(el("th", h, scope="col") for h in block.heads)))
    rows = el("tbody", *(el("tr", *(_cell(c) for c in row)) for row in block.rows))
    return el("table", heads, rows, aria_label=block.title)


def _cell(cell: Cell) -> Html:
    held = _all(cell.blocks)
    if cell.header:
        return el("th", held, scope="row", id=cell.anchor or False)
    return el("td", held, id=cell.anchor or False)
