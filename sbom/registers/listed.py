"""Sub-processors that a document names: "Subverwerker: X, land: Y", table rows, list items.

Only a document that lists them is looked at: its name, title or a heading says so. A passage counts
when it has the form of an entry (a row, an item, a label, a company with its legal form) and names a
country; a sentence that forbids or excepts ("niet", "verboden", "unless") is none. The country is what
the passage says, not where the company is from.
"""

import re
from typing import NamedTuple

from sbom.contracts.document import Document, Passage, PassageKind
from sbom.registers.values import country_names, read_country

_TOPIC = re.compile(r"sub-?\s?verwerkers?|sub-?\s?processors?|onderaannemers?", re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:land|locatie|vestigingsland|country|location|gevestigd|established|verwerkt in|processed in)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:sub-?verwerker|naam|sub-?\s?processor|name|bedrijf|company|onderaannemer)\s*:\s*(?P<name>[^\n;\t]{2,80})",
    re.IGNORECASE,
)
_BEGIN = re.compile(r"\b(?:sub-?verwerker|sub-?\s?processor|onderaannemer)\s*:", re.IGNORECASE)
"""Where an entry begins, also in the middle of a passage."""
_NEXT_LABEL = re.compile(r"\s[A-Za-z][\w-]{1,24}\s?:")
"""Where the value of a label ends when the next stands on the same line."""
_COMPANY = re.compile(
    r"[A-Z][\w&' -]{1,50}?,?\s(?:B\.?V\.?|N\.?V\.?|Inc\.?|LLC|L\.L\.C\.|Ltd\.?|Limited|GmbH|AG|S\.?A\.?S?\.?|Corp\.?|"
    r"Corporation|AB|Oy|ApS|A/S|SE|PLC)(?![\w])"
)
_NOT = re.compile(
    r"\b(?:niet|geen|nooit|verboden|tenzij|buiten|uitsluitend na|not|never|no|prohibited|unless|outside|except)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_SKIPPED = frozenset({PassageKind.COMMENT, PassageKind.DELETED})
_LONGEST = 400
"""Characters of an entry."""
_MOST = 500


class Listed(NamedTuple):
    """One party that a document lists."""

    name: str
    """As written; empty where only its country could be told."""
    country: str
    """ISO 3166-1 alpha-2."""
    quote: str
    start: int


def listed(document: Document) -> list[Listed]:
    """The sub-processors that a document lists, in its order, with the country of each."""
    title = document.text[:500]
    everywhere = bool(_TOPIC.search(document.name) or _TOPIC.search(title))
    found: list[Listed] = []
    before = ""
    for passage in document.passages:
        if passage.kind in _SKIPPED:
            continue
        inside = everywhere or _TOPIC.search(passage.heading) or _TOPIC.search(passage.part)
        for start, words in _entries(document.quote(passage)) if inside else ():
            if len(words) > _LONGEST or _NOT.search(words):
                continue
            named = _name(words)
            country = _country(words, passage, named)
            table = passage.kind is PassageKind.TABLE
            if country and (table or named or _LABEL.search(words)):
                found.append(Listed(named or before, country, words, passage.start + start))
            before = named or before
        if len(found) >= _MOST:
            break
    return found


def _entries(words: str) -> list[tuple[int, str]]:
    """The entries of a passage and where each begins: a new one at each label of a name."""
    starts = [m.start() for m in _BEGIN.finditer(words)]
    if len(starts) < 2:
        return [(0, words)]
    ends = [*starts[1:], len(words)]
    return [(s, words[s:e].strip()) for s, e in zip(starts, ends, strict=True)]


def _name(words: str) -> str:
    labelled = _NAMED.search(words)
    if labelled:
        return _NEXT_LABEL.split(labelled["name"], maxsplit=1)[0].strip()
    company = _COMPANY.search(words)
    if company:
        return company[0].strip()
    return words.split("\t", maxsplit=1)[0].strip()[:80] if "\t" in words else ""


def _country(words: str, passage: Passage, named: str) -> str:
    """The country of an entry; one within the name of the company does not count."""
    if passage.kind is PassageKind.TABLE:
        for cell in words.split("\t")[1:]:
            if code := read_country(cell.strip()):
                return code
    names = country_names()
    rest = words.replace(named, " ", 1) if named else words
    plain = [w.lower() for w in _WORD.findall(rest)]
    for size in (4, 3, 2, 1):
        for at in range(len(plain) - size + 1):
            stated = " ".join(plain[at : at + size])
            if len(stated) > 3 and stated in names:
                return names[stated]
    return ""
