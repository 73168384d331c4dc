"""Lines about known general terms (GIBIT, ARBIT): which version applies, what is given up of it, what it provides."""

from collections.abc import Mapping, Sequence

import msgspec

from policies.finding import Severity, Verdict
from policies.pack_parts import Bilingual
from policies.pack_vendor import TermsVersion, VendorPolicy
from policies.vendor.line import Ground, Line, Proof, Topic, both
from sbom.contracts.document import Document
from sbom.contracts.general_terms import NamedTerms

Named = tuple[Document, NamedTerms]
"""General terms and the document that names them."""


def terms_lines(
    named: Sequence[Named], lines: Mapping[str, Line], policy: VendorPolicy
) -> list[Line]:
    """Which version of known terms applies, and what the contract gives up of it.

    Args:
        named: Terms in the documents.
        lines: Of the contract, by id.
        policy: With what each version asks.
    """
    made: list[Line] = []
    counting = [(d, t) for d, t in named if t.applies is not False]
    for key, version in policy.terms.items():
        found = [(d, t) for d, t in counting if _is(t, version)]
        if found:
            made += _of_version(key, version, found, lines)
    return made + _without_version(counting, policy)


def _without_version(named: Sequence[Named], policy: VendorPolicy) -> list[Line]:
    """Known terms that are named without a version, or with one that the policy does not know."""
    made = []
    for name in dict.fromkeys(v.name.upper() for v in policy.terms.values()):
        versions = [v for v in policy.terms.values() if v.name.upper() == name]
        found = [(d, t) for d, t in named if t.name.upper() == name]
        if not found or any(_is(t, v) for _, t in found for v in versions):
            continue
        newest = max(versions, key=lambda v: v.version)
        made.append(_unsettled(newest, found, next((t.version for _, t in found if t.version), "")))
    return made


def _unsettled(newest: TermsVersion, found: Sequence[Named], stated: str) -> Line:
    name, title = newest.name, f"{newest.name} {newest.version}"
    if stated:
        says = both(
            f"Genoemd is {name} {stated}; die versie kent dit beleid niet.",
            f"It names {name} {stated}; this policy does not know that version.",
        )
    else:
        says = both(
            f"De {name} is genoemd zonder versie. Welke versie geldt, is niet te zeggen.",
            f"{name} is named without a version. Which one applies cannot be told.",
        )
    return Line(
        id=f"contract/terms/{name.lower()}",
        topic=Topic.CONTRACT,
        name=both(f"Voorwaarden: {name}", f"Terms: {name}"),
        verdict=Verdict.UNKNOWN,
        severity=Severity.MEDIUM,
        ground=Ground.UNREAD,
        says=says,
        proofs=tuple(_named(d, t) for d, t in found[:3]),
        norms=(newest.source,),
        question=both(
            f"Welke versie van de {name} geldt? Wilt u die noemen, bij voorkeur {title}?",
            f"Which version of {name} applies? Will you name it, preferably {title}?",
        ),
        proposed=both(
            f"Op deze overeenkomst is de {title} van toepassing.",
            f"{title} applies to this agreement.",
        ),
    )


def _is(named: NamedTerms, version: TermsVersion) -> bool:
    return named.name.upper() == version.name.upper() and named.version == version.version


def _of_version(
    key: str, version: TermsVersion, found: Sequence[Named], lines: Mapping[str, Line]
) -> list[Line]:
    proofs = tuple(_named(d, t) for d, t in found[:3])
    title = f"{version.name} {version.version}"
    old = version.newer
    state = Line(
        id=f"contract/terms/{key}",
        topic=Topic.CONTRACT,
        name=both(f"Voorwaarden: {title}", f"Terms: {title}"),
        verdict=Verdict.DEVIATES if old else Verdict.COMPLIES,
        severity=Severity.MEDIUM,
        ground=Ground.POLICY if old else None,
        says=both(
            f"Van toepassing is {title}; er is een nieuwere versie: {old}."
            if old
            else f"Van toepassing is {title}.",
            f"{title} applies; there is a newer version: {old}." if old else f"{title} applies.",
        ),
        proofs=proofs,
        norms=(version.source,),
        question=both(
            f"Is {old} van toepassing te verklaren in plaats van {title}?",
            f"Can {old} be declared applicable in place of {title}?",
        )
        if old
        else None,
    )
    worse = [
        (clause, article, line)
        for clause, article in version.clauses.items()
        if (line := lines.get(f"contract/{clause}")) is not None
        and line.verdict is Verdict.DEVIATES
        and line.ground in {Ground.CONTRADICTED, Ground.WEAK}
    ]
    if not worse:
        return [state]
    told_nl = "; ".join(f"{x.name.nl} ({_place(a.article)}{a.asks.nl})" for _, a, x in worse)
    told_en = "; ".join(f"{x.name.en} ({_place(a.article)}{a.asks.en})" for _, a, x in worse)
    less = Line(
        id=f"contract/terms/{key}/less",
        topic=Topic.CONTRACT,
        name=both(f"Minder dan {title}", f"Less than {title}"),
        verdict=Verdict.DEVIATES,
        severity=Severity.MEDIUM,
        ground=Ground.POLICY,
        says=both(
            f"Hier geeft de gemeente iets op van {title}: {told_nl}.",
            f"Here the town gives up something of {title}: {told_en}.",
        ),
        proofs=tuple(x.proofs[0] for _, _, x in worse if x.proofs)[:8],
        norms=tuple(_norm(f"{title} {_place(a.article)}".rstrip(": ")) for _, a, _ in worse),
        question=both(
            f"Waarom wijkt het contract hier af van {title}?",
            f"Why does the contract deviate from {title} here?",
        ),
    )
    return [state, less]


def _norm(text: str) -> Bilingual:
    """A place that is called the same in both languages."""
    return both(text, text)


def _place(article: str) -> str:
    """`art. 16: `; empty where the article was not looked up."""
    return f"art. {article}: " if article else ""


def _named(document: Document, terms: NamedTerms) -> Proof:
    passage = next((p for p in document.passages if p.start <= terms.start < p.end), None)
    quote = document.text[terms.start : terms.end]
    return Proof(
        document=document.name,
        quote=document.quote(passage) if passage is not None else quote,
        page=document.page_at(terms.start),
        article=passage.number if passage is not None else "",
        heading=passage.heading if passage is not None else "",
    )


def provided_lines(
    lines: Sequence[Line], named: Sequence[Named], policy: VendorPolicy, *, overruled: bool
) -> list[Line]:
    """Lines on what is absent, where terms that apply provide for it: then it is not known to lack.

    Args:
        lines: Of the contract.
        named: Terms in the documents.
        policy: With what each version asks.
        overruled: The supplier's terms prevail: then nothing is provided for.
    """
    applied = [
        (v, d, t)
        for v in policy.terms.values()
        for d, t in named
        if _is(t, v) and t.applies is True and not overruled
    ]
    made = []
    for line in lines:
        clause = line.id.removeprefix("contract/")
        found = next(
            (
                (v, d, t)
                for v, d, t in applied
                if clause in v.clauses and v.clauses[clause].provides
            ),
            None,
        )
        if (
            found is None
            or line.ground is not Ground.ABSENT
            or line.verdict is not Verdict.DEVIATES
        ):
            made.append(line)
            continue
        version, document, terms = found
        article = version.clauses[clause]
        title = f"{version.name} {version.version}"
        says = both(
            f"Niet in de stukken zelf. {title} art. {article.article} vraagt: {article.asks.nl}. "
            "Controleer of dat genoeg is.",
            f"Not in the documents themselves. {title} art. {article.article} asks: {article.asks.en}. "
            "Check whether that is enough.",
        )
        made.append(
            msgspec.structs.replace(
                line,
                verdict=Verdict.UNKNOWN,
                ground=Ground.UNREAD,
                says=says,
                proofs=(_named(document, terms),),
            )
        )
    return made
