"""Which general terms a document names, in which version, and whether they apply."""

import re

import msgspec

from sbom.contracts.document import Document, Passage, PassageKind

_KNOWN = re.compile(
    r"\b(?P<name>GIBIT|ARBIT|ARVODI|ARIV|AIVG|AVVODI|SRC|NLdigital|Nederland\s?ICT|ICT[~\- ]?Office|FENIT|"
    r"BiSL|VNG Model|Common Paper|UAV|DNR|TPI)"
    r"(?:[\s\-\u2011\u2013(]{0,3}(?:Voorwaarden|voorwaarden|versie|version|model)){0,2}"
    r"[\s\-\u2011\u2013(,]{0,3}(?P<year>(?:19|20)\d\d)?",
)
_GENERAL = re.compile(
    r"(?P<phrase>(?:algemene|bijzondere|aanvullende|specifieke|eigen)?\s?(?:inkoop|verkoop|leverings|gebruiks|"
    r"licentie|service|betalings)?-?(?:en\s\w{4,20})?\s?voorwaarden|(?:general|standard|purchas\w{1,5}|sales)\s"
    r"(?:business\s)?(?:terms(?:\sand\sconditions)?|conditions(?:\sof\s\w{4,12})?)|terms of (?:service|use))"
    r"(?P<whose>\s(?:van|of)\s(?:de\s|het\s|the\s)?(?:\w[\w'-]{2,30}))?"
    r"(?P<version>[^.;\n]{0,40}?\b(?:versie|version|d\.d\.|van|of|dated)\s(?P<when>[\w. -]{0,14}?(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_OWN_WORDS = re.compile(r"eigen|algeme|general", re.IGNORECASE)
_REFUSED = re.compile(
    r"niet van toepassing|geen toepassing|uitdrukkelijk (?:van de hand|uitgesloten|afgewezen)|uitgesloten|"
    r"van de hand gewezen|afgewezen|(?:shall |do |does |will )not apply|are excluded|is excluded|rejected|"
    r"hereby excluded|worden niet aanvaard",
    re.IGNORECASE,
)
_APPLIES = re.compile(
    r"van toepassing|toepasselijk|maken? (?:integraal )?(?:deel|onderdeel)|apply|applicable|"
    r"incorporated|form part|governed by|onder de voorwaarden|conform|overeenkomstig",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.;\n]{1,2000}[.;\n]?")
_LONGEST = 20_000
"""Characters of one passage that are looked at."""
_SKIPPED = frozenset({PassageKind.COMMENT, PassageKind.DELETED})


class NamedTerms(msgspec.Struct, frozen=True, omit_defaults=True):
    """General terms that the document names."""

    name: str
    """"GIBIT", "ARBIT", "NLdigital" and so on; "own" for a party's own terms."""
    start: int
    end: int
    version: str = ""
    """Year or date as named; empty where the document does not say which version."""
    applies: bool | None = None
    """False where the sentence excludes them; None where it does not tell."""
    whose: str = ""
    """For own terms: the words that say whose, as written."""


def known_in(text: str) -> tuple[str, str] | None:
    """The first known terms with a version that a title or file name names; None without one."""
    plain = text.replace("_", " ")
    for m in _KNOWN.finditer(plain.upper() if len(text) < 200 else plain):
        if m["year"]:
            return m["name"].replace(" ", ""), m["year"]
    return None


def terms_of(document: Document) -> tuple[NamedTerms, ...]:
    """General terms named, each name and version once with its best sentence."""
    found: dict[tuple[str, str, str], NamedTerms] = {}
    for passage in document.passages:
        if passage.kind in _SKIPPED:
            continue
        for start, sentence in _sentences(document, passage):
            for made in _named(sentence, start):
                key = (made.name, made.version, made.whose.lower())
                earlier = found.get(key)
                if earlier is None or (earlier.applies is None and made.applies is not None):
                    found[key] = made
    named = {(t.name, t.version) for t in found.values() if t.version}
    return tuple(
        t
        for t in sorted(found.values(), key=lambda t: t.start)
        if t.version
        or t.name == "own"
        or not any(n == t.name for n, _ in named)
        or t.applies is False
    )


def _sentences(document: Document, passage: Passage) -> list[tuple[int, str]]:
    words = document.quote(passage)[:_LONGEST]
    return [(passage.start + m.start(), m[0]) for m in _SENTENCE.finditer(words)]


def _named(sentence: str, start: int) -> list[NamedTerms]:
    applies: bool | None = None
    if _REFUSED.search(sentence):
        applies = False
    elif _APPLIES.search(sentence):
        applies = True
    out = [
        NamedTerms(
            m["name"].replace(" ", "").replace("~", ""),
            start + m.start(),
            start + m.end(),
            m["year"] or "",
            applies,
        )
        for m in _KNOWN.finditer(sentence)
    ]
    if not out and applies is not None:
        for m in _GENERAL.finditer(sentence):
            whose = " ".join((m["whose"] or "").split())
            if not whose and not _OWN_WORDS.search(m["phrase"]):
                continue
            out.append(
                NamedTerms(
                    "own",
                    start + m.start(),
                    start + m.end(),
                    (m["when"] or "").strip(),
                    applies,
                    whose,
                )
            )
    return out
