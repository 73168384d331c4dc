"""Changes to the clauses of a dossier whose effect on the verdict is known beforehand.

Nothing here names a clause or a phrase of a dossier: the passages come from what the tool read, the
numbers from the limits of the law and of the pack, the words of negation from the language.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policies.contracts.limits import Limit
from policies.finding import Verdict
from policies.vendor.line import Line
from sbom.contracts.clauses.detect import Tier
from sbom.contracts.clauses.reading import Reading
from sbom.contracts.clauses.status import Status
from sbom.contracts.document import Document, Passage
from sbom.contracts.values import periods

NEGATORS = re.compile(r"\b(?:niet|geen enkele?|geen|nooit|not|no|never)\b ?", re.IGNORECASE)
VERBS = re.compile(
    r"\b(?:mag|mogen|kan|kunnen|moet|is|wordt|worden|heeft(?: en houdt)?|hebben|voldoet|vinden|"
    r"berusten|verleent|blijft|brengt|meldt|deponeert|verhelpt|stijgt|schakelt|vernietigt|gelden|"
    r"may|can|shall|will|is|are|has)\b(?: (?:de )?(?:Opdrachtgever|Leverancier|Klant|Customer|Supplier)\b)?"
)
OBJECTS = re.compile(r"^ (?:een|alle|een volledige|any|all|a) ")
ROLES = {
    "Opdrachtgever": "Leverancier",
    "Leverancier": "Opdrachtgever",
    "Customer": "Supplier",
    "Supplier": "Customer",
}
ROLE = re.compile(r"\b(?:" + "|".join(ROLES) + r")\b")
BURDENS = frozenset(
    {
        "breach_notice",
        "data_deletion",
        "exit_plan",
        "sbom_delivery",
        "security_vuln",
        "source_escrow",
    }
    | {
        "third_party_software",
        "documentation",
        "support_lifetime",
        "exit_assistance",
        "switching_cost",
    }
)
"""Clauses that are a duty of the supplier: borne by the customer they are worth nothing."""
EITHER_WAY = frozenset({"price_change"})
"""A supplier that may not change its prices protects as well as one that may by an index."""
LAWS = re.compile(r"\b(?:Nederlands recht|Dutch law|laws? of the Netherlands)\b")
REGIONS = re.compile(
    r"\b(?:de |the )?(?:Europese (?:Economische Ruimte|Unie)|European (?:Economic Area|Union)|EER|EEA|EU|Nederland|"
    r"the Netherlands)\b(?!-)"
)
ABROAD = {"nl": ("de Verenigde Staten", "India"), "en": ("the United States", "India")}
CAPS = re.compile(
    r"\b(?:(?:(?:twee|drie|vier|vijf|tien)(?:maal| keer)|(?:twice|three times|four times|five times|ten times)|"
    r"[2-9] (?:maal|keer|times)|\d{3} ?(?:%|procent|per ?cent)(?: van)?)(?: (?:de|het|the))?)(?= )",
    re.IGNORECASE,
)
HALF = {"nl": "de helft van de", "en": "half the"}
FOREIGN = ("het recht van de staat Californië", "Iers recht", "Engels recht")


class Mutation(NamedTuple):
    """One change, and what it has to do."""

    kind: str
    line: str
    """Id of the line that must follow."""
    text: str
    """The document after it."""
    touched: tuple[int, int]
    """Offsets in the text before it."""
    must: str
    """`not-complies`, `differs`, `there`, `gone` or `stays`."""
    or_unsure: str = ""
    """Id of a line that may become unknown in place of it."""


def mutations(
    document: Document,
    readings: Sequence[Reading],
    elsewhere: Sequence[Reading],
    lines: dict[str, Line],
    limits: Sequence[Limit],
) -> Iterator[Mutation]:
    """Every change for the clauses that are certain in one document.

    Args:
        document: Read from text that is its own source (offsets fit).
        readings: Of this document.
        elsewhere: Of the other documents of the dossier.
        lines: Of the whole dossier, by id.
        limits: That count on the day.
    """
    for reading in readings:
        if reading.status is Status.ABSENT or reading.tier is not Tier.BOTH:
            continue
        yield from _numbers(document, reading, limits, elsewhere)
        line = lines.get(f"contract/{reading.clause}")
        lead = reading.evidence[0]
        leads = line is not None and line.proofs and line.proofs[0].quote == lead.quote
        if line is None or not leads or line.verdict is Verdict.UNKNOWN:
            continue
        other = any(r.clause == reading.clause and r.evidence for r in elsewhere)
        yield from _clause(document, reading, line, other=other)


def _clause(document: Document, reading: Reading, line: Line, *, other: bool) -> Iterator[Mutation]:
    lead = reading.evidence[0]
    place = _passage(document, lead.start)
    held = [e for e in reading.evidence if e.status == reading.status]
    alone = not other and all(_passage(document, e.start) == place for e in held)
    if alone:
        must = "not-complies" if line.verdict is Verdict.COMPLIES else "differs"
        yield _cut(document, line.id, place.start, place.end, "", "delete", must)
    moved = document.text[: place.start] + document.text[place.end :].rstrip()
    annex = f"\n\nBIJLAGE 9. OVERIGE AFSPRAKEN\n\n{document.words(place)}\n"
    yield Mutation("move", line.id, moved + annex, (place.start, place.end), "stays")
    if line.verdict is not Verdict.COMPLIES or not alone:
        return
    denied = negated(lead.quote, document.language)
    if denied and reading.clause not in EITHER_WAY:
        yield _cut(document, line.id, lead.start, lead.end, denied, "negate", "not-complies")
    if len(set(ROLE.findall(lead.quote))) > 1:
        swapped = ROLE.sub(lambda m: ROLES[m[0]], lead.quote)
        yield _cut(document, line.id, lead.start, lead.end, swapped, "roles", "not-complies")
    yield from _single_words(document, reading, line)
    for found in LAWS.finditer(lead.quote):
        for law in FOREIGN:
            start = lead.start + found.start()
            end = lead.start + found.end()
            yield _cut(document, line.id, start, end, law, "law", "not-complies")


def _single_words(document: Document, reading: Reading, line: Line) -> Iterator[Mutation]:
    """The country of data, the height of a cap, and who bears the only duty of a sentence."""
    lead = reading.evidence[0]
    language = "en" if document.language == "en" else "nl"
    for found in REGIONS.finditer(lead.quote) if reading.clause == "data_location" else ():
        if len(REGIONS.findall(lead.quote)) > 1:
            break
        for country in ABROAD[language]:
            start, end = lead.start + found.start(), lead.start + found.end()
            yield _cut(document, line.id, start, end, country, "country", "not-complies")
    bare = reading.clause == "liability_cap" and not reading.values.money
    for found in CAPS.finditer(lead.quote) if bare else ():
        start, end = lead.start + found.start(), lead.start + found.end()
        yield _cut(document, line.id, start, end, HALF[language], "cap", "not-complies")
        break
    names = set(ROLE.findall(lead.quote))
    first = ROLE.search(lead.quote)
    if len(names) == 1 and first is not None and reading.clause in BURDENS:
        swapped = ROLE.sub(lambda m: ROLES[m[0]], lead.quote)
        yield _cut(document, line.id, lead.start, lead.end, swapped, "bearer", "not-complies")


def _numbers(
    document: Document, reading: Reading, limits: Sequence[Limit], elsewhere: Sequence[Reading]
) -> Iterator[Mutation]:
    """Each period that a limit looks at, moved to the other side of it."""
    lead = reading.evidence[0]
    for limit in limits:
        if limit.clause != reading.clause or not limit.value or not limit.op:
            continue
        value = reading.values.number(limit.value)
        crossed = f"contract/limit/{limit.id}"
        if value is None or limit.value == "cap_multiple":
            continue
        stated = list(periods(lead.quote))
        if len(stated) > 1:
            continue  # another period of the sentence may still keep the limit
        for period in stated:
            unit = period.days / period.number if period.number > 0 else 0
            per = unit / 30.4375 if limit.value.endswith("_months") else unit
            if not per or abs(period.number * per - value) > 0.05 * max(value, 1):
                continue
            was = value > limit.bound * 1.02 if limit.op == ">" else value < limit.bound * 0.98
            if any(r.clause == limit.clause and r.values.number(limit.value) for r in elsewhere):
                continue
            inside = (limit.bound * 0.5) if limit.op == ">" else limit.bound * 2
            outside = (limit.bound * 3) if limit.op == ">" else limit.bound * 0.3
            wanted = inside if was else outside
            number = max(1, round(wanted / per))
            if (number * per > limit.bound * 1.05) is (was is (limit.op == ">")):
                continue  # cannot be said in this unit
            words = document.text[lead.start + period.start : lead.start + period.end]
            changed = _renumbered(words, number)
            if changed:
                start, end = lead.start + period.start, lead.start + period.end
                must = "gone" if was else "there"
                made = _cut(document, crossed, start, end, changed, "number", must)
                yield made._replace(or_unsure=f"contract/{limit.clause}")


def _renumbered(words: str, number: int) -> str:
    bare = re.sub(r"\b(?:één|een|twee|drie|vier|vijf|zes|acht|tien|twaalf)\b", "0", words, count=1)
    if not re.search(r"\d+", bare):
        return ""
    text = re.sub(r"\d+", str(number), bare, count=1)
    return (
        text
        if number == 1
        else re.sub(r"\b(maand|dag|jaar)\b", r"\1en", text).replace("jaaren", "jaar")
    )


def negated(sentence: str, language: str) -> str:
    """The sentence turned round: without its negation, or with one; empty where that is unclear."""
    if len(NEGATORS.findall(sentence)) == 1:
        return NEGATORS.sub("", sentence, count=1)
    if NEGATORS.search(sentence):
        return ""
    verb = VERBS.search(sentence)
    if verb is None:
        return ""
    head, tail = sentence[: verb.end()], sentence[verb.end() :]
    english = language == "en"
    if OBJECTS.match(tail):
        return head + (" no " if english else " geen ") + OBJECTS.sub("", tail, count=1)
    return head + (" not" if english else " niet") + tail


def _cut(
    document: Document, line: str, start: int, end: int, put: str, kind: str, must: str
) -> Mutation:
    text = document.text[:start] + put + document.text[end:]
    return Mutation(kind, line, text, (start, end), must)


def _passage(document: Document, offset: int) -> Passage:
    return next(p for p in document.passages if p.start <= offset < p.end)


def followed(mutation: Mutation, before: dict[str, Line], after: dict[str, Line]) -> bool:
    """Whether the line did what it had to."""
    old, new = before.get(mutation.line), after.get(mutation.line)
    if mutation.must == "there":
        unsure = after.get(mutation.or_unsure)
        return new is not None or (unsure is not None and unsure.verdict is Verdict.UNKNOWN)
    if mutation.must == "gone":
        return new is None
    if old is None or new is None:
        return False
    if mutation.must == "stays":
        return new.verdict is old.verdict
    if mutation.must == "not-complies":
        return new.verdict is not Verdict.COMPLIES
    return (new.verdict, new.ground, new.says) != (old.verdict, old.ground, old.says)
