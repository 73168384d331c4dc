"""The contract against the full text of the terms version that it names, clause by clause.

The text is not ours to ship: the user gives it once. Three comparisons: what both regulate and the contract
regulates worse (by status, or by a number to which a limit gives a direction), what the contract leaves to
the terms, and which articles of the terms the contract sets aside by their number.
"""

from collections.abc import Mapping, Sequence

import msgspec

from policies.contracts.limits import shipped
from policies.finding import Severity, Verdict
from policies.pack_parts import Bilingual
from policies.pack_vendor import ClauseChoice, VendorPolicy
from policies.vendor.line import Ground, Line, Proof, Topic, both
from sbom.contracts.clauses.detect import Tier
from sbom.contracts.clauses.leading import WORSE
from sbom.contracts.clauses.reading import Evidence, Reading
from sbom.contracts.clauses.status import Status
from sbom.contracts.compare import ChangeKind, compare
from sbom.contracts.document import Document, Passage

_MILDER = {Severity.CRITICAL: Severity.HIGH, Severity.HIGH: Severity.MEDIUM}
_SHOWN = 12
_MUCH = 1.02
"""Numbers that differ less are the same."""


class TermsText(msgspec.Struct, frozen=True):
    """The text of one version, with what was read in it."""

    title: str
    """`GIBIT 2023`."""
    document: Document
    readings: tuple[Reading, ...]


def compared_lines(
    key: str,
    text: TermsText,
    documents: Sequence[Document],
    readings: Sequence[Reading],
    policy: VendorPolicy,
) -> list[Line]:
    """What the contract gives up of the text of its terms, a line a clause and one for articles set aside.

    Args:
        key: Of the version, for the ids.
        text: Of the terms.
        documents: Of the dossier that may hold agreements.
        readings: Of those, without what another document sets aside.
        policy: With the names and weights of the clauses.
    """
    terms = {r.clause: r for r in text.readings if _sure(r)}
    made: list[Line] = []
    same = 0
    for clause, choice in policy.clauses.items():
        ours = [r for r in readings if r.clause == clause and _sure(r)]
        if clause not in terms or not ours:
            continue
        lead = min(ours, key=lambda r: (WORSE[r.status], r.document))
        why = _worse(terms[clause], lead)
        if why is None:
            same += 1
            continue
        made.append(_lesser(key, text, choice, terms[clause], lead, why))
    aside = _set_aside(key, text, documents)
    total = Line(
        id=f"contract/terms/{key}/text",
        topic=Topic.CONTRACT,
        name=both(f"Vergelijking met {text.title}", f"Comparison with {text.title}"),
        verdict=Verdict.COMPLIES,
        severity=Severity.LOW,
        says=both(
            f"Het contract is vergeleken met de volledige tekst van {text.title}: over "
            f"{same + len(made)} onderwerpen zeggen beide iets, bij {len(made)} geeft het contract minder.",
            f"The contract was compared with the full text of {text.title}: both speak of "
            f"{same + len(made)} matters, and in {len(made)} the contract gives less.",
        ),
        proofs=(Proof(document=text.document.name, quote=text.title),),
    )
    return [total, *made, *aside]


def not_compared(key: str, title: str) -> Line:
    """That the text of the terms is not here, and where to put it."""
    file = title.replace(" ", "-") + ".pdf"
    return Line(
        id=f"contract/terms/{key}/text",
        topic=Topic.CONTRACT,
        name=both(f"Vergelijking met {title}", f"Comparison with {title}"),
        verdict=Verdict.UNKNOWN,
        severity=Severity.LOW,
        ground=Ground.UNREAD,
        says=both(
            f"Niet vergeleken met de volledige tekst van {title}: die is er niet. Zet het bestand als {file} "
            "in de map standaardvoorwaarden van dit dossier.",
            f"Not compared with the full text of {title}: it is not here. Put the file as {file} in the "
            "folder standard-terms of this dossier.",
        ),
        searched=both(
            "Gezocht in de map standaardvoorwaarden van het dossier.",
            "Searched the folder standard-terms of the dossier.",
        ),
    )


def provided_by_text(
    lines: Sequence[Line], texts: Mapping[str, TermsText], *, overruled: bool
) -> list[Line]:
    """Lines on what is absent, where the text of terms that apply regulates it for certain.

    Args:
        lines: Of the contract.
        texts: Of the terms that apply, by key.
        overruled: The supplier's terms prevail: then nothing is provided for.
    """
    if overruled:
        return list(lines)
    found: dict[str, tuple[TermsText, Reading]] = {}
    for text in texts.values():
        for reading in text.readings:
            if _sure(reading) and reading.status is Status.PRESENT:
                found.setdefault(f"contract/{reading.clause}", (text, reading))
    made = []
    for line in lines:
        if line.id not in found or line.ground is not Ground.ABSENT:
            made.append(line)
            continue
        text, reading = found[line.id]
        place = reading.evidence[0].article
        article_nl, article_en = (f", artikel {place}", f", article {place}") if place else ("", "")
        made.append(
            msgspec.structs.replace(
                line,
                verdict=Verdict.COMPLIES,
                ground=None,
                says=both(
                    f"Niet in het contract zelf, wel in {text.title}{article_nl}. {reading.why_nl}",
                    f"Not in the contract itself, but in {text.title}{article_en}. {reading.why_en}",
                ),
                proofs=tuple(_proof(text.document.name, e) for e in reading.evidence[:2]),
                searched=None,
                question=None,
                proposed=None,
            )
        )
    return made


def _sure(reading: Reading) -> bool:
    return (
        reading.tier is Tier.BOTH
        and reading.status in {Status.PRESENT, Status.WEAK, Status.CONTRADICTED}
        and bool(reading.evidence)
    )


def _worse(terms: Reading, ours: Reading) -> Bilingual | None:
    """Why the contract gives less than the terms; None when it does not."""
    if WORSE[ours.status] < WORSE[terms.status]:
        return both(ours.why_nl, ours.why_en)
    for limit in shipped():
        if limit.clause != ours.clause or not limit.value or not limit.op:
            continue
        theirs, here = terms.values.number(limit.value), ours.values.number(limit.value)
        if theirs is None or here is None or theirs <= 0:
            continue
        less = here > theirs * _MUCH if limit.op == ">" else here < theirs / _MUCH
        if less:
            return _numbers(limit.value, theirs, here)
    return None


def _numbers(value: str, theirs: float, here: float) -> Bilingual:
    nl, en = "", ""
    if value.endswith("_months"):
        nl, en = " maanden", " months"
    elif value.endswith("_days"):
        nl, en = " dagen", " days"
    elif value == "cap_multiple":
        nl, en = " maal de vergoeding", " times the fee"
    one, two = f"{theirs:.3g}", f"{here:.3g}"
    return both(
        f"Het contract noemt {two.replace('.', ',')}{nl}, de voorwaarden {one.replace('.', ',')}{nl}.",
        f"The contract says {two}{en}, the terms {one}{en}.",
    )


def _lesser(
    key: str, text: TermsText, choice: ClauseChoice, terms: Reading, ours: Reading, why: Bilingual
) -> Line:
    place = terms.evidence[0].article
    where_nl = f" artikel {place}" if place else ""
    where_en = f" article {place}" if place else ""
    return Line(
        id=f"contract/terms/{key}/{ours.clause}",
        topic=Topic.CONTRACT,
        name=choice.name,
        verdict=Verdict.DEVIATES,
        severity=_MILDER.get(choice.severity, choice.severity),
        ground=Ground.POLICY,
        says=both(
            f"Minder dan {text.title}{where_nl}. {why.nl}",
            f"Less than {text.title}{where_en}. {why.en}",
        ),
        proofs=(
            _proof(ours.document, ours.evidence[0], "contract"),
            _proof(text.document.name, terms.evidence[0], "terms"),
        ),
        question=both(
            f"Waarom wijkt het contract hier af van {text.title}{where_nl}?",
            f"Why does the contract deviate from {text.title}{where_en} here?",
        ),
        proposed=choice.proposed,
        norms=(both(f"{text.title}{where_nl}", f"{text.title}{where_en}"),),
    )


def _set_aside(key: str, text: TermsText, documents: Sequence[Document]) -> list[Line]:
    found: dict[str, tuple[Document, Passage, Passage]] = {}
    for document in documents:
        for change in compare(text.document, document):
            if change.kind is not ChangeKind.OVERRIDDEN or change.old is None or change.by is None:
                continue
            found.setdefault(change.old.number.rstrip("."), (document, change.by, change.old))
    tops = {n: v for n, v in found.items() if n and n.rpartition(".")[0] not in found}
    if not tops:
        return []
    told = ", ".join(list(tops)[:_SHOWN])
    proofs: list[Proof] = []
    for document, by, old in list(tops.values())[: _SHOWN // 2]:
        proofs.append(_passage(document, by, "contract"))
        proofs.append(_passage(text.document, old, "terms"))
    return [
        Line(
            id=f"contract/terms/{key}/aside",
            topic=Topic.CONTRACT,
            name=both(f"Opzijgezet van {text.title}", f"Set aside of {text.title}"),
            verdict=Verdict.DEVIATES,
            severity=Severity.MEDIUM,
            ground=Ground.POLICY,
            says=both(
                f"Het contract zet van {text.title} opzij: artikel {told}.",
                f"The contract sets aside of {text.title}: article {told}.",
            ),
            proofs=tuple(dict.fromkeys(proofs)),
            question=both(
                f"Waarom gelden deze artikelen van {text.title} niet?",
                f"Why do these articles of {text.title} not apply?",
            ),
        )
    ]


def _proof(document: str, evidence: Evidence, role: str = "") -> Proof:
    return Proof(
        document=document,
        quote=evidence.quote,
        page=evidence.page,
        article=evidence.article,
        heading=evidence.heading,
        role=role,
    )


def _passage(document: Document, passage: Passage, role: str) -> Proof:
    return Proof(
        document=document.name,
        quote=document.quote(passage),
        page=document.page_at(passage.start),
        article=passage.number,
        heading=passage.heading,
        role=role,
    )
