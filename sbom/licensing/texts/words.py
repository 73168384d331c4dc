"""A text as the words that count when licences are compared, with the line of each.

Follows the SPDX matching guidelines (SPDX 2.3, annex B): case, white space, punctuation, quotes,
bullets, comment signs and markup do not count; copyright lines are left out; spellings that mean
the same are written alike. Everything is one pass over the lines, so 1 MB takes a second at most.
"""

import re
from bisect import bisect_right
from typing import NamedTuple

from sbom.lazy_pattern import lazy

MAX_CHARS = 1_000_000
"""Characters of a text that are looked at."""

_WORD = re.compile(r"[^\W_]+")
_TAG = lazy(r"</?[a-z][a-z0-9]{0,10}(?:\s[^<>]{0,400})?/?>|<!--|-->")
_ENTITY = lazy(r"&(?:#\d{1,5}|#x[0-9a-f]{1,4}|[a-z]{2,8});")
_LINK = lazy(r"\]\([^)\s]{1,300}\)")
_GLUED = lazy(r"\b(sub|non)-[ \t]?(?=[a-z])")
_PARTY = lazy(
    r"\b(?:copyright (?:holders?|owners?)|authors?|regents|contributors?|copyright holder\(s\))"
    r"(?:,?\s+(?:and|or|and/or)\s+(?:(?:its|the|any|other)\s+)?"
    r"(?:copyright\s+(?:holders?|owners?)|authors?|contributors?))*\b"
)
_COPYRIGHT = re.compile(
    r"^[^\w©]*(?:(?:portions?|parts?|some|this (?:software|file)(?: is)?|the|code|original) )?"
    r"(?:copyright(?:ed)?\b(?:\W{1,4}(?=\d|c\b|©|by\b|the\b(?! (?:notice|law))))"
    r"|copyright(?=\W{1,4}(?:[<\[{(]|[a-z0-9.\-]+(?: [a-z.&,\-]+){0,4}\W{1,4}(?:19|20)\d\d))"
    r"|\(c\)\W{0,3}(?=copyright|\d|[<\[{])|©"
    r"|copr\.)"
)
_NOT_A_NOTICE = re.compile(
    r"copyright(?:ed)? (?:notices?|holders?|owners?|laws?|licen[cs]e|statements?|interests?|"
    r"protection|works?|and (?:license|permission)|or )\b"
)
_RIGHTS = lazy(r"all rights? (?:are )?reserved\.?|some rights reserved\.?")
_GRANT_AFTER = lazy(
    r"(?:[.,]|(?<!\s))\s++(?=(?:permission|redistribution|licensed|released|distributed|this (?:software"
    r"|program|file|work))\b)"
)
_NOTICE_END = lazy(r"all rights? reserved\.?|\.(?=\s)|(?<=\d)\s{2,}")
_BULLET = re.compile(
    r"^[^\w]*(?:(?:\d{1,2}(?:\.\d{1,2}){0,2}|[a-z]|[ivx]{1,4})[.)]|\(\w{1,4}\))\s+"
)
_SIGN = re.compile(r"^\s{0,8}(?:dnl|rem|echo)\s")

SAME = {
    "acknowledgement": "acknowledgment",
    "acknowledgements": "acknowledgments",
    "analogue": "analog",
    "analyse": "analyze",
    "artefact": "artifact",
    "authorisation": "authorization",
    "authorised": "authorized",
    "authorise": "authorize",
    "calibre": "caliber",
    "cancelled": "canceled",
    "capitalisations": "capitalizations",
    "catalogue": "catalog",
    "categorise": "categorize",
    "centre": "center",
    "colour": "color",
    "emphasised": "emphasized",
    "favour": "favor",
    "favourite": "favorite",
    "fulfil": "fulfill",
    "fulfilment": "fulfillment",
    "https": "http",
    "initialise": "initialize",
    "judgement": "judgment",
    "labelling": "labeling",
    "labour": "labor",
    "licence": "license",
    "licences": "licenses",
    "licenced": "licensed",
    "licencing": "licensing",
    "licencor": "licensor",
    "maximise": "maximize",
    "modelled": "modeled",
    "modelling": "modeling",
    "offence": "offense",
    "optimise": "optimize",
    "organisation": "organization",
    "organisations": "organizations",
    "organise": "organize",
    "owner": "holder",
    "owners": "holders",
    "practise": "practice",
    "programme": "program",
    "realise": "realize",
    "recognise": "recognize",
    "recognised": "recognized",
    "redistributions": "redistribution",
    "signalling": "signaling",
    "sublicence": "sublicense",
    "utilisation": "utilization",
    "whilst": "while",
    "wilful": "willful",
}
"""Words that count as the same (equivalent words of the SPDX list, CC0-1.0, and our additions)."""


class Words(NamedTuple):
    """What is compared of a text."""

    tokens: list[str]
    """Lower-case words in order."""
    starts: list[int]
    """Per line that holds words: number of its first word."""
    lines: list[int]
    """Per such line: its number in the file, from 1."""

    def line(self, token: int) -> int:
        """Line of a word, from 1."""
        if not self.lines:
            return 1
        return self.lines[max(0, bisect_right(self.starts, token) - 1)]


def words_of(text: str) -> Words:
    """The words of a text; at most `MAX_CHARS` characters are looked at. Never raises."""
    text = text[:MAX_CHARS].lower()
    if "<" in text:
        text = _TAG.sub(_blank, text)
    if "&" in text:
        text = _ENTITY.sub(" ", text)
    if "](" in text:
        text = _LINK.sub("] ", text)
    if "\\" in text:
        text = text.replace("\\n", " ").replace("\\t", " ")
    if "sub-" in text or "non-" in text:
        text = _GLUED.sub(r"\1", text)
    if "author" in text or "contributor" in text or "copyright holder" in text:
        text = _PARTY.sub(_party, text)
    tokens: list[str] = []
    starts: list[int] = []
    lines: list[int] = []
    same = SAME.get
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.isspace():
            continue
        kept = _kept(line)
        found = _WORD.findall(kept)
        if found:
            starts.append(len(tokens))
            lines.append(number)
            tokens += [same(w, w) for w in found]
    return Words(tokens, starts, lines)


def is_copyright(line: str) -> bool:
    """Whether a line (lower case) is a copyright notice rather than licence text."""
    return _COPYRIGHT.match(line) is not None and _NOT_A_NOTICE.match(line.lstrip()) is None


def _blank(match: re.Match[str]) -> str:
    """A tag gives way to the line breaks in it."""
    return " " + "\n" * match.group().count("\n")


def _party(match: re.Match[str]) -> str:
    """Who disclaims is written alike: author, regents, copyright holders and contributors."""
    return "copyright holder" + "\n" * match.group().count("\n")


def _kept(line: str) -> str:
    """What of a line counts: without copyright notice, bullet and comment word."""
    if "reserved" in line:
        line = _RIGHTS.sub(" ", line)
    if ("copyright" in line or "(c)" in line or "©" in line or "copr." in line) and is_copyright(
        line
    ):
        end = (_GRANT_AFTER if len(line) < 160 else _NOTICE_END).search(line, 12)
        if end is None:
            return "" if len(line) < 160 else line
        line = line[end.end() :]
    mark = _BULLET.match(line)
    if mark is not None:
        line = line[mark.end() :]
    mark = _SIGN.match(line)
    return line[mark.end() :] if mark is not None else line
