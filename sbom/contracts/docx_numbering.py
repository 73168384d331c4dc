"""Word's automatic numbers: ECMA-376 part 1, 17.9 (numbering.xml) and 17.7 (styles.xml).

A paragraph names a list (`numId`) and level (`ilvl`), itself or through its style; the list points
to an abstract list whose levels say the format. Lists of one abstract list count on together,
unless one of them overrides a start: then its first paragraph starts anew.
"""

from typing import NamedTuple

from sbom.contracts.labels import as_letters, as_roman
from sbom.contracts.xml_tree import Node

_LEVELS = 9
_NONE = frozenset({"none", "bullet"})
_OFF = frozenset({"0", "false", "off"})


class _Level(NamedTuple):
    start: int
    format: str
    text: str
    style: str
    restart: int | None
    legal: bool


class Style(NamedTuple):
    """What a paragraph style says that matters here."""

    name: str
    based_on: str
    number: str | None
    """`numId`, or None where it says nothing."""
    level: int | None
    outline: int | None
    """Heading level, from 0."""
    bold: bool | None
    hidden: bool | None


def number_of(node: Node | None, tag: str) -> int | None:
    """The value of a child as a number, or None."""
    child = None if node is None else node.first(tag)
    value = "" if child is None else child.get("val")
    try:
        return int(value)
    except ValueError:
        return None


def flag_of(node: Node | None, tag: str) -> bool | None:
    """A property that is on by being there: None where it is not named."""
    child = None if node is None else node.first(tag)
    return None if child is None else child.get("val", "1") not in _OFF


def read_styles(root: Node | None) -> tuple[dict[str, Style], str]:
    """Paragraph styles by id, and the id of the default one."""
    styles: dict[str, Style] = {}
    default = ""
    for node in root.elements() if root is not None else ():
        if node.tag != "style" or node.get("type", "paragraph") not in {"paragraph", "numbering"}:
            continue
        properties, run = node.first("pPr"), node.first("rPr")
        listed = None if properties is None else properties.first("numPr")
        named, based = node.first("name"), node.first("basedOn")
        number = number_of(listed, "numId")
        styles[node.get("styleId")] = Style(
            "" if named is None else named.get("val"),
            "" if based is None else based.get("val"),
            None if number is None else str(number),
            number_of(listed, "ilvl"),
            number_of(properties, "outlineLvl"),
            flag_of(run, "b"),
            flag_of(run, "vanish"),
        )
        if node.get("default") in {"1", "true", "on"} and node.get("type") == "paragraph":
            default = node.get("styleId")
    return styles, default


class Lists:
    """The lists of a document, and how far each has counted."""

    def __init__(self, root: Node | None, styles: dict[str, Style]) -> None:
        """Read numbering.xml; None where the document has none."""
        self._styles = styles
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._links: dict[str, str] = {}
        self._lists: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._own: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, list[int]] = {}
        self._used: set[tuple[str, int]] = set()
        for node in root.elements() if root is not None else ():
            if node.tag == "abstractNum":
                self._read_abstract(node)
            elif node.tag == "num":
                self._read_list(node)

    def _read_abstract(self, node: Node) -> None:
        name = node.get("abstractNumId")
        self._abstract[name] = {}
        for child in node.elements():
            if child.tag == "lvl":
                place, level = _read_level(child)
                self._abstract[name][place] = level
            elif child.tag == "numStyleLink":
                self._links[name] = child.get("val")

    def _read_list(self, node: Node) -> None:
        name = node.get("numId")
        child = node.first("abstractNumId")
        self._lists[name] = "" if child is None else child.get("val")
        for override in node.elements():
            if override.tag != "lvlOverride":
                continue
            try:
                place = int(override.get("ilvl", "0"))
            except ValueError:
                continue
            start = number_of(override, "startOverride")
            own = override.first("lvl")
            if own is not None:
                _, level = _read_level(own)
                self._own.setdefault(name, {})[place] = level
                start = level.start if start is None else start
            if start is not None:
                self._overrides.setdefault(name, {})[place] = start

    def place(self, properties: Node | None, style: str) -> tuple[str, int] | None:
        """The list and level of a paragraph, from itself or its style; None for no list.

        Args:
            properties: Its `pPr`.
            style: Id of its style.
        """
        own = None if properties is None else properties.first("numPr")
        number, level = number_of(own, "numId"), number_of(own, "ilvl")
        if number is not None:
            if level is None and str(number) in self._lists:
                level = self._linked(str(number), style)
            return (str(number), level or 0) if number else None
        name, seen = style, 0
        while name in self._styles and seen < 30:
            seen += 1
            found = self._styles[name]
            if found.number is not None:
                if found.number == "0":
                    return None
                if level is None:
                    level = self._linked(found.number, name)
                if level is None:
                    level = found.level
                return found.number, level or 0
            if level is None and found.level is not None:
                level = found.level
            name = found.based_on
        return None

    def _linked(self, number: str, style: str) -> int | None:
        """The level that names this style as its own."""
        for place, level in self._levels(number).items():
            if level.style == style:
                return place
        return None

    def _root(self, number: str) -> str:
        """The abstract list behind a list, through links by style."""
        name = self._lists.get(number, "")
        for _ in range(5):
            style = self._styles.get(self._links.get(name, ""))
            if style is None or style.number is None or style.number not in self._lists:
                break
            name = self._lists[style.number]
        return name

    def _levels(self, number: str) -> dict[int, _Level]:
        return self._abstract.get(self._root(number), {})

    def count(self, number: str, place: int) -> tuple[str, str]:
        """Count a paragraph in and give its label and the key of its list's level.

        Returns:
            ("", "") for an unknown list; ("•", key) for a bullet.
        """
        root = self._root(number)
        levels = {**self._abstract.get(root, {}), **self._own.get(number, {})}
        level = levels.get(place)
        if level is None or not 0 <= place < _LEVELS:
            return "", ""
        counts = self._counts.setdefault(root, [_UNSET] * _LEVELS)
        start = level.start
        override = self._overrides.get(number, {})
        if place in override and (number, place) not in self._used:
            counts[place] = override[place]
            start = override[place]
        elif counts[place] == _UNSET:
            counts[place] = start
        else:
            counts[place] += 1
        self._used.add((number, place))
        for upper in range(place):
            if counts[upper] == _UNSET:
                counts[upper] = levels[upper].start if upper in levels else 1
        for deeper in range(place + 1, _LEVELS):
            below = levels.get(deeper)
            if below is None or below.restart is None or 0 < place + 1 <= below.restart:
                counts[deeper] = _UNSET
        key = f"list{root}/{place}"
        if level.format == "bullet":
            return "•", key
        return _shown(level, levels, counts), key


_UNSET = -1


def _read_level(node: Node) -> tuple[int, _Level]:
    try:
        place = int(node.get("ilvl", "0"))
    except ValueError:
        place = 0
    form = node.first("numFmt")
    if form is None:
        form = node.at("AlternateContent", "Fallback", "numFmt")
    text, style = node.first("lvlText"), node.first("pStyle")
    start = number_of(node, "start")
    return place, _Level(
        1 if start is None else start,
        "decimal" if form is None else form.get("val", "decimal"),
        "" if text is None else text.get("val"),
        "" if style is None else style.get("val"),
        number_of(node, "lvlRestart"),
        flag_of(node, "isLgl") or False,
    )


def _shown(level: _Level, levels: dict[int, _Level], counts: list[int]) -> str:
    """The label: "%1.%2" with each place as its level writes it."""
    text = level.text
    if level.format == "none":
        return text if "%" not in text else ""
    for place in range(_LEVELS):
        mark = f"%{place + 1}"
        if mark in text:
            form = levels[place].format if place in levels else "decimal"
            if level.legal:
                form = "decimal"
            text = text.replace(mark, written(counts[place], form))
    return text.strip()


def written(value: int, form: str) -> str:
    """A count in a format of ECMA-376 17.18.59; decimal for the ones that no contract uses."""
    if value < 0:
        value = 1
    if form == "lowerLetter":
        return as_letters(value)
    if form == "upperLetter":
        return as_letters(value, upper=True)
    if form == "lowerRoman":
        return as_roman(value)
    if form == "upperRoman":
        return as_roman(value, upper=True)
    if form == "decimalZero":
        return f"{value:02d}"
    if form == "ordinal":
        return f"{value}e"
    if form in _NONE:
        return ""
    return str(value)
