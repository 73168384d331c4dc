"""Deviations from open standards ("pas toe of leg uit"): complete or not, and the annual report on them.

A deviation needs a ground, an explanation, a decision document, who decided and when, and an end date.
Source: Instructie rijksdienst bij aanschaf ICT-diensten of ICT-producten, articles 3 and 4; municipalities
account in their annual report by administrative agreement.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from policies.pack import Standard, Standards
from policies.pack_parts import Bilingual

_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}
_FIELDS = {
    "ground": Bilingual(nl="grond", en="ground"),
    "explanation": Bilingual(nl="uitleg", en="explanation"),
    "decided_by": Bilingual(nl="wie besloot", en="who decided"),
    "decided_on": Bilingual(nl="dag van het besluit", en="day of the decision"),
    "decision_document": Bilingual(nl="besluitdocument", en="decision document"),
    "valid_until": Bilingual(nl="einddatum", en="end date"),
}


class Deviation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One deviation as it was written down; what is not stated is empty."""

    standard: str
    """Key of the pack."""
    ground: str = ""
    explanation: str = ""
    decided_by: str = ""
    """Role or body, not a person's name."""
    decided_on: date | None = None
    decision_document: str = ""
    valid_until: date | None = None


class Purchase(msgspec.Struct, frozen=True, kw_only=True):
    """One purchase with its deviations."""

    product: str
    vendor: str = ""
    value_eur: float | None = None
    deviations: tuple[Deviation, ...] = ()


def lacking(deviation: Deviation, standards: Standards) -> list[Bilingual]:
    """What a deviation lacks, in both languages; empty when it is complete."""
    found = [text for field, text in _FIELDS.items() if not getattr(deviation, field)]
    if deviation.ground and deviation.ground not in standards.grounds:
        known = ", ".join(standards.grounds)
        found.append(Bilingual(nl=f"een grond uit: {known}", en=f"a ground out of: {known}"))
    if deviation.standard not in standards.standards:
        found.append(
            Bilingual(
                nl=f"een bekende standaard ({deviation.standard})",
                en=f"a known standard ({deviation.standard})",
            )
        )
    elif standards.standards[deviation.standard].status == "legally-required":
        found.append(
            Bilingual(
                nl="ruimte om af te wijken (de standaard is wettelijk verplicht)",
                en="room to deviate (the standard is required by law)",
            )
        )
    if (
        deviation.decided_on
        and deviation.valid_until
        and deviation.valid_until < deviation.decided_on
    ):
        found.append(
            Bilingual(nl="een einddatum na het besluit", en="an end date after the decision")
        )
    return found


def paragraph(purchases: Sequence[Purchase], standards: Standards, year: int, lang: str) -> str:
    """The paragraph for the annual report, as Markdown.

    Args:
        purchases: Of the town.
        standards: Of the pack.
        year: Of the report; deviations that hold on any day of it count.
        lang: `nl` or `en`.
    """
    say = _NL if lang == "nl" else _EN
    counted = [
        p for p in purchases if p.value_eur is None or p.value_eur >= standards.threshold_eur
    ]
    below = len(purchases) - len(counted)
    with_any = [(p, [d for d in p.deviations if _holds(d, year)]) for p in counted]
    deviating = [(p, ds) for p, ds in with_any if ds]
    limit = f"{standards.threshold_eur:,}".replace(",", "." if lang == "nl" else ",")
    parts = [
        f"## {say['title']} {year}",
        say["intro"].format(count=len(counted), limit=limit, below=below, deviating=len(deviating)),
    ]
    complete, short = [], []
    for purchase, deviations in deviating:
        for deviation in deviations:
            missing = lacking(deviation, standards)
            if missing:
                short.append(_short(purchase, deviation, missing, standards, say, lang))
            else:
                complete.append(_complete(purchase, deviation, standards, say, lang))
    if complete:
        parts += [say["explained"], "\n".join(complete)]
    if short:
        parts += [say["incomplete"], "\n".join(short)]
    if not deviating:
        parts.append(say["none"])
    return "\n\n".join(parts) + "\n"


def _holds(deviation: Deviation, year: int) -> bool:
    start = deviation.decided_on is None or deviation.decided_on.year <= year
    return start and (deviation.valid_until is None or deviation.valid_until.year >= year)


def _complete(
    purchase: Purchase, deviation: Deviation, standards: Standards, say: dict[str, str], lang: str
) -> str:
    ground = standards.grounds[deviation.ground]
    return say["entry"].format(
        product=purchase.product,
        vendor=f" ({purchase.vendor})" if purchase.vendor else "",
        standard=_named(standards.standards[deviation.standard], lang),
        ground=ground.nl if lang == "nl" else ground.en,
        explanation=deviation.explanation.strip().rstrip("."),
        by=deviation.decided_by,
        on=day_in(deviation.decided_on, lang),
        document=deviation.decision_document,
        until=day_in(deviation.valid_until, lang),
    )


def _short(
    purchase: Purchase,
    deviation: Deviation,
    missing: list[Bilingual],
    standards: Standards,
    say: dict[str, str],
    lang: str,
) -> str:
    known = standards.standards.get(deviation.standard)
    told = ", ".join(m.nl if lang == "nl" else m.en for m in missing)
    name = _named(known, lang) if known else deviation.standard
    return say["lacks"].format(product=purchase.product, standard=name, missing=told)


def _named(standard: Standard, lang: str) -> str:
    return standard.title.nl if lang == "nl" else standard.title.en


def day_in(day: date | None, lang: str) -> str:
    """A day in words: `1 maart 2027`."""
    if day is None:
        return "?"
    return f"{day.day} {_MONTHS[lang].split()[day.month - 1]} {day.year}"


_NL = {
    "title": "Open standaarden: pas toe of leg uit,",
    "intro": "In dit jaar telden {count} aankopen van € {limit} of meer mee ({below} lager). "
    "Bij {deviating} daarvan is afgeweken van een verplichte open standaard.",
    "explained": "Afwijkingen, met de uitleg:",
    "incomplete": "Afwijkingen die nog niet volledig zijn vastgelegd:",
    "none": "Er zijn geen afwijkingen vastgelegd.",
    "entry": "- {product}{vendor}: {standard}. Grond: {ground}. Uitleg: {explanation}. Besluit: {by}, {on}, "
    "{document}. De afwijking geldt tot en met {until}.",
    "lacks": "- {product}: {standard}. Wat ontbreekt: {missing}.",
}
_EN = {
    "title": "Open standards: comply or explain,",
    "intro": "In this year {count} purchases of € {limit} or more counted ({below} were lower). "
    "{deviating} of these deviated from a mandatory open standard.",
    "explained": "Deviations, with the explanation:",
    "incomplete": "Deviations that have not been laid down in full yet:",
    "none": "No deviations were laid down.",
    "entry": "- {product}{vendor}: {standard}. Ground: {ground}. Explanation: {explanation}. Decision: {by}, {on}, "
    "{document}. The deviation holds through {until}.",
    "lacks": "- {product}: {standard}. What is missing: {missing}.",
}
