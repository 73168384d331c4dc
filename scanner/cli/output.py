"""Rows to a terminal table, JSON, JSON lines or CSV."""

import csv
import io
import json
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import click


def show_rows(
    rows: Iterable[Mapping[str, object]],
    columns: Sequence[str],
    shape: str,
    *,
    titles: Sequence[str] = (),
) -> int:
    """Print rows in a shape; returns how many.

    Args:
        rows: Mappings with at least `columns`; other keys appear in JSON only.
        columns: Order of table and CSV.
        shape: `table`, `json`, `nl` or `csv`.
        titles: Column heads for people; default the column names.
    """
    if shape == "nl":
        count = 0
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False, default=str))
            count += 1
        return count
    listed = list(rows)
    if shape == "json":
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2, default=str))
    elif shape == "csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([safe_cell(r.get(c, "")) for c in columns] for r in listed)
        click.echo(text.getvalue(), nl=False)
    else:
        click.echo(
            table(titles or columns, [[cell(r.get(c)) for c in columns] for r in listed]), nl=False
        )
    return len(listed)


def cell(value: object) -> str:
    """A value for people."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(str(v) for v in value)
    return str(value)


def safe_cell(value: object) -> str:
    """A CSV cell that no spreadsheet takes for a formula."""
    text = cell(value)
    if text[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return "'" + text
    return text


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, width: int | None = None) -> str:
    """A plain table that fits the terminal.

    The widest columns give way; a cut cell ends in an ellipsis. Control characters are made visible.
    """
    if width is None:
        width = shutil.get_terminal_size((110, 24)).columns if sys.stdout.isatty() else 10_000
    cells = [[_clean(c) for c in row] for row in rows]
    widths = [
        max([display_width(h), *(display_width(r[i]) for r in cells)]) for i, h in enumerate(heads)
    ]
    spare = width - 2 * (len(widths) - 1)
    while sum(widths) > spare and max(widths) > 12:
        widest = widths.index(max(widths))
        widths[widest] -= min(widths[widest] - 12, sum(widths) - spare)
    lines = ["  ".join(_fit(h, w) for h, w in zip(heads, widths, strict=True)).rstrip()]
    lines.append("  ".join("-" * w for w in widths))
    lines.extend(
        "  ".join(_fit(c, w) for c, w in zip(r, widths, strict=True)).rstrip() for r in cells
    )
    return "\n".join(lines) + "\n"


def display_width(text: str) -> int:
    """Columns a text takes on a terminal (wide characters count two)."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def _clean(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def _fit(text: str, width: int) -> str:
    excess = display_width(text) - width
    if excess <= 0:
        return text + " " * -excess
    while display_width(text) > width - 1:
        text = text[:-1]
    return text + "…"
