"""Automatic numbers of OpenDocument lists and headings: style, start, display levels, continuing."""

from typing import NamedTuple

from sbom.contracts.labels import as_letters, as_roman
from sbom.contracts.xml_tree import Node

_DEPTH = 12


class Level(NamedTuple):
    """How one level of a list style numbers."""

    format: str
    """"1", "a", "A", "i", "I", "" for no number, "•" for a bullet."""
    prefix: str
    suffix: str
    start: int
    display: int
    """How many levels the number shows."""
    template: str
    """LibreOffice's `num-list-format` ("%1%.%2%"), or empty."""


OUTLINE = "\x00outline"
"""Name under which the numbering of headings is kept."""


def list_styles(roots: list[Node]) -> dict[str, dict[int, Level]]:
    """List styles by name; the style of headings under `OUTLINE`."""
    styles: dict[str, dict[int, Level]] = {}
    for root in roots:
        for node in root.walk():
            if node.tag not in {"list-style", "outline-style"}:
                continue
            name = OUTLINE if node.tag == "outline-style" else node.get("name")
            styles[name] = {}
            for level in node.elements():
                place = level.get("level")
                if place.isdigit() and len(place) < 3:
                    styles[name][int(place)] = _level(level)
    return styles


def _level(node: Node) -> Level:
    if node.tag == "list-level-style-bullet":
        return Level("•", "", "", 1, 1, "")
    start, display = node.get("start-value", "1"), node.get("display-levels", "1")
    return Level(
        node.get("num-format"),
        node.get("num-prefix"),
        node.get("num-suffix"),
        int(start) if start.isdigit() and len(start) < 7 else 1,
        int(display) if display.isdigit() and len(display) < 3 else 1,
        node.get("num-list-format"),
    )


class Counter:
    """How far each list has counted."""

    def __init__(self, styles: dict[str, dict[int, Level]]) -> None:
        """Start with the list styles of a document."""
        self._styles = styles
        self._counts: dict[str, list[int | None]] = {}
        self._ids: dict[str, str] = {}
        self._name: str = ""

    def open(self, node: Node, style: str, level: int) -> None:
        """A list begins: it counts on where it says so, and else anew."""
        if level != 1:
            return
        follows = node.get("continue-list") or (
            "yes" if node.get("continue-numbering") == "true" else ""
        )
        if not follows:
            self._counts[style] = [None] * _DEPTH

    def start(self, style: str, level: int, value: int) -> None:
        """The next item of a level has this value."""
        counts = self._counts.setdefault(style, [None] * _DEPTH)
        if 0 < level <= _DEPTH:
            counts[level - 1] = value - 1

    def count(self, style: str, level: int, *, heading: bool = False) -> tuple[str, str]:
        """Count an item in; its label and the key of its level, or empty without a number."""
        name = style if style in self._styles else OUTLINE if heading else style
        levels = self._styles.get(name, {})
        own = levels.get(level)
        if own is None or not 0 < level <= _DEPTH:
            return "", ""
        if own.format == "•":
            return "•", ""
        counts = self._counts.setdefault(name, [None] * _DEPTH)
        before = counts[level - 1]
        counts[level - 1] = own.start if before is None else before + 1
        for deeper in range(level, _DEPTH):
            counts[deeper] = None
        for upper in range(level - 1):
            if counts[upper] is None:
                counts[upper] = levels[upper + 1].start if upper + 1 in levels else 1
        return _shown(own, level, levels, counts), f"odt{name}/{level}"


def _shown(own: Level, level: int, levels: dict[int, Level], counts: list[int | None]) -> str:
    if not own.format:
        return ""
    if own.template:
        text = own.template
        for place in range(1, level + 1):
            form = levels[place].format if place in levels else "1"
            text = text.replace(f"%{place}%", _written(counts[place - 1] or 0, form))
        return text.strip()
    first = max(1, level - own.display + 1)
    parts = [
        _written(counts[p - 1] or 0, levels[p].format if p in levels else "1")
        for p in range(first, level + 1)
    ]
    return f"{own.prefix}{'.'.join(p for p in parts if p)}{own.suffix}".strip()


def _written(value: int, form: str) -> str:
    if form == "a":
        return as_letters(value)
    if form == "A":
        return as_letters(value, upper=True)
    if form == "i":
        return as_roman(value)
    if form == "I":
        return as_roman(value, upper=True)
    return str(value) if form == "1" else ""
