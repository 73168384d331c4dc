"""Lines about open standards: each one that binds for the product, with what the dossier shows."""

from collections.abc import Sequence
from datetime import date

import msgspec

from policies.deviations import Deviation, day_in, lacking
from policies.facts import Facts
from policies.finding import Severity, Verdict
from policies.pack import Standard, Standards
from policies.pack_parts import Bilingual
from policies.standards import RANKS, Level, Proof, asked, proofs
from policies.vendor.line import Ground, Line, Topic, both
from policies.vendor.line import Proof as LineProof

_PROOFS = 6


def standard_lines(
    facts: Facts, standards: Standards, tags: tuple[str, ...], today: date, documents: int
) -> list[Line]:
    """One line a standard that binds; one line of UNKNOWN when no product tags are stated.

    Args:
        facts: Of the dossier as one system.
        standards: Of the pack.
        tags: Of the product.
        today: The day of judging.
        documents: How many files were searched.
    """
    if not tags:
        return [_untagged()]
    seen = proofs(facts, standards, today)
    (system,) = facts.systems()
    return [
        _line(name, standard, seen.get((system, name), []), documents)
        for name, standard in asked(standards, tags).items()
    ]


def _line(name: str, standard: Standard, found: list[Proof], documents: int) -> Line:
    against = [p for p in found if not p.holds]
    strong = [p for p in found if p.holds and RANKS[p.level] >= RANKS[Level.OBSERVED]]
    shown = against or strong or found
    verdict, ground, says = _judged(against, strong, found)
    serious = standard.status == "legally-required"
    searched = both(
        f"Gezocht in {documents} bestanden naar testuitslagen, API-beschrijvingen en onderdelen.",
        f"Searched {documents} files for test results, API descriptions and components.",
    )
    return Line(
        id=f"standards/{name}",
        topic=Topic.STANDARDS,
        name=standard.title,
        verdict=verdict,
        severity=Severity.HIGH if serious else Severity.MEDIUM,
        ground=ground,
        says=says,
        why=standard.scope,
        proofs=tuple(
            LineProof(document=p.place.path, quote=p.what, line=p.place.line or None)
            for p in shown[:_PROOFS]
        ),
        searched=None if shown else searched,
        question=None if verdict is Verdict.COMPLIES else _question(standard),
        norms=(both(standard.url, standard.url),),
    )


def _judged(
    against: list[Proof], strong: list[Proof], found: list[Proof]
) -> tuple[Verdict, Ground | None, Bilingual]:
    if against:
        told = "Een test of bestand laat zien dat het niet klopt."
        return (
            Verdict.DEVIATES,
            Ground.FACT,
            both(told, "A test or file shows that it does not hold."),
        )
    if strong:
        told = "Een test of bestand laat het zien."
        return Verdict.COMPLIES, None, both(told, "A test or file shows it.")
    if found:
        told = "Er is alleen software voor gezien, geen test."
        return (
            Verdict.UNKNOWN,
            Ground.UNREAD,
            both(told, "Only software made for it was seen, no test."),
        )
    return Verdict.UNKNOWN, Ground.UNREAD, both("Geen bewijs gevonden.", "No proof found.")


def _question(standard: Standard) -> Bilingual:
    how = standard.check.how if standard.check else None
    return both(
        f"Waaruit blijkt dat het product voldoet aan {standard.title.nl}?"
        + (f" Bijvoorbeeld: {how.nl}." if how else ""),
        f"What shows that the product follows {standard.title.en}?"
        + (f" For example: {how.en}." if how else ""),
    )


def _untagged() -> Line:
    return Line(
        id="standards/none",
        topic=Topic.STANDARDS,
        name=both("Open standaarden", "Open standards"),
        verdict=Verdict.UNKNOWN,
        severity=Severity.HIGH,
        ground=Ground.UNREAD,
        says=both(
            "Niet te bepalen: er zijn geen producttags opgegeven.",
            "Cannot be told: no product tags are stated.",
        ),
        searched=both(
            "Gezocht naar tags in product.yaml en op de opdrachtregel.",
            "Searched for tags in product.yaml and on the command line.",
        ),
    )


def explained_lines(
    lines: Sequence[Line],
    deviations: Sequence[Deviation],
    standards: Standards,
    today: date,
    document: str,
) -> list[Line]:
    """Lines with the deviations that were laid down ("leg uit").

    A complete one that still holds makes the line weigh little; it stays a deviation. One that lacks
    something, or has ended, is named.

    Args:
        lines: Of the standards.
        deviations: Of the product description.
        standards: Of the pack.
        today: The day of judging.
        document: Name of the product description.
    """
    by_standard = {d.standard: d for d in deviations}
    made = []
    for line in lines:
        deviation = by_standard.get(line.id.removeprefix("standards/"))
        if deviation is None or line.verdict in {Verdict.COMPLIES, Verdict.NOT_APPLICABLE}:
            made.append(line)
            continue
        made.append(_explained(line, deviation, standards, today, document))
    return made


def _explained(
    line: Line, deviation: Deviation, standards: Standards, today: date, document: str
) -> Line:
    proof = LineProof(document=document, quote=deviation.explanation or deviation.standard)
    missing = lacking(deviation, standards)
    over = deviation.valid_until is not None and deviation.valid_until < today
    if missing:
        says = both(
            f"Er is een afwijking opgeschreven, maar die mist: {', '.join(m.nl for m in missing)}.",
            f"A deviation is written down, but it lacks: {', '.join(m.en for m in missing)}.",
        )
        return msgspec.structs.replace(line, says=says, proofs=(*line.proofs, proof))
    if over:
        says = both(
            f"De afwijking liep af op {day_in(deviation.valid_until, 'nl')}.",
            f"The deviation ended on {day_in(deviation.valid_until, 'en')}.",
        )
        return msgspec.structs.replace(line, says=says, proofs=(*line.proofs, proof))
    ground = standards.grounds[deviation.ground]
    says = both(
        f"Afwijking vastgelegd: {ground.nl}. Besluit {deviation.decision_document}, "
        f"geldig tot en met {day_in(deviation.valid_until, 'nl')}.",
        f"Deviation laid down: {ground.en}. Decision {deviation.decision_document}, "
        f"valid through {day_in(deviation.valid_until, 'en')}.",
    )
    return msgspec.structs.replace(
        line,
        verdict=Verdict.DEVIATES,
        ground=Ground.POLICY,
        severity=Severity.LOW,
        says=says,
        proofs=(proof, *line.proofs),
        searched=None,
        question=None,
    )
