"""Lines about the documents together: which prevails, and where they contradict each other."""

from collections.abc import Sequence

from policies.finding import Severity, Verdict
from policies.pack_parts import Bilingual
from policies.pack_vendor import ClauseChoice, VendorPolicy
from policies.vendor.line import Ground, Line, Proof, Topic, both, midway
from sbom.contracts.clauses.reading import Evidence, Reading
from sbom.contracts.clauses.status import Status
from sbom.contracts.document import Document
from sbom.contracts.precedence import Basis, Hierarchy
from sbom.contracts.settled import Settled, Stand

_NUMBERS: dict[str, tuple[str, Bilingual]] = {
    "termination_convenience": (
        "notice_months",
        both("opzegtermijn in maanden", "months of notice"),
    ),
    "auto_renewal": ("notice_months", both("opzegtermijn in maanden", "months of notice")),
    "exit_assistance": ("longest_days", both("overgang in dagen", "days of transition")),
    "retrieval_period": ("longest_days", both("ophalen in dagen", "days to retrieve")),
    "breach_notice": ("period_days", both("melding in dagen", "days until notice")),
    "liability_cap": (
        "cap_multiple",
        both("aansprakelijkheid in jaarvergoedingen", "liability in annual fees"),
    ),
}
"""Numbers that may not differ between documents."""
_SIDES = {Status.PRESENT: 1, Status.CONTRADICTED: -1}
_NAME = both("Rangorde van de stukken", "Order of precedence")


def rank_lines(
    hierarchy: Hierarchy,
    settled: Sequence[Settled],
    readings: Sequence[Reading],
    documents: Sequence[Document],
    policy: VendorPolicy,
) -> list[Line]:
    """Which document prevails, and each clause on which documents say different things.

    Args:
        hierarchy: Of the documents.
        settled: The clauses over all of them.
        readings: As `settled` was given them.
        documents: In the order of the hierarchy.
        policy: With the names of the clauses.
    """
    names = [documents[p.document].name for p in hierarchy.papers]
    lines = _order(hierarchy, names, documents)
    for one in settled:
        choice = policy.clauses.get(one.clause)
        if choice is not None and (line := _conflict(one, readings, names, choice)):
            lines.append(line)
    return lines


def _order(hierarchy: Hierarchy, names: list[str], documents: Sequence[Document]) -> list[Line]:
    if len({d.name for d in documents}) < 2 and not hierarchy.orders:
        return []
    proofs = [
        Proof(document=names[o.paper], quote=o.quote, page=o.page, article=o.article)
        for o in hierarchy.orders
    ]
    proofs += [Proof(document=names[e.paper], quote=e.quote) for e in hierarchy.excluded]
    question = both(
        "Wilt u vastleggen dat de overeenkomst voorgaat, daarna de inkoopvoorwaarden van de gemeente?",
        "Will you lay down that the agreement prevails, and then the purchase terms of the town?",
    )
    against = [
        o for o in hierarchy.orders if _suppliers(hierarchy, o.ranks[0] if o.ranks else (), o.names)
    ]
    verdict, ground, severity = Verdict.COMPLIES, None, Severity.HIGH
    if against:
        told = against[0].names[0]
        verdict, ground = Verdict.DEVIATES, Ground.CONTRADICTED
        says = both(
            f"De voorwaarden van de leverancier gaan voor: {told}.",
            f"The supplier's terms prevail: {told}.",
        )
    elif hierarchy.orders and all(not o.names for o in hierarchy.orders):
        verdict, ground, severity = Verdict.UNKNOWN, Ground.UNREAD, Severity.MEDIUM
        says = both(
            "Er staat een rangorde, maar die is niet te lezen. Lees de passage zelf.",
            "There is an order of precedence, but it cannot be read. Read the passage yourself.",
        )
    elif hierarchy.orders:
        told = " > ".join(next(o.names for o in hierarchy.orders if o.names))
        says = both(f"De stukken zeggen welk stuk voorgaat: {told}.", f"The order is: {told}.")
    elif hierarchy.excluded:
        says = both(
            "Voorwaarden van de andere partij zijn uitgesloten.",
            "The terms of the other party are excluded.",
        )
    else:
        return [_silent(documents, question)]
    return [
        Line(
            id="contract/precedence",
            topic=Topic.CONTRACT,
            name=_NAME,
            verdict=verdict,
            severity=severity,
            ground=ground,
            says=says,
            proofs=tuple(proofs[:6]),
            question=None if verdict is Verdict.COMPLIES else question,
        )
    ]


def _suppliers(hierarchy: Hierarchy, ranks: tuple[int, ...], names: tuple[str, ...]) -> bool:
    """Whether what comes first are terms of the supplier."""
    first = hierarchy.papers[ranks[0]] if ranks else None
    if first is not None and first.party:
        return first.party == "supplier"
    low = names[0].lower() if names else ""
    own = (
        "leverings",
        "verkoop",
        "gebruiks",
        "licentie",
        "terms of service",
        "supplier",
        "leverancier",
    )
    terms = "voorwaarden" in low or "terms" in low or "conditions" in low
    return terms and "inkoop" not in low and any(w in low for w in own)


def _silent(documents: Sequence[Document], question: Bilingual) -> Line:
    listed = "; ".join(d.name for d in documents[:6])
    return Line(
        id="contract/precedence",
        topic=Topic.CONTRACT,
        name=_NAME,
        verdict=Verdict.UNKNOWN,
        severity=Severity.MEDIUM,
        ground=Ground.ABSENT,
        says=both(
            "Nergens staat welk stuk voorgaat. Bij verschil telt hier de tekst die het slechtst is.",
            "Nowhere does it say which document prevails. Where they differ the worst text counts here.",
        ),
        searched=both(
            f"Gezocht in {listed} naar rangorde, voorrang, prevaleert en strijdigheid.",
            f"Searched {listed} for precedence, prevails, priority and conflict.",
        ),
        question=question,
    )


def _conflict(
    one: Settled,
    readings: Sequence[Reading],
    names: list[str],
    choice: ClauseChoice,
) -> Line | None:
    """One clause on which documents differ; None where they do not, or only one signal says so."""
    stands = [s for s in (*([one.leads] if one.leads else []), *one.others) if s.sure]
    stands = [s for s in stands if names[s.paper] != names[stands[0].paper]] and stands
    differ = len({_SIDES.get(s.status) for s in stands} - {None}) > 1
    told_nl, told_en = _numbers(one.clause, stands, readings, names)
    if one.leads is None or not (differ or told_nl):
        return None
    if not told_nl:
        told_nl = " ".join(f"{names[s.paper]}: {readings[s.reading].why_nl}" for s in stands)
        told_en = " ".join(f"{names[s.paper]}: {readings[s.reading].why_en}" for s in stands)
    lead = names[one.leads.paper]
    ranked = one.basis in {Basis.STATED, Basis.EXCLUDED}
    end_nl = f"{lead} gaat voor." if ranked else "Niet te zeggen welk stuk voorgaat."
    end_en = f"{lead} prevails." if ranked else "Which document prevails cannot be told."
    return Line(
        id=f"contract/conflict/{one.clause}",
        topic=Topic.CONTRACT,
        name=choice.name,
        verdict=Verdict.DEVIATES,
        severity=Severity.MEDIUM,
        ground=Ground.FACT,
        says=both(
            f"De stukken spreken elkaar tegen. {told_nl} {end_nl}",
            f"The documents contradict each other. {told_en} {end_en}",
        ),
        proofs=tuple(_proof(names[s.paper], s.evidence) for s in stands[:6]),
        question=both(
            f"Welke afspraak over {midway(choice.name.nl)} geldt? Wilt u de andere schrappen?",
            f"Which agreement on {midway(choice.name.en)} holds? Will you strike out the other?",
        ),
    )


def _numbers(
    clause: str, stands: Sequence[Stand], readings: Sequence[Reading], names: list[str]
) -> tuple[str, str]:
    """What the documents say in numbers, where these differ; empty where they do not."""
    known = _NUMBERS.get(clause)
    if known is None:
        return "", ""
    values = [(names[s.paper], readings[s.reading].values.number(known[0])) for s in stands]
    stated = [(n, v) for n, v in values if v is not None]
    if len({n for n, _ in stated}) < 2 or _close([v for _, v in stated]):
        return "", ""
    told = "; ".join(f"{n}: {v:.3g}" for n, v in stated)
    return f"{known[1].nl.capitalize()}: {told}.", f"{known[1].en.capitalize()}: {told}."


def _close(values: Sequence[float]) -> bool:
    return max(values) - min(values) <= 0.05 * max(1.0, *values)


def _proof(document: str, evidence: Evidence) -> Proof:
    return Proof(
        document=document,
        quote=evidence.quote,
        page=evidence.page,
        article=evidence.article,
        heading=evidence.heading,
    )
