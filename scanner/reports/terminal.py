"""Plain text for a terminal or a pipe: columns that fit, wrapped lines, colour only where wanted."""

import unicodedata
from collections.abc import Iterator, Sequence

import msgspec

from scanner.reports.escape import seen

_NARROWEST = 8
_CODES = {
    "bold": "1",
    "dim": "2",
    "critical": "1;31",
    "high": "31",
    "medium": "33",
    "low": "36",
    "info": "2",
    "deviates": "31",
    "unknown": "33",
    "clean": "32",
}


class Screen(msgspec.Struct, frozen=True, kw_only=True):
    """What the output can show."""

    width: int = 120
    """Columns."""
    color: bool = False

    def style(self, text: str, name: str) -> str:
        """Text in a colour or weight (`bold`, `dim`, a severity, a status), when there is colour."""
        code = _CODES.get(name)
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and code and text else text


def styled(screen: Screen, text: str, name: str, *, first: str = "") -> Iterator[str]:
    """`wrapped` lines in one style."""
    return (screen.style(line, name) for line in wrapped(text, screen.width, first=first))


def columns(
    screen: Screen,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: frozenset[int] = frozenset(),
    styles: Sequence[str] = (),
    style_column: int = -1,
) -> Iterator[str]:
    """Lines of a table; the widest columns give way until it fits, a cut cell ends in an ellipsis.

    Args:
        screen: Width and colour.
        heads: Titles of the columns.
        rows: Cells; control characters are made visible.
        right: Columns that are set to the right (figures).
        styles: Per row: style of the cell in `style_column`.
        style_column: Which column is styled; -1: none.
    """
    cells = [[seen(c) for c in row] for row in rows]
    widths = [
        max([display_width(h), *(display_width(r[i]) for r in cells)]) for i, h in enumerate(heads)
    ]
    spare = screen.width - 2 * (len(widths) - 1) - 2
    while sum(widths) > spare and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    line = "  ".join(
        fit(h, w, right=i in right) for i, (h, w) in enumerate(zip(heads, widths, strict=True))
    )
    yield "  " + screen.style(line.rstrip(), "bold")
    for number, row in enumerate(cells):
        parts = [
            fit(c, w, right=i in right) for i, (c, w) in enumerate(zip(row, widths, strict=True))
        ]
        if styles and style_column >= 0:
            parts[style_column] = screen.style(parts[style_column], styles[number])
        yield "  " + "  ".join(parts).rstrip()


def wrapped(text: str, width: int, *, first: str = "", rest: str | None = None) -> Iterator[str]:
    """Lines of at most `width` columns, broken at spaces; a longer word stands on its own line.

    Args:
        text: Control characters are made visible.
        width: Columns.
        first: Before the first line.
        rest: Before the other lines; default as many spaces as `first` is long.
    """
    if rest is None:
        rest = " " * display_width(first)
    line, empty = first, True
    for word in seen(text).split():
        if not empty and display_width(line) + 1 + display_width(word) > width:
            yield line
            line, empty = rest, True
        line += word if empty else " " + word
        empty = False
    yield line


def display_width(text: str) -> int:
    """Columns a text takes (wide characters count two, combining ones none)."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def fit(text: str, width: int, *, right: bool = False) -> str:
    """A text in exactly `width` columns."""
    excess = display_width(text) - width
    if excess > 0:
        kept, used = [], 1
        for char in text:
            used += display_width(char)
            if used > width:
                break
            kept.append(char)
        text = "".join(kept) + "…"
        excess = display_width(text) - width
    return " " * -excess + text if right else text + " " * -excess
