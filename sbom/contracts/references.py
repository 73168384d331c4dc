"""References between articles and annexes: "zoals bedoeld in artikel 12.3", "Section 4.2(b)".

A reference into a law or another document ("artikel 28 AVG", "artikel 8 van de GIBIT") is named as
such and not followed. "artikel 5 lid 2" is number 5.2 here, "4.2(b)" is 4.2.b.
"""

import re

import msgspec

from sbom.contracts.document import Document, Passage, PassageKind
from sbom.contracts.labels import read_part

_NUMBER = r"\d{1,3}[A-Za-z]?(?:\.\d{1,3}[a-z]?){0,5}(?:\s?\([a-z0-9]{1,4}\)){0,3}"
_REFERENCE = re.compile(
    rf"\b(?P<word>artikel(?:en)?|art\.|articles?|sections?|clauses?|clausules?|paragraaf|paragrafen|paragraphs?|§)"
    rf"\s{{0,2}}(?P<numbers>{_NUMBER}(?:(?:\s?,\s?|\s(?:en|of|and|or|t/m|tot en met|through|to)\s){_NUMBER}){{0,8}})"
    r"(?P<member>,?\s(?:het\s)?(?:(?:lid|leden)\s(?P<lid>\d{1,2})|(?P<ordinal>eerste|tweede|derde|vierde|vijfde)\slid))?"
    r"(?P<item>,?\s(?:onder|sub|onderdeel)\s(?P<letter>[a-z]|\d{1,2})\b)?",
    re.IGNORECASE,
)
_ANNEX = re.compile(
    r"\b(?P<word>bijlagen?|annex(?:e[sn]?)?|appendix|schedules?|exhibits?|addendum)\s"
    r"(?P<number>\d{1,2}[a-z]?|[A-Z]{1,3}\d{0,2}|[ivx]{1,4})\b",
)
_OUTSIDE = re.compile(
    r"\s{0,2}(?:\(\d\)\s?)?(?:,?\s?(?:aanhef|eerste|tweede|derde|lid|onder|sub|en|juncto|jo\.?)\s?"
    r"[\w,]{0,10}\s?){0,4}"
    r"(?:(?:van|of|uit|in|under)\s(?:de|het|the)\s)?"
    r"(?P<what>\d?:?\d{0,4}\s?BW\b|Burgerlijk Wetboek|Boek \d|"
    r"AVG\b|GDPR\b|UAVG|Wet\b|wet\b|Verordening|Richtlijn|Regulation|Directive|"
    r"Wbp\b|GIBIT|ARBIT|ARVODI|ARIV|NLdigital|Aanbestedingswet|Awb\b|Woo\b|Auteurswet|SCCs?\b|Data Act|Act\b|Code\b|"
    r"[Vv]erwerkersovereenkomst|[Hh]oofdovereenkomst|[Rr]aamovereenkomst|[Nn]adere [Oo]vereenkomst|"
    r"Overeenkomst|Verdrag|Treaty|Rv\b|Sr\b|SLA\b|Service Level Agreement|DPA\b|"
    r"Data Processing (?:Agreement|Addendum)|Order Form|MSA\b|"
    r"(?:Main|Master|Framework) [A-Z]\w+ ?\w{0,9}|[Aa]lgemene [Vv]oorwaarden|[Ii]nkoopvoorwaarden|[Oo]fferte|"
    r"[Pp]rogramma van [Ee]isen|[Nn]ota van [Ii]nlichtingen|[Bb]ijlage \w{1,3}\b|Annex \w{1,3}\b|Schedule \w{1,3}\b)",
)
_ONE = re.compile(_NUMBER)
_ORDINALS = {"eerste": "1", "tweede": "2", "derde": "3", "vierde": "4", "vijfde": "5"}
_RANGE = re.compile(r"t/m|tot en met|through|\bto\b")
_OWN = frozenset(
    {
        "overeenkomst",
        "verwerkersovereenkomst",
        "raamovereenkomst",
        "hoofdovereenkomst",
        "nadere overeenkomst",
        "algemene voorwaarden",
        "inkoopvoorwaarden",
        "sla",
        "dpa",
    }
)
_LONGEST = 50_000
"""Characters of one passage that are looked at."""
_SPACE = re.compile(r"\s+")


class Reference(msgspec.Struct, frozen=True, omit_defaults=True):
    """One reference in the text."""

    start: int
    end: int
    number: str
    """Number of the article, or of the annex with its word: "12.3", "bijlage 2"."""
    target: int | None = None
    """Place in `Document.passages` of what it points to; None where nothing here has it."""
    outside: str = ""
    """The law or document that it points into, as written; empty for this document."""


class Index:
    """Passages of a document by number and annexes by name."""

    def __init__(self, document: Document) -> None:
        """Look at every passage once."""
        self._numbers: dict[tuple[str, str], int] = {}
        self._anywhere: dict[str, list[int]] = {}
        self._parts: dict[str, int] = {}
        for place, passage in enumerate(document.passages):
            if passage.kind in {PassageKind.COMMENT, PassageKind.DELETED, PassageKind.FOOTNOTE}:
                continue
            if passage.number:
                key = (passage.part, passage.number.lower())
                if key not in self._numbers:
                    self._numbers[key] = place
                    self._anywhere.setdefault(key[1], []).append(place)
            if passage.part:
                label = read_part(passage.part)
                if label is not None and label.shown:
                    self._parts.setdefault(label.shown.lower(), place)

    def article(self, number: str, part: str) -> int | None:
        """Place of an article: in the same part, in the main text, or the only one; else of what holds the item."""
        low = number.lower()
        while low:
            for where in (part, ""):
                place = self._numbers.get((where, low))
                if place is not None:
                    return place
            places = self._anywhere.get(low, [])
            if len(places) == 1:
                return places[0]
            low, _, last = low.rpartition(".")
            if last.isdigit():
                return None
        return None

    def annex(self, number: str) -> int | None:
        """Place where an annex begins."""
        return self._parts.get(number.lower())


def references_of(document: Document) -> tuple[Reference, ...]:
    """All references, in order; each number of "artikelen 3 en 4" is one."""
    index = Index(document)
    found: list[Reference] = []
    for passage in document.passages:
        if passage.kind is PassageKind.DELETED:
            continue
        words = document.quote(passage)[:_LONGEST]
        for match in _REFERENCE.finditer(words):
            if match.start() < passage.label:
                continue
            found.extend(_articles(match, words, passage, index))
        for match in _ANNEX.finditer(words):
            if match.start() == 0 and passage.kind is PassageKind.HEADING:
                continue
            found.append(
                Reference(
                    passage.start + match.start(),
                    passage.start + match.end(),
                    f"{match['word'].lower()} {match['number']}",
                    index.annex(match["number"]),
                )
            )
    return tuple(sorted(found, key=lambda r: (r.start, r.end)))


def _articles(match: re.Match[str], words: str, passage: Passage, index: Index) -> list[Reference]:
    start, end = passage.start + match.start(), passage.start + match.end()
    after = words[match.end() : match.end() + 90]
    outside = _OUTSIDE.match(after)
    what = outside["what"].strip() if outside else ""
    if after[:1] == ":" and after[1:2].isdigit():
        what = what or "BW"
    if what.lower() in _OWN and _says_this(after):
        what = ""
    numbers = _ONE.findall(match["numbers"])
    numbers = [_plain(n) for n in numbers]
    if len(numbers) == 2 and _RANGE.search(match["numbers"]):
        numbers = _between(*numbers)
    member = match["lid"] or _ORDINALS.get((match["ordinal"] or "").lower(), "")
    if member:
        numbers[-1] += f".{member}"
    if match["letter"]:
        numbers[-1] += f".{match['letter']}"
    return [
        Reference(start, end, n, None if what else index.article(n, passage.part), what)
        for n in numbers
    ]


def _says_this(after: str) -> bool:
    """Whether "artikel 5 van deze Overeenkomst" names this document."""
    low = after.lower()[:40]
    return any(w in low for w in ("deze ", "this ", "these ", "onderhavige ", " de overeenkomst"))


def _plain(number: str) -> str:
    return _SPACE.sub("", number).replace("(", ".").replace(")", "")


def _between(first: str, last: str) -> list[str]:
    head, _, low = first.rpartition(".")
    other, _, high = last.rpartition(".")
    if head == other and low.isdigit() and high.isdigit() and 0 < int(high) - int(low) < 30:
        lead = f"{head}." if head else ""
        return [f"{lead}{n}" for n in range(int(low), int(high) + 1)]
    return [first, last]


def followed(
    document: Document, passage: Passage, references: tuple[Reference, ...]
) -> list[Passage]:
    """The passages that a passage refers to, each once, in order of mention.

    Args:
        document: The document.
        passage: One of its passages.
        references: `references_of` the document.
    """
    out: list[Passage] = []
    for reference in references:
        if passage.start <= reference.start < passage.end and reference.target is not None:
            target = document.passages[reference.target]
            if target not in out and target != passage:
                out.append(target)
    return out
