"""A bar chart as inline SVG that keeps its letters readable at every width."""

from collections.abc import Sequence

import msgspec

from scanner.reports.markup import Html, el

_STEP = 44
_BAR = 14


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One bar."""

    label: str
    value: int
    shown: str
    """The value as text."""
    kind: str
    """Class for its look: `open`, `closed` or `unknown`."""


def bars(found: Sequence[Bar], *, title: str, description: str, name: str) -> Html:
    """Horizontal bars, each as long as its share of them all; label above, value at its end.

    Args:
        found: In the order shown.
        title: Short text alternative.
        description: Longer text alternative, for example where the figures stand.
        name: Id on the page.
    """
    total = sum(b.value for b in found) or 1
    parts = [el("title", title, id=f"{name}-title"), el("desc", description, id=f"{name}-desc")]
    for number, bar in enumerate(found):
        top = number * _STEP
        tenths = max(1000 * bar.value // total, 4 if bar.value else 0)
        parts += [
            el("text", bar.label, x=0, y=top + 15),
            el("text", bar.shown, x="100%", y=top + 15, text_anchor="end", class_="value"),
            el("rect", x=0, y=top + 22, width="100%", height=_BAR, class_="track"),
            el(
                "rect",
                x=0,
                y=top + 22,
                width=f"{tenths // 10}.{tenths % 10}%",
                height=_BAR,
                class_=f"bar {bar.kind}",
            ),
        ]
    return el(
        "svg",
        *parts,
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        width="100%",
        height=len(found) * _STEP,
        class_="chart",
    )
