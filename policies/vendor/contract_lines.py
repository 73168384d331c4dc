"""Lines about the contract: each kind of clause over all documents, and the limits of the law.

The worst passage on which both signals agree leads. A clause to which only one signal points is
unknown: a person has to read it. One that is nowhere found deviates, unless its absence is not to
the town's harm or part of a document could not be read.
"""

from collections.abc import Sequence
from datetime import date

from policies.contracts.limits import Exceeded, Limit, exceeded, shipped
from policies.finding import Severity, Verdict
from policies.pack_parts import Bilingual
from policies.pack_vendor import ClauseChoice, VendorPolicy
from policies.vendor.line import Ground, Line, Proof, Topic, both, midway
from sbom.contracts.clauses.detect import Tier
from sbom.contracts.clauses.reading import Evidence, Reading
from sbom.contracts.clauses.status import Status
from sbom.contracts.precedence import Basis
from sbom.contracts.settled import Settled

_WORST = (Status.CONTRADICTED, Status.WEAK, Status.UNCLEAR, Status.PRESENT)
_MILDER = {
    Severity.CRITICAL: Severity.HIGH,
    Severity.HIGH: Severity.MEDIUM,
    Severity.MEDIUM: Severity.LOW,
}
_SHOWN = 4
_TERMS = 8


def contract_lines(
    readings: Sequence[Reading],
    policy: VendorPolicy,
    *,
    services: bool,
    until: date,
    personal_data: bool | None = None,
    unread: Sequence[str] = (),
    settled: Sequence[Settled] = (),
) -> list[Line]:
    """One line a clause of the policy, and one a limit that is crossed.

    Args:
        readings: Of every document that may hold agreements.
        policy: What weighs how much.
        services: Whether it is a data processing service (cloud, SaaS).
        until: Last day of the contract's term, or the day of judging; decides which law holds.
        personal_data: Whether personal data is processed; None: not known.
        unread: Names of documents without any text that may hold agreements too.
        settled: The clauses over all documents by their order of precedence; where that decides, only
            the document that prevails counts.
    """
    holding = prevailing(readings, settled)
    by_clause: dict[str, list[Reading]] = {}
    for reading in holding:
        by_clause.setdefault(reading.clause, []).append(reading)
    lines = [
        _clause(clause, choice, by_clause.get(clause, []), personal_data, unread)
        for clause, choice in policy.clauses.items()
        if clause in by_clause
    ]
    counting = [x for x in shipped() if x.clause in policy.clauses and (services or not x.services)]
    crossed: dict[str, Line] = {}
    for beyond in sorted(exceeded(holding, counting, until), key=lambda e: _badness(e.reading)):
        line = _crossed(beyond, policy, shared=_shared(beyond, holding, counting))
        crossed.setdefault(line.id, line)
    lines += crossed.values()
    return lines


def prevailing(readings: Sequence[Reading], settled: Sequence[Settled]) -> list[Reading]:
    """The readings without those that another document sets aside.

    Args:
        readings: Of every document.
        settled: The clauses over all documents by their order of precedence.
    """
    winners = {
        s.clause: readings[s.leads.reading].document
        for s in settled
        if s.leads is not None and s.leads.sure and s.basis in {Basis.STATED, Basis.EXCLUDED}
    }
    return [r for r in readings if not r.found or r.document == winners.get(r.clause, r.document)]


def _clause(
    clause: str,
    choice: ClauseChoice,
    readings: list[Reading],
    personal_data: bool | None,  # noqa: FBT001 - three values, not a switch
    unread: Sequence[str],
) -> Line:
    found = [r for r in readings if r.found]
    if not found:
        return _absent(clause, choice, readings, personal_data, unread)
    sure = [r for r in found if r.tier is Tier.BOTH]
    lead = min(_leading(sure or found), key=_badness)
    against = [r for r in found if r.status is Status.CONTRADICTED and r is not lead]
    proofs = [_proof(lead.document, e) for e in lead.evidence[:_SHOWN]]
    says = both(lead.why_nl, lead.why_en)
    verdict, ground, severity = _judged(lead.status, choice.severity)
    if not sure:
        verdict, ground = Verdict.UNKNOWN, Ground.UNREAD
        says = both(
            f"Mogelijk geregeld; lees de passage zelf. {lead.why_nl}",
            f"Possibly provided for; read the passage yourself. {lead.why_en}",
        )
    elif against and verdict is Verdict.COMPLIES:
        verdict, ground = Verdict.UNKNOWN, Ground.UNREAD
        proofs += [_proof(r.document, r.evidence[0]) for r in against if r.evidence][:_SHOWN]
        says = both(
            "Passages spreken elkaar mogelijk tegen; lees ze naast elkaar.",
            "Passages may contradict each other; read them side by side.",
        )
    settled = verdict in {Verdict.COMPLIES, Verdict.NOT_APPLICABLE}
    return Line(
        id=f"contract/{clause}",
        topic=Topic.CONTRACT,
        name=choice.name,
        verdict=verdict,
        severity=severity,
        ground=None if settled else ground,
        says=says,
        why=choice.why,
        proofs=tuple(proofs),
        question=None if settled else _question(choice, found=True),
        proposed=None if settled else choice.proposed,
        norms=choice.norms,
        confidence=lead.confidence,
    )


def _leading(found: list[Reading]) -> list[Reading]:
    """Documents add up: what one provides in full, another that provides less does not take away."""
    if any(r.status is Status.CONTRADICTED for r in found):
        return found
    return [r for r in found if r.status is Status.PRESENT] or found


def _absent(
    clause: str,
    choice: ClauseChoice,
    readings: list[Reading],
    personal_data: bool | None,  # noqa: FBT001 - three values, not a switch
    without_text: Sequence[str],
) -> Line:
    unread = bool(without_text) or any(r.searched and r.searched.unread for r in readings)
    verdict, ground = Verdict.DEVIATES, Ground.ABSENT
    says = both("Niet gevonden in de documenten.", "Not found in the documents.")
    if unread:
        verdict, ground = Verdict.UNKNOWN, Ground.UNREAD
        says = both(
            "Niet gevonden, maar een deel van de documenten is niet te lezen.",
            "Not found, but part of the documents cannot be read.",
        )
    elif choice.absence_is_fine:
        verdict = Verdict.NOT_APPLICABLE
        says = both("Niet gevonden; dat is niet nadelig.", "Not found; that is not to your harm.")
    elif choice.personal_data and personal_data is False:
        verdict = Verdict.NOT_APPLICABLE
        says = both(
            "Niet gevonden; er worden geen persoonsgegevens verwerkt.",
            "Not found; no personal data is processed.",
        )
    settled = verdict is Verdict.NOT_APPLICABLE
    return Line(
        id=f"contract/{clause}",
        topic=Topic.CONTRACT,
        name=choice.name,
        verdict=verdict,
        severity=_MILDER.get(choice.severity, Severity.LOW),
        ground=None if settled else ground,
        says=says,
        why=choice.why,
        searched=_searched(readings, without_text),
        question=None if settled else _question(choice, found=False),
        proposed=None if settled else choice.proposed,
        norms=choice.norms,
        confidence=min((r.confidence for r in readings), default=0.0),
    )


def _judged(status: Status, severity: Severity) -> tuple[Verdict, Ground, Severity]:
    if status is Status.PRESENT:
        return Verdict.COMPLIES, Ground.FACT, severity
    if status is Status.WEAK:
        return Verdict.DEVIATES, Ground.WEAK, _MILDER.get(severity, Severity.LOW)
    if status is Status.CONTRADICTED:
        return Verdict.DEVIATES, Ground.CONTRADICTED, severity
    return Verdict.UNKNOWN, Ground.UNREAD, severity


def _badness(reading: Reading) -> tuple[int, float, str]:
    rank = _WORST.index(reading.status) if reading.status in _WORST else len(_WORST)
    return rank, -reading.confidence, reading.document


def _searched(readings: Sequence[Reading], without_text: Sequence[str] = ()) -> Bilingual:
    documents = sorted({r.document for r in readings})
    articles = sum(r.searched.articles for r in readings if r.searched)
    terms = list(dict.fromkeys(t for r in readings if r.searched for t in r.searched.terms))
    told = ", ".join(terms[:_TERMS])
    listed = "; ".join(documents[:6])
    missed = "; ".join(without_text[:6])
    return both(
        f"Gezocht in {articles} artikelen en kopjes van {listed}, onder meer naar: {told}."
        + (f" Niet te lezen: {missed}." if missed else ""),
        f"Searched {articles} articles and headings of {listed}, among others for: {told}."
        + (f" Cannot be read: {missed}." if missed else ""),
    )


def _question(choice: ClauseChoice, *, found: bool) -> Bilingual:
    name_nl, name_en = midway(choice.name.nl), midway(choice.name.en)
    if found:
        return both(
            f"Bent u bereid de afspraak over {name_nl} aan te passen zoals voorgesteld?",
            f"Are you willing to change what is agreed on {name_en} as proposed?",
        )
    return both(
        f"Waar staat wat u afspreekt over {name_nl}? Zo nergens: neemt u de voorgestelde tekst op?",
        f"Where does it say what you agree on {name_en}? If nowhere: will you take up the text?",
    )


def _proof(document: str, evidence: Evidence) -> Proof:
    return Proof(
        document=document,
        quote=evidence.quote,
        page=evidence.page,
        article=evidence.article,
        heading=evidence.heading,
    )


def _shared(beyond: Exceeded, readings: Sequence[Reading], limits: Sequence[Limit]) -> bool:
    """Whether the number may be of another clause: its passage leads there too, without a limit."""
    if beyond.number is None:
        return False
    limited = {x.clause for x in limits if x.value}
    return any(
        r.clause not in limited
        and r.document == beyond.document
        and r.found
        and r.evidence[0].start == beyond.reading.evidence[0].start
        for r in readings
    )


def _crossed(beyond: Exceeded, policy: VendorPolicy, *, shared: bool) -> Line:
    """A limit that a clause goes beyond; unknown where only one signal points to the clause."""
    limit, reading = beyond.limit, beyond.reading
    choice = policy.clauses[limit.clause]
    sure = reading.tier is Tier.BOTH and not shared
    ground = Ground.LEGAL if limit.law else Ground.POLICY
    return Line(
        id=f"contract/limit/{limit.id}",
        topic=Topic.CONTRACT,
        name=choice.name,
        verdict=Verdict.DEVIATES if sure else Verdict.UNKNOWN,
        severity=Severity(limit.severity),
        ground=ground if sure else Ground.UNREAD,
        says=both(limit.nl, limit.en),
        proofs=tuple(_proof(reading.document, e) for e in reading.evidence[:1]),
        norms=(both(limit.norm_of("nl"), limit.norm_of("en")),),
        question=_question(choice, found=True),
        proposed=choice.proposed,
        confidence=reading.confidence,
    )
