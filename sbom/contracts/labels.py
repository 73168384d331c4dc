"""Numbers in front of paragraphs: "Artikel 12", "12.3", "(a)", "iv.", "§ 4", "Bijlage 2".

A label says how a paragraph is numbered, in what style and with which value; where it stands in
the document is for `sbom.contracts.numbering` to decide. All patterns are linear: every repeat is
bounded.
"""

import re
from typing import NamedTuple

ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
PART_WORDS = (
    "bijlage",
    "appendix",
    "annex",
    "annexe",
    "schedule",
    "exhibit",
    "addendum",
    "aanhangsel",
    "attachment",
)
_DIVISION_WORDS = ("hoofdstuk", "chapter", "deel", "part", "titel", "title", "afdeling", "module")

_DASHES = "\\-\u2010\u2011\u2012\u2013\u2014\u2015:"
_SPACE = "[ \t\u00a0\u2000-\u200a\u202f]"
_WORD_LABEL = re.compile(
    rf"(?P<word>artikel|art\.|article|section|sectie|clause|clausule|paragraaf|paragraph|§{{1,2}})"
    rf"{_SPACE}{{0,4}}(?P<number>\d{{1,3}}[a-z]?(?:\.\d{{1,3}}[a-z]?){{0,5}}|[ivxlc]{{1,7}})"
    rf"(?P<tail>\b{_SPACE}{{0,4}}[.{_DASHES}|]{{0,2}}(?:{_SPACE}{{1,8}}|$|(?=\n)))",
    re.IGNORECASE,
)
_PART_LABEL = re.compile(
    rf"(?P<word>bijlage|appendix|annexe?|schedule|exhibit|addendum|aanhangsel|attachment|"
    rf"hoofdstuk|chapter|deel|part|titel|title|afdeling|module)"
    rf"(?:{_SPACE}{{1,4}}(?:nr\.?{_SPACE}{{0,2}}|no\.?{_SPACE}{{0,2}})?[\"“]?"
    rf"(?P<number>\d{{1,3}}(?:\.\d{{1,2}}){{0,2}}[a-z]?|[ivxlc]{{1,6}}|[a-z]{{1,2}}-?\d{{0,2}})[\"”]?)?"
    rf"(?P<tail>{_SPACE}{{0,4}}(?:[.,{_DASHES}|(]|$|\n)|{_SPACE}{{1,8}})",
    re.IGNORECASE,
)
_DECIMAL = re.compile(
    rf"(?P<open>\()?(?P<number>\d{{1,3}}(?:\.\d{{1,2}}[a-z]?){{1,6}}(?:\.?\(?[a-z]\)?(?=[.)\s]|(?<=\))))?)(?P<tail>[.):]{{0,2}})"
    rf"(?:{_SPACE}{{1,40}}|$|(?=\n)|(?=[A-Z][a-z]|[\"“„\u2018])|(?<=\))(?=[A-Za-z]))"
)
_MIXED = re.compile(
    rf"(?P<number>(?:[A-Z]|[IVXL]{{1,6}})\.\d{{1,3}}(?:\.\d{{1,3}}){{0,4}})(?P<tail>[.):]{{0,2}})"
    rf"(?:{_SPACE}{{1,40}}|$|(?=\n)|(?=[A-Z][a-z]))"
)
_MEMBER = re.compile(
    rf"lid{_SPACE}{{1,3}}(?P<number>\d{{1,2}})[.:)]{{0,2}}{_SPACE}{{1,9}}(?=[A-Z])", re.IGNORECASE
)
_INTEGER = re.compile(
    rf"(?P<open>\()?(?P<number>\d{{1,3}}[A-Z]?)(?P<tail>[.):°]{{1,2}})?"
    rf"(?P<gap>{_SPACE}{{1,40}}|$|(?=\n)|(?<=[.)])(?=[A-Z][a-z]|[\"“„\u2018]))"
)
_LETTER = re.compile(
    rf"(?P<open>\()?(?P<number>[a-z]{{1,2}}|[ivx]{{1,6}}|[A-Z]|[IVXLC]{{1,6}})(?P<tail>[.)]{{1,2}}|(?=\t))"
    rf"(?:{_SPACE}{{1,40}}|$|(?=\n)|(?<=\))(?=[A-Za-z]{{2}})|(?<=[ivx]{{3}}[.)])(?=[A-Za-z]))"
)
_BULLET = re.compile(rf"[-*+•‣▪▫●○◦■□\u2013—·➢\uf0b7\uf0a7\uf0d8§o]{_SPACE}{{1,40}}(?=\S)")
_MONTHS = re.compile(
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    r"january|february|march|may|june|july|august|october|jan|feb|dec)\b",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"(?:dagen|dag|days?|werkdagen|weken|week|weeks|maanden|maand|months?|jaar|jaren|years?|uur|uren|"
    r"hours?|procent|percent|%|euro|eur|miljoen|million|duizend|kalenderdagen|x\b)",
    re.IGNORECASE,
)


class Label(NamedTuple):
    """A paragraph's number, as typed or as a list gives it."""

    style: str
    """How it is written: labels of one style count on from each other."""
    value: int
    """Its place in the count, from 1; 0 for a bullet."""
    shown: str
    """The number as the reader sees it, without words and closing marks: "12.3", "a", "IV"."""
    length: int
    """Characters of the label with the space behind it, from the paragraph's start."""
    absolute: bool = False
    """The number says itself where it stands ("12.3", "Artikel 12")."""
    word: str = ""
    """The word before it in lower case ("artikel", "bijlage"), or empty."""


def roman(text: str) -> int:
    """Value of a Roman number, or 0 for letters that are none."""
    total = 0
    low = text.lower()
    if not low or set(low) - ROMAN.keys():
        return 0
    for one, following in zip(low, [*low[1:], ""], strict=True):
        value = ROMAN[one]
        total += -value if following and ROMAN[following] > value else value
    return total if 0 < total < 400 and _as_roman(total) == low else 0


def _as_roman(value: int) -> str:
    out = ""
    for amount, letters in (
        (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
        (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        while value >= amount:
            out += letters
            value -= amount
    return out


def letters(text: str) -> int:
    """Value of "a", "b", ... "z", "aa", "bb"; 0 for other words."""
    low = text.lower()
    if not low or not low.isascii() or not low.isalpha() or len(set(low)) > 1:
        return 0
    return ord(low[0]) - 96 + 26 * (len(low) - 1)


def as_roman(value: int, *, upper: bool = False) -> str:
    """The Roman number of a value below 400; decimal above."""
    made = _as_roman(value) if 0 < value < 400 else str(value)
    return made.upper() if upper else made


def as_letters(value: int, *, upper: bool = False) -> str:
    """From "a" to "z", then "aa", "bb": as Word and OpenDocument with letter-sync count."""
    if value < 1:
        return str(value)
    made = chr(97 + (value - 1) % 26) * min((value - 1) // 26 + 1, 20)
    return made.upper() if upper else made


def read_label(text: str) -> Label | None:
    """The label that a paragraph opens with.

    Args:
        text: The paragraph, without leading space.

    Returns:
        None where it opens with no number; a year, an amount or a period is none.
    """
    if not text:
        return None
    first = text[0]
    if first.isdigit() or first == "(":
        return _decimal(text) or _integer(text) or (_lettered(text) if first == "(" else None)
    if first.isalpha() or first == "§":
        return _worded(text) or _member(text) or _mixed(text) or _lettered(text) or _bulleted(text)
    return _bulleted(text)


def read_part(text: str) -> Label | None:
    """The label of an annex or division that a heading opens with: "Bijlage 2", "Hoofdstuk 3"."""
    found = _PART_LABEL.match(text)
    if found is None:
        return None
    word = found["word"].lower()
    number = found["number"] or ""
    if number.isalpha() and not number.isupper() and len(number) > 1 and not roman(number):
        number = ""
    if number and number.isalpha() and number.islower() and word not in PART_WORDS:
        return None
    return Label(
        style=word,
        value=_value(number),
        shown=number,
        length=found.end() if number else len(found["word"]),
        word=word,
    )


def is_annex(label: Label) -> bool:
    """Whether a part's label names an annex and not a chapter."""
    return label.word in PART_WORDS


def _value(number: str) -> int:
    head = number.partition(".")[0].rstrip("abcdefgh") if number[:1].isdigit() else number
    return int(head) if head.isdigit() else roman(head) or letters(head)


def _worded(text: str) -> Label | None:
    found = _WORD_LABEL.match(text)
    if found is None:
        return None
    number, after = found["number"], text[found.end() : found.end() + 60]
    if not number[0].isdigit() and (not roman(number) or not number.isupper()):
        return None
    tail = found["tail"]
    if after and not any(c in tail for c in "." + _DASHES + "|") and after[0].islower():
        return None  # "Artikel 12 van de Wet ..." is a sentence
    return Label(
        "word", _value(number), number, found.end(), absolute=True, word=found["word"].lower()
    )


def _decimal(text: str) -> Label | None:
    found = _DECIMAL.match(text)
    if found is None:
        return None
    after = text[found.end() : found.end() + 40]
    if _UNIT.match(after) or (after[:1].islower() and _MONTHS.match(after)):
        return None
    closed = found["number"].count(")") > found["number"].count("(")
    if found["open"] and not closed and ")" not in found["tail"]:
        return None
    shown = found["number"].replace("(", ".").replace(")", "").replace("..", ".")
    parts = shown.split(".")
    if int(parts[0]) == 0:
        return None
    last = parts[-1].rstrip("abcdefghijklmnopqrstuvwxyz")
    return Label(
        f"decimal{len(parts)}",
        int(last) if last else letters(parts[-1]),
        shown,
        found.end(),
        absolute=True,
    )


def _member(text: str) -> Label | None:
    """A member of an article by name: "Lid 2. De leverancier ..."."""
    found = _MEMBER.match(text)
    if found is None or text[found.end()].islower():
        return None
    return Label("lid", int(found["number"]), found["number"], found.end())


def _mixed(text: str) -> Label | None:
    """A number below a lettered or Roman chapter: "A.1", "IV.2.3"."""
    found = _MIXED.match(text)
    if found is None:
        return None
    parts = found["number"].split(".")
    return Label(
        f"decimal{len(parts)}", int(parts[-1]), found["number"], found.end(), absolute=True
    )


def _integer(text: str) -> Label | None:
    found = _INTEGER.match(text)
    if found is None:
        return None
    number, tail, after = found["number"], found["tail"] or "", text[found.end() : found.end() + 40]
    if number.startswith("0") or _UNIT.match(after) or _MONTHS.match(after):
        return None
    if not tail and not found["open"]:
        if not after or not (after[0].isupper() or after[0] in "\"'“\u2018„[("):
            return None
        return Label("bare", int(number), number, found.end()) if number.isdigit() else None
    if found["open"] and ")" not in tail:
        return None
    style = "(1)" if found["open"] else "1" + tail[:1]
    return Label(style, int(number.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), number, found.end())


def _lettered(text: str) -> Label | None:
    found = _LETTER.match(text)
    if found is None or (found["open"] and ")" not in found["tail"]):
        return None
    number = found["number"]
    value = letters(number)
    numeral = roman(number)
    if not value and not numeral:
        return None
    if len(number) == 1 and number.isupper() and found["tail"] == "." and _initials(text):
        return None
    case = "A" if number.isupper() else "a"
    mark = ("(" if found["open"] else "") + found["tail"][:1]
    if not value:
        return Label(f"{'I' if case == 'A' else 'i'}{mark}", numeral, number, found.end())
    return Label(f"{case}{mark}", value, number, found.end())


def _initials(text: str) -> bool:
    """Whether text opens like a name with initials: "J. de Vries", "A.B. Jansen"."""
    after = text[2:].lstrip()
    return after[1:2] == "." or text[2:3].isupper()


def _bulleted(text: str) -> Label | None:
    found = _BULLET.match(text)
    return None if found is None else Label("bullet", 0, "", found.end())


def as_numeral(label: Label) -> Label | None:
    """The same label read as a Roman number: "i" is both the ninth letter and one."""
    value = roman(label.shown)
    if not value or label.style[:1] not in {"a", "A"}:
        return None
    return label._replace(
        style=("I" if label.style[0] == "A" else "i") + label.style[1:], value=value
    )
