"""Our own contracts: 64 Dutch and 24 English documents put together from hand-written passages.

The passages stand in `bank/`, per clause and status, with passages that only look like the clause
("trap") and articles that hold none of them ("filler"). Every passage belongs to one of two halves,
by a hash of its words: patterns, tables and model were made with half 0 before half 1 was scored.
A document takes its passages from one half only. The same seed always gives the same documents.
"""

import hashlib
import random
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

BANK = Path(__file__).parent / "bank"
STATUSES = ("present", "weak", "contradicted")
DUTCH, ENGLISH = 64, 24


class Passage(NamedTuple):
    """One passage of the bank."""

    language: str
    clause: str
    status: str
    """Of `STATUSES`, "trap", or for a filler the heading it belongs under."""
    text: str
    half: int


class Label(NamedTuple):
    """What a document says of a clause."""

    clause: str
    status: str
    start: int
    end: int


class Contract(NamedTuple):
    """One document with its labels; a core clause without a label is absent."""

    name: str
    language: str
    half: int
    kind: str
    text: str
    labels: tuple[Label, ...]


@cache
def bank() -> tuple[Passage, ...]:
    """Every passage."""
    out = []
    for file in sorted(BANK.glob("*.txt")):
        clause = status = ""
        for line in file.read_text("utf-8").splitlines():
            if line.startswith("## "):
                clause = line[3:]
            elif line.startswith("# "):
                status = line[2:]
            elif line.strip():
                half = int(hashlib.md5(line.encode(), usedforsecurity=False).hexdigest(), 16) % 2
                out.append(Passage(file.name[:2], clause, status, line, half))
    return tuple(out)


HEADINGS = {
    "nl": {
        "data_ownership": ("Gegevens van opdrachtgever", "Data", "Eigendom van gegevens"),
        "data_export": ("Teruggave van gegevens", "Beschikbaarheid van data", "Gegevens na afloop"),
        "exit_assistance": ("Exit", "Einde en overgang", "Overdracht van de dienst"),
        "switching_cost": ("Kosten bij beëindiging", "Gevolgen van beëindiging", "Vergoedingen"),
        "source_escrow": ("Continuïteit", "Broncode", "Programmatuur"),
        "ip_ownership": ("Intellectuele eigendom", "Gebruiksrecht", "Rechten"),
        "open_standards": ("Koppelingen", "Techniek", "Eisen aan de oplossing"),
        "audit_rights": ("Controle", "Audit", "Toezicht"),
        "subprocessors": ("Inschakelen van derden", "Uitvoering", "Onderaanneming"),
        "data_location": ("Plaats van verwerking", "Hosting", "Doorgifte"),
        "governing_law": ("Slotbepalingen", "Geschillen", "Toepasselijk recht"),
        "auto_renewal": ("Duur", "Looptijd", "Duur en beëindiging"),
        "termination_convenience": ("Opzegging", "Beëindiging", "Duur en einde"),
        "price_change": ("Prijzen", "Tarieven", "Vergoeding"),
        "min_commitment": ("Omvang", "Afname", "Looptijd"),
        "assignment_coc": ("Overdracht", "Algemeen", "Overige bepalingen"),
        "unilateral_change": ("Wijzigingen", "Toepasselijkheid", "Algemeen"),
        "liability_cap": ("Aansprakelijkheid", "Schade", "Aansprakelijkheid en verzekering"),
        "security_vuln": ("Beveiliging", "Informatiebeveiliging", "Garanties"),
        "data_deletion": ("Bewaren en wissen", "Persoonsgegevens", "Na afloop"),
        "breach_notice": ("Datalekken", "Incidenten", "Meldingen"),
        "suspension": ("Opschorting", "Gebruik van de dienst", "Betaling"),
    },
    "en": {
        "data_ownership": ("Customer Data", "Data"),
        "data_export": ("Return of data", "After termination"),
        "exit_assistance": ("Exit", "Transition"),
        "switching_cost": ("Effects of termination", "Charges"),
        "source_escrow": ("Software", "Continuity"),
        "ip_ownership": ("Intellectual property", "Licence"),
        "open_standards": ("Interfaces", "Technical requirements"),
        "audit_rights": ("Audit", "Records"),
        "subprocessors": ("Subcontracting", "Performance"),
        "data_location": ("Location", "Hosting"),
        "governing_law": ("General", "Law"),
        "auto_renewal": ("Term", "Duration"),
        "termination_convenience": ("Termination", "Term and termination"),
        "price_change": ("Fees", "Prices"),
        "min_commitment": ("Commitment", "Volumes"),
        "assignment_coc": ("Assignment", "General"),
        "unilateral_change": ("Changes", "Amendments"),
        "liability_cap": ("Liability", "Limitation of liability"),
        "security_vuln": ("Security", "Warranties"),
        "data_deletion": ("Deletion", "Retention"),
        "breach_notice": ("Incidents", "Notification"),
        "suspension": ("Suspension", "Use of the service"),
    },
}
PRIVACY = frozenset(
    [
        "data_ownership",
        "data_export",
        "audit_rights",
        "subprocessors",
        "data_location",
        "liability_cap",
        "security_vuln",
        "data_deletion",
        "breach_notice",
        "governing_law",
        "auto_renewal",
    ]
)
KINDS = {
    "nl": (
        ("saas", "ALGEMENE VOORWAARDEN ONLINE DIENSTVERLENING", None, 14),
        ("gibit", "OVEREENKOMST INZAKE ICT-DIENSTVERLENING", None, 17),
        ("verwerker", "VERWERKERSOVEREENKOMST", PRIVACY, 8),
        ("sla", "SERVICE LEVEL AGREEMENT", None, 6),
        ("offerte", "OFFERTE", None, 6),
        ("raam", "RAAMOVEREENKOMST", None, 12),
        ("mail", "Van: verkoop\nAan: inkoop\nOnderwerp: afspraken", None, 5),
        ("licentie", "LICENTIEOVEREENKOMST", None, 11),
    ),
    "en": (
        ("saas", "MASTER SUBSCRIPTION AGREEMENT", None, 13),
        ("dpa", "DATA PROCESSING AGREEMENT", PRIVACY, 8),
        ("licence", "SOFTWARE LICENCE AGREEMENT", None, 11),
        ("order", "ORDER FORM", None, 6),
    ),
}
NAMES = {
    "nl": (
        ("Leverancier", "Opdrachtgever"),
        ("Opdrachtnemer", "de Gemeente"),
        ("Voorbeeldsoft", "Klant"),
        ("Aanbieder", "Afnemer"),
    ),
    "en": (("Supplier", "Customer"), ("Provider", "Client"), ("Exampleware", "Customer")),
}
_SUPPLIER = {
    "nl": re.compile(r"\b([Ll]everancier|[Oo]pdrachtnemer|[Aa]anbieder|[Dd]ienstverlener)\b"),
    "en": re.compile(r"\b(Supplier|Vendor|Provider|Licensor)\b"),
}
_CUSTOMER = {
    "nl": re.compile(r"\b([Oo]pdrachtgever|[Dd]e gemeente|[Kk]lant|[Aa]fnemer)\b"),
    "en": re.compile(r"\b(Customer|Client|Licensee)\b"),
}


def named(text: str, language: str, names: tuple[str, str]) -> str:
    """A passage with the names of the parties of its document."""
    return _CUSTOMER[language].sub(names[1], _SUPPLIER[language].sub(names[0], text))


def _choice(dice: random.Random, language: str, half: int, clause: str, status: str) -> Passage:
    fit = [p for p in bank() if (p.language, p.clause, p.status) == (language, clause, status)]
    own = [p for p in fit if p.half == half]
    return dice.choice(own or fit)


def _articles(
    dice: random.Random, language: str, half: int, only: frozenset[str] | None, many: int
) -> list[tuple[str, list[Passage]]]:
    """Articles of a document: clauses with what surrounds them, in an order of their own."""
    clauses = sorted(only or HEADINGS[language])
    chosen = dice.sample(clauses, min(many, len(clauses)))
    out: dict[str, list[Passage]] = {}
    for clause in chosen:
        passage = _choice(dice, language, half, clause, dice.choice(STATUSES))
        out.setdefault(dice.choice(HEADINGS[language][clause]), []).append(passage)
    for clause in dice.sample(
        sorted(set(HEADINGS[language]) - set(chosen)), min(4, 22 - len(chosen))
    ):
        traps = [
            p for p in bank() if (p.language, p.clause, p.status) == (language, clause, "trap")
        ]
        if traps:
            out.setdefault(dice.choice(HEADINGS[language][clause]), []).append(dice.choice(traps))
    fillers = [p for p in bank() if p.language == language and p.clause == "filler"]
    for passage in dice.sample(fillers, min(len(fillers), 2 * many + 6)):
        out.setdefault(passage.status, []).append(passage)
    articles = list(out.items())
    dice.shuffle(articles)
    for _, passages in articles:
        dice.shuffle(passages)
    return articles


def contract(language: str, number: int) -> Contract:
    """Document `number` of a language; even numbers are of half 0."""
    dice = random.Random(f"{language}-{number}")  # noqa: S311 - no secret, the same every time
    half = number % 2
    kind, title, only, many = KINDS[language][number // 2 % len(KINDS[language])]
    names = dice.choice(NAMES[language])
    style = dice.randrange(4)
    text = f"{title}\n\n"
    if language == "nl":
        text += f"Tussen {names[0]}, hierna: leverancier, en {names[1]}, hierna: opdrachtgever.\n\n"
    else:
        text += f"Between {names[0]} (the supplier) and {names[1]} (the customer).\n\n"
    labels: list[Label] = []
    for index, (heading, passages) in enumerate(_articles(dice, language, half, only, many), 1):
        word = "Artikel" if language == "nl" else "Section"
        text += {
            0: f"{word} {index}. {heading}\n\n",
            1: f"## {index}. {heading}\n\n",
            2: f"{heading.upper()}\n\n",
            3: f"{index} {heading}\n\n",
        }[style]
        for member, passage in enumerate(passages, 1):
            text += {0: f"{index}.{member} ", 1: f"{member}. ", 2: "", 3: f"{index}.{member}\t"}[
                style
            ]
            words = named(passage.text, language, names)
            if passage.status in STATUSES:
                labels.append(
                    Label(passage.clause, passage.status, len(text), len(text) + len(words))
                )
            text += words + "\n\n"
    return Contract(f"{language}-{number:02d}-{kind}", language, half, kind, text, tuple(labels))


@cache
def contracts() -> tuple[Contract, ...]:
    """All documents."""
    return tuple(
        contract(language, number)
        for language, count in (("nl", DUTCH), ("en", ENGLISH))
        for number in range(count)
    )
