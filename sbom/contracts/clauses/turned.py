"""Whether a sentence that seems to grant something says the opposite: denied, or owed by the other.

A decision table knows the words that grant; it does not know "niet" before them, nor who acts. Here
the sentence itself is looked at. A negation counts when it stands before the words that told, in the
same part of the sentence, and when neither the row that fitted nor the language takes it back ("niet
dan na", "geen andere", "niet buiten"). The one who acts is the first party that no preposition makes
an object. A sentence that is turned is never a grant: a person has to read it.
"""

from collections.abc import Sequence
from functools import lru_cache

from sbom.contracts.clauses.roles import CUSTOMER, SUPPLIER
from sbom.contracts.clauses.status import rows_of
from sbom.contracts.clauses.words import words

_DENIES = frozenset({"niet", "geen", "nooit", "nimmer", "not", "no", "never", "cannot"})
_TAKEN_BACK = frozenset(
    (
        *("buiten", "zonder", "tenzij", "dan", "ander", "andere", "anders", "eerder"),
        *("later", "langer", "meer", "minder", "hoger", "behalve", "uitgezonderd", "outside"),
        *("without", "unless", "other", "than", "except", "until", "before", "longer"),
        *(
            "less",
            "beyond",
            "more",
            "higher",
            "later",
            "nor",
        ),
    )
)
"""Words after a negation that make it a limit in the customer's favour as often as not."""
_ASIDE = frozenset({"alleen", "slechts", "only", "uitsluitend", "exclusively", "solely"})
"""Words that a negation right before them turns round after all."""
_PREPOSITIONS = frozenset(
    (
        *("door", "van", "aan", "voor", "met", "bij", "of", "namens", "jegens", "tegenover"),
        *("naar", "onder", "op", "uit", "tussen", "by", "to", "from", "for", "with", "on"),
        *(
            "between",
            "against",
            "towards",
            "upon",
            "and",
            "en",
            "over",
            "dan",
            "than",
        ),
    )
)
_DOES = frozenset(
    (
        *("deponeert", "meldt", "schakelt", "verleent", "verwijdert", "vernietigt", "wist"),
        *("stelt", "levert", "verstrekt", "draagt", "zorgt", "herstelt", "verhelpt", "lost"),
        *("werkt", "informeert", "waarschuwt", "overhandigt", "publiceert", "vermeldt"),
        *("kondigt", "ondersteunt", "begeleidt", "beschermt", "houdt", "shall", "will"),
        *("must", "deposits", "notifies", "engages", "provides", "deletes", "delivers"),
        *("reports", "discloses", "assists", "supports", "informs", "erases", "destroys"),
        *("transfers", "continues", "refunds", "makes", "offers", "keeps", "patches", "fixes"),
        *("blijft",),
    )
)
"""Verbs of a duty: the party beside them owes what follows."""
_WITHIN = frozenset(
    (
        *("als", "indien", "nadat", "dat", "die", "wanneer", "mits", "zodra", "voordat"),
        *("waarvan", "waarmee", "waar", "waarvoor", "if", "once", "after", "that", "which"),
        *(
            "where",
            "when",
            "before",
            "provided",
            "unless",
            "tenzij",
            "who",
        ),
    )
)
"""Words that begin a part of a sentence in which another may act."""
_IDIOM = frozenset(
    (
        *("onredelijke", "nodeloze", "onnodige", "verdere", "kosten", "meerkosten", "meerprijs"),
        *("extra", "aanvullende", "aparte", "vergoeding", "uitstel", "vertraging", "undue"),
        *("unreasonable", "delay", "charge", "cost", "costs", "additional", "fee", "fees"),
    )
)
"""Words after "zonder" or "without" that say how something is done, and take no denial back."""
_HELPS = frozenset(
    (
        *(
            "wordt",
            "worden",
            "kan",
            "kunnen",
            "zal",
            "zullen",
            "is",
            "zijn",
            "are",
            "will",
            "shall",
        ),
        *("can", "may"),
    )
)
"""Verbs that carry the denial of a whole sentence, also when what told stands before them."""
_IF = frozenset(("indien", "als", "wanneer", "zolang", "if", "where", "when"))
"""Words before a negation that make it a case."""
_FIRST = frozenset(("dan", "daarna", "tevens", "ook", "vervolgens", "daarbij", "na", "tijdens"))
"""Words that put the one who acts behind the verb."""
_AVOIDED = frozenset(
    {
        "data_ownership",
        "data_use_ai",
        "switching_cost",
        "min_commitment",
        "auto_renewal",
        "suspension",
        "confidentiality_disclosure",
        "vendor_licence_audit",
        "price_change",
        "assignment_coc",
        "foreign_law_access",
        "key_management",
        "unilateral_change",
        "data_access_term",
    }
)
"""Clauses of something that the supplier had better not do: "leverancier ... niet" is a grant."""
OWED = frozenset(
    {
        "source_escrow",
        "subprocessors",
        "breach_notice",
        "exit_assistance",
        "data_deletion",
        "security_vuln",
        "sbom_delivery",
        "exit_plan",
        "third_party_software",
        "ownership_transparency",
        "support_lifetime",
        "algorithm_transparency",
    }
)
"""Clauses that only protect the customer as a duty of the supplier."""
_CONSENT = frozenset(("toestemming", "goedkeuring", "machtiging", "consent", "authorisation"))
_GRANTS = frozenset(("verleent", "geeft", "grants", "gives"))
"""Consent that a customer gives to sub-processors is no duty of the wrong party."""
_NEAR = 12
"""Words between a negation and what it denies."""


def turned(clause: str, row: int, sentence: Sequence[str], told: Sequence[str]) -> str:
    """`denied`, `other-party`, or empty when the sentence means what it seems to.

    Args:
        clause: Kind of clause.
        row: Of its decision table, from 1, that found it granted.
        sentence: Its words, with parties as `xsup` and `xcus`.
        told: Words on which it was recognised; none: all that follow a negation count.
    """
    consent = not (_CONSENT.isdisjoint(sentence) or _GRANTS.isdisjoint(sentence))
    if clause in OWED and not consent and _other(sentence):
        return "other-party"
    return "denied" if _denied(clause, row, sentence, told) else ""


def _actor(sentence: Sequence[str]) -> int:
    """Place of the party that acts, -1 where none does."""
    for place, word in enumerate(sentence):
        if word in _WITHIN:
            return -1
        if word not in {SUPPLIER, CUSTOMER}:
            continue
        before = sentence[place - 1] if place else ""
        if before in {"de", "het", "the"} and place > 1:
            before = sentence[place - 2]
        if before not in _PREPOSITIONS:
            return place
    return -1


def _other(sentence: Sequence[str]) -> bool:
    """Whether the customer is the one who has the duty."""
    place = _actor(sentence)
    if place < 0 or sentence[place] != CUSTOMER:
        return False
    if sentence[place + 1 : place + 2] and sentence[place + 1] in _DOES:
        return True
    verb = place - 1
    if verb < 0 or sentence[verb] not in _DOES:
        return False
    # "Naam meldt opdrachtgever ..." has a subject before its verb; "bij een lek meldt opdrachtgever" has none
    return verb == 0 or sentence[0] in _PREPOSITIONS | _WITHIN | _FIRST


def _denied(clause: str, row: int, sentence: Sequence[str], told: Sequence[str]) -> bool:
    places = [i for i, word in enumerate(sentence) if word in _DENIES]
    if not places or _in_row(clause, row, sentence, places):
        return False
    actor = _actor(sentence)
    if clause in _AVOIDED and actor >= 0 and sentence[actor] == SUPPLIER:
        return False
    known = {w for t in told for w in words(t)}
    spoke = [i for i, w in enumerate(sentence) if w in known or not known]
    for place in places:
        if place and sentence[place - 1] in _IF:
            continue  # "indien geen termijn is genoemd": a case, not a denial
        after = sentence[place + 1 : place + 1 + _NEAR]
        helped = bool(place) and sentence[place - 1] in _HELPS
        first = place - _NEAR if helped else place + 1
        if not any(first <= i <= place + _NEAR for i in spoke):
            continue
        if (after and after[0] in _ASIDE) or not _takes_back(after):
            return True
    return False


def _takes_back(after: Sequence[str]) -> bool:
    """Whether the words after a negation make it a limit; "zonder onredelijke vertraging" does not."""
    for place, word in enumerate(after):
        idiom = word in {"zonder", "without"} and not _IDIOM.isdisjoint(
            after[place + 1 : place + 2]
        )
        if word in _TAKEN_BACK and not idiom:
            return True
    return False


def _in_row(clause: str, row: int, sentence: Sequence[str], places: Sequence[int]) -> bool:
    """Whether the row itself looks for one of these negations."""
    wanted = _negations(clause, row)
    for place in places:
        around = sentence[max(0, place - 8) : place + 9]
        for term in wanted:
            if all(any(_fits(part, w) for w in around) for part in term):
                return True
    return False


def _fits(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


@lru_cache(maxsize=256)
def _negations(clause: str, row: int) -> tuple[tuple[str, ...], ...]:
    """Terms of a row that hold a negation, as their words."""
    rows = rows_of(clause)
    if not 0 < row <= len(rows):
        return ()
    found = []
    for condition in (rows[row - 1].nl, rows[row - 1].en):
        for group in condition.split(";"):
            if group.strip().startswith("!"):
                continue
            for term in group.split("|"):
                parts = tuple(p for p in term.split() if p != "~")
                if not _DENIES.isdisjoint(parts):
                    found.append(parts)
    return tuple(found)
