"""Lines about open standards: each one that binds for the product, with what the dossier shows."""

from datetime import date

from policies.facts import Facts
from policies.finding import Severity, Verdict
from policies.pack import Standards
from policies.standards import RANKS, Level, asked, proofs
from policies.vendor.line import Ground, Line, Proof, Topic, both

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
    lines = []
    for name, standard in asked(standards, tags).items():
        found = seen.get((system, name), [])
        against = [p for p in found if not p.holds]
        strong = [p for p in found if p.holds and RANKS[p.level] >= RANKS[Level.OBSERVED]]
        shown = against or strong or found
        if against:
            verdict, ground = Verdict.DEVIATES, Ground.FACT
            says = both(
                "Een test of bestand laat zien dat het niet klopt.",
                "A test or file shows that it does not hold.",
            )
        elif strong:
            verdict, ground = Verdict.COMPLIES, None
            says = both("Een test of bestand laat het zien.", "A test or file shows it.")
        else:
            verdict, ground = Verdict.UNKNOWN, Ground.UNREAD
            says = both("Geen bewijs gevonden.", "No proof found.")
            if found:
                says = both(
                    "Er is alleen software voor gezien, geen test.",
                    "Only software made for it was seen, no test.",
                )
        how = standard.check.how if standard.check else None
        lines.append(
            Line(
                id=f"standards/{name}",
                topic=Topic.STANDARDS,
                name=both(standard.name, standard.name),
                verdict=verdict,
                severity=Severity.HIGH
                if standard.status == "legally-required"
                else Severity.MEDIUM,
                ground=ground,
                says=says,
                why=standard.scope,
                proofs=tuple(
                    Proof(document=p.place.path, quote=p.what, line=p.place.line or None)
                    for p in shown[:_PROOFS]
                ),
                searched=None
                if shown
                else both(
                    f"Gezocht in {documents} bestanden naar testuitslagen, API-beschrijvingen en onderdelen.",
                    f"Searched {documents} files for test results, API descriptions and components.",
                ),
                question=None
                if verdict is Verdict.COMPLIES
                else both(
                    f"Waaruit blijkt dat het product voldoet aan {standard.name}?"
                    + (f" Bijvoorbeeld: {how.nl}." if how else ""),
                    f"What shows that the product follows {standard.name}?"
                    + (f" For example: {how.en}." if how else ""),
                ),
                norms=(standard.url,),
            )
        )
    return lines


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
