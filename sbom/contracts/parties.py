"""Who the parties are and what words mean: definitions and names brought to two roles.

A definition is a passage that opens with a term and says what it means ("Leverancier: ...",
"“Customer” means ..."), and a name that a party gets ("hierna te noemen: Opdrachtgever"). The role
is that of the word itself ("Klant" is the customer in every contract), else of the party it stands
for, else of a role word in what it is said to mean.
"""

import re

import msgspec

from sbom.contracts.document import Document, PassageKind

CUSTOMER, SUPPLIER = "customer", "supplier"
_CUSTOMER = (
    "opdrachtgever klant afnemer gebruiker gemeente aanbestedende verwerkingsverantwoordelijke "
    "verantwoordelijke licentienemer koper huurder abonnee customer client controller licensee buyer "
    "subscriber purchaser municipality authority inkoper deelnemer contractant"
)
_SUPPLIER = (
    "leverancier opdrachtnemer wederpartij verwerker bewerker aanbieder dienstverlener licentiegever "
    "verkoper verhuurder inschrijver provider supplier processor vendor licensor contractor seller "
    "hoster subverwerker"
)
ROLE_OF = {
    **dict.fromkeys(_CUSTOMER.split(), CUSTOMER),
    **dict.fromkeys(_SUPPLIER.split(), SUPPLIER),
}
_QUOTES = "\"'“”„\u2018\u2019«»*"
_DEFINES = re.compile(
    rf"[{_QUOTES}]{{0,3}}(?P<term>[A-Z][\w&/() .\-]{{1,70}}?)(?P<quote>[{_QUOTES}]{{0,3}})\s{{0,3}}"
    r"(?P<verb>:|\u2013|—|=|\t|\((?:the|hierna|de|het)\b|means\b|mean\b|shall mean\b|has the meaning\b|"
    r"refers to\b|betekent\b|wordt verstaan\b|is defined\b|is de\b|is het\b|de in\b)"
)
_NAMED = re.compile(
    r"(?:hierna|verder|hereinafter|hereafter|nader)(?:\s(?:ook|tevens|gezamenlijk|verder|each|collectively|"
    r"both|te|aan|aangeduid|aangeduide|genoemd|noemen|duiden|als|referred|called|to|as|the|de|het|:|,)){0,8}"
    rf"\s?:?\s?[{_QUOTES}]{{1,2}}(?P<quoted>[^{_QUOTES}\n]{{2,50}})[{_QUOTES}]|"
    r"(?:hierna|verder|nader)(?:\s(?:ook|tevens|te noemen|genoemd|aangeduid als|aan te duiden als)){1,3}\s?:?\s"
    r"(?:de |het )?(?P<bare>[A-Z][\w-]{2,40})|"
    rf"\((?:the\s|de\s|het\s)?[{_QUOTES}]{{1,2}}(?P<bracketed>[A-Z][^{_QUOTES}\n)]{{1,40}})[{_QUOTES}]{{1,2}}\)",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b(?:de |het )?(?P<name>(?:[Gg]emeente [A-Z][\w'-]{2,30}|[A-Z][\w&.'-]{1,30}(?:\s[\w&.'-]{1,30}){0,5}?\s"
    r"(?:B\.?V\.?|N\.?V\.?|V\.?O\.?F\.?|Inc\.?|Ltd\.?|LLC|GmbH|Limited|Corp(?:oration)?\.?|Stichting)))"
)
_HEADINGS = ("begrip", "definit", "begripp", "interpretation")
_BOTH = frozenset({"partij", "partijen", "party", "parties"})
_PARTY = re.compile(
    r"\b(?:partij|party|onderneming|rechtspersoon|entity|company|organisatie|vennootschap)\b"
)
_LEAD_PASSAGES = 60
_LONGEST = 5_000
"""Characters of one passage that are looked at."""


class Definition(msgspec.Struct, frozen=True, omit_defaults=True):
    """A term and where it is given its meaning."""

    term: str
    start: int
    end: int
    """Place of the passage that defines it."""
    role: str = ""
    """"customer", "supplier", or "" for anything else."""
    name: str = ""
    """Name of the party that it stands for, where one is named."""


def role_of(term: str) -> str:
    """The role of a word that names a party, or empty.

    Args:
        term: "de Leverancier", "Verwerker", "Customer".
    """
    for word in term.lower().replace("/", " ").split():
        role = ROLE_OF.get(word.strip(".,:;()'\"")) or ROLE_OF.get(word.removesuffix("s"))
        if role:
            return role
    return ""


def definitions_of(document: Document) -> tuple[Definition, ...]:
    """All definitions, each term once, in order of reading."""
    found: dict[str, Definition] = {}
    for place, passage in enumerate(document.passages):
        if passage.kind in {PassageKind.COMMENT, PassageKind.DELETED}:
            continue
        words = document.words(passage)[:_LONGEST]
        if place < _LEAD_PASSAGES:
            for name in _NAMED.finditer(words):
                term = (name["quoted"] or name["bare"] or name["bracketed"] or "").strip()
                company = _last_company(words[: name.start()])
                role = role_of(term) or (SUPPLIER if company and _is_firm(company) else "")
                if company.lower().startswith("gemeente"):
                    role = role_of(term) or CUSTOMER
                if len(term) > 1:
                    made = Definition(term, passage.start, passage.end, role, company)
                    found.setdefault(term.lower(), made)
        if not _can_define(passage.heading, words):
            continue
        match = _DEFINES.match(words.lstrip(" \t-•*"))
        if match is None:
            continue
        term = match["term"].strip(_QUOTES + " ")
        if 1 < len(term) <= 70 and len(term.split()) <= 7:
            role = role_of(term) if len(term.split()) <= 2 else ""
            made = Definition(term, passage.start, passage.end, role or _said_role(term, words))
            earlier = found.get(term.lower())
            if earlier is None or not earlier.role:
                found[term.lower()] = made
    return tuple(sorted(found.values(), key=lambda d: d.start))


def _can_define(heading: str, words: str) -> bool:
    low = heading.lower()
    return words[:1] in _QUOTES or any(h in low for h in _HEADINGS) or ":" in words[:60]


def _last_company(text: str) -> str:
    name = ""
    for found in _COMPANY.finditer(text[-400:]):
        name = found["name"]
    return " ".join(name.split())


def _is_firm(name: str) -> bool:
    return not name.lower().startswith(("gemeente", "provincie", "stichting"))


def _said_role(term: str, words: str) -> str:
    """The role of a term with no role of its own, by the first role word of its meaning."""
    said = " ".join(words[len(term) :].split()[:25])
    if len(term.split()) > 2 or term.lower() in _BOTH or _PARTY.search(said[:90]) is None:
        return ""
    return role_of(said)
