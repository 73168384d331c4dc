"""Names of contract documents as sentences write them: "de Overeenkomst", "Bijlage 2", "GIBIT 2020".

A name has a kind (what sort of paper it is), and where it says so the number of an annex, the
proper name of general terms and whose they are. Dutch and English.
"""

import re
from collections.abc import Iterator

import msgspec

from sbom.contracts.parties import role_of

AGREEMENT, FRAMEWORK, CALL_OFF = "agreement", "framework", "call_off"
DPA, SLA, TERMS, OFFER = "dpa", "sla", "terms", "offer"
REQUIREMENTS, CLARIFICATION, ANNEX, OTHER = "requirements", "clarification", "annex", "other"

_TERMS_OF = r"GIBIT|ARBIT|ARVODI|ARIV|AIVG|NLdigital|FENIT|Nederland ?ICT|ICT[~ -]?Office"
_DPA = r"(?:ver|be)werkersovereenkomst(?:en)?|data[ -]processing (?:agreement|addendum|terms)|DPA\b"
_SLA = (
    r"service[ -]level[ -](?:agreements?|overeenkomst)|SLA(?:'?s)?\b|dienstverleningsniveau(?:s|overeenkomst)|"
    r"DAP\b|dossier afspraken en procedures"
)
_TERMS = (
    rf"(?:{_TERMS_OF})(?:[ -]?voorwaarden)?(?:[ -]{{1,3}}(?:versie |version )?(?:19|20)\d\d)?|"
    r"(?:(?:algemene|bijzondere|aanvullende|specifieke|eigen) )?"
    r"(?:inkoop|verkoop|leverings|gebruiks|licentie|betalings)?-?(?: ?en [a-z]{4,14})?voorwaarden|"
    r"(?:(?:general|standard|key|purchase|framework|supplier|online) )?"
    r"terms (?:and conditions|of (?:service|use|business))|"
    r"(?:general|standard|key|framework) terms|general conditions(?: of [a-z]{4,12})?"
)
_CALL_OFF = (
    r"nadere (?:overeenkomst(?:en)?|opdracht(?:en)?)|order(?: ?form(?:s|ulier(?:en)?)?|bevestiging(?:en)?)|"
    r"opdrachtbevestiging(?:en)?|inkooporders?|bestel(?:ling(?:en)?|formulier(?:en)?|bon)|"
    r"statements? of work|SOWs?\b|purchase orders?|call[ -]off (?:contracts?|agreements?|orders?)|"
    r"cover pages?|work orders?"
)
_FRAMEWORK = (
    r"raam(?:overeenkomst(?:en)?|contract(?:en)?)|mantel(?:overeenkomst|contract)|"
    r"framework (?:agreement|contract)|master (?:[a-z]+ ){0,2}(?:agreement|contract)|MSA\b"
)
_CLARIFICATION = r"nota'?s? van inlichtingen|NvI\b|clarifications?\b|proces-?verbaal van aanwijzing"
_REQUIREMENTS = (
    r"programma van eisen(?: en wensen)?|PvE\b|bestek(?:ken)?\b|"
    r"aanbestedings(?:leidraad|documenten|stukken|document)|beschrijvend document|offerteaanvraag|"
    r"inkoopdocument(?:en)?|(?:statement|schedule) of requirements|invitation to tender|"
    r"(?:technical )?specifications?\b|uitvraag\b"
)
_OFFER = (
    r"offertes?\b|inschrijving(?:en)?\b|aanbieding(?:en)?\b|proposals?\b|quotations?\b|quotes?\b|"
    r"tender\b|bid\b|voorstel\b|prijsopgave"
)
_ANNEX = (
    r"bijlagen?|annex(?:es)?|appendi(?:x|ces)|schedules?|exhibits?|addend(?:um|a)|aanhangsels?|"
    r"attachments?"
)
_AGREEMENT = (
    r"(?:(?:hoofd|dienstverlenings|licentie|koop|beheer|onderhouds|project|basis|samenwerkings|gebruiks)?-?"
    r"overeenkomst(?:en)?|(?:hoofd)?contract(?:en)?|(?:(?:main|service|services|subscription|licen[cs]e|"
    r"purchase|underlying|principal) )?agreements?|contracts?)\b"
)
_OTHER = (
    r"documentatie\b|documentation\b|(?:acceptable use |support )polic(?:y|ies)|"
    r"privacy(?:verklaring|statement| policy)"
)
_KINDS = {
    DPA: _DPA,
    SLA: _SLA,
    TERMS: _TERMS,
    CALL_OFF: _CALL_OFF,
    FRAMEWORK: _FRAMEWORK,
    CLARIFICATION: _CLARIFICATION,
    REQUIREMENTS: _REQUIREMENTS,
    OFFER: _OFFER,
    ANNEX: _ANNEX,
    AGREEMENT: _AGREEMENT,
    OTHER: _OTHER,
}
"""Kind to its words; the first that fits at a place names it."""
NAME = re.compile(
    r"(?P<this>\b(?:deze|dit|onderhavige|this|these|the present)\s+)?"
    r"(?:(?P<owner>\b[A-Za-z]\w{4,24})['\u2019]s\s+)?\b(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items())
    + r")(?:\s+(?:nr\.?\s?|no\.?\s?)?(?P<number>\d{1,2}[a-z]?|[A-Z]|[IVX]{2,4})\b(?!\.\d))?"
    r"(?:\s+(?:van|of|by|from)\s+(?:de\s|het\s|the\s)?(?P<whose>[A-Za-z]\w{4,24}))?",
    re.IGNORECASE,
)
_PROPER = re.compile(_TERMS_OF, re.IGNORECASE)
_PURCHASE = re.compile(r"inkoop|purchas", re.IGNORECASE)
_SALE = re.compile(r"verkoop|levering|sales|supplier|leverancier", re.IGNORECASE)
_CUSTOMER_TERMS = frozenset({"GIBIT", "ARBIT", "ARVODI", "ARIV", "AIVG"})
_PLURAL = re.compile(r"(?:en|es|s|ices|a)$")


class Name(msgspec.Struct, frozen=True):
    """A document as a sentence names it."""

    start: int
    """Offset in the text that was read."""
    end: int
    text: str
    """As written, blanks as one space."""
    kind: str
    """One of the kinds of this module: "agreement", "terms", "annex" and so on."""
    number: str = ""
    """Of an annex, lower case: "2", "b"; empty for none or all."""
    proper: str = ""
    """Upper-case name of published terms: "GIBIT"; empty for others."""
    party: str = ""
    """"customer" or "supplier" where the name says whose terms they are."""
    this: bool = False
    """It means the document it stands in."""
    every: bool = False
    """A plural: all of its kind."""


def names_in(text: str) -> Iterator[Name]:
    """Every name of a document in a text, in order. Linear in the text."""
    for found in NAME.finditer(text):
        kind = next(k for k in _KINDS if found[k] is not None)
        word = found[kind]
        number = found["number"] or ""
        numbered = bool(number) and kind == ANNEX and (number[0].isdigit() or number[0].isupper())
        party = role_of(found["whose"] or found["owner"] or "")
        end = (
            found.end("whose")
            if party and found["whose"]
            else found.end("number" if numbered else kind)
        )
        proper = _proper(word)
        yield Name(
            start=found.start(),
            end=end,
            text=" ".join(text[found.start() : end].split()),
            kind=kind,
            number=number.lower() if numbered else "",
            proper=proper,
            party=party or (_party(word, proper) if kind == TERMS else ""),
            this=bool(found["this"]),
            every=kind != TERMS and not number and _plural(word),
        )


def _proper(word: str) -> str:
    found = _PROPER.match(word)
    return found[0].upper().replace(" ", "").replace("~", "") if found else ""


def _party(word: str, proper: str) -> str:
    """Whose general terms these are by their own name, or empty."""
    if proper in _CUSTOMER_TERMS or (not proper and _PURCHASE.search(word)):
        return "customer"
    return "supplier" if proper or _SALE.search(word) else ""


def _plural(word: str) -> bool:
    low = word.lower()
    return _PLURAL.search(low) is not None and low not in {
        "appendix", "annex", "verwerkersovereenkomst", "inschrijving", "bestek", "pve", "addendum",
        "data processing terms", "programma van eisen", "programma van eisen en wensen",
        "nota van inlichtingen", "dienstverleningsniveaus",
    }  # fmt: skip
