"""The contract part of the check: what the agreement, terms and offer say, read together."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from policies.facts import UseMode
from policies.finding import Severity, Verdict
from policies.pack_vendor import VendorPolicy
from policies.vendor.line import Ground, Line, Topic, both
from sbom.dossier import AGREEMENTS, PaperKind
from scanner.vendor.papers import Paper
from scanner.vendor.product import Product

if TYPE_CHECKING:  # loaded where a contract is judged
    from policies.vendor.terms_text import TermsText
    from sbom.contracts.document import Document
    from sbom.contracts.general_terms import NamedTerms

_SERVICE_TAGS = frozenset({"saas", "hosting", "webapp", "website"})


def contracted(
    papers: Sequence[Paper], product: Product, policy: VendorPolicy, today: date
) -> list[Line]:
    """The lines on clauses, order of precedence, and known general terms.

    Args:
        papers: All of the dossier; what cannot be placed is told in their `problems`.
        product: What is bought.
        policy: What weighs how much.
        today: Day of judging.
    """
    from policies.vendor.adopted import with_adopted
    from policies.vendor.contract_lines import contract_lines, prevailing
    from policies.vendor.rank_lines import rank_lines
    from policies.vendor.terms_lines import provided_lines, terms_lines
    from policies.vendor.terms_text import compared_lines, not_compared, provided_by_text
    from sbom.contracts.clauses.reading import read_clauses
    from sbom.contracts.general_terms import terms_of
    from sbom.contracts.precedence import hierarchy_of
    from sbom.contracts.settled import settled

    documents = [
        p.document for p in papers if p.kind in AGREEMENTS and p.document and p.document.text
    ]
    if not documents:
        return [_no_contract(papers)]
    read = (r for d in documents for r in read_clauses(d))
    readings = with_adopted(read, documents, policy.clauses)
    hierarchy = hierarchy_of(documents)
    together = settled(documents, readings, hierarchy)
    services = product.use_mode is not UseMode.INTERNAL or bool(_SERVICE_TAGS & set(product.tags))
    texts = _terms_texts(papers)
    lines = contract_lines(
        readings,
        policy,
        services=services,
        until=product.end or today,
        personal_data=product.personal_data,
        unread=[p.name for p in papers if p.document is not None and not p.document.text],
        settled=together,
    )
    named = [(d, t) for d in documents for t in terms_of(d)]
    ranked = rank_lines(hierarchy, together, readings, documents, policy)
    overruled = any(
        x.id == "contract/precedence" and x.verdict is not Verdict.COMPLIES for x in ranked
    )
    applied = {_key(t) for _, t in named if t.applies is True and t.version}
    lines = provided_by_text(
        lines, {k: t for k, t in texts.items() if k in applied}, overruled=overruled
    )
    made = [
        *provided_lines(lines, named, policy, overruled=overruled),
        *ranked,
        *terms_lines(named, {x.id: x for x in lines}, policy),
    ]
    holding = prevailing(readings, together)
    for key, title in _mentioned(named):
        if key in texts:
            made += compared_lines(key, texts[key], documents, holding, policy)
        else:
            made.append(not_compared(key, title))
    return made


def _key(terms: "NamedTerms") -> str:
    return f"{terms.name}-{terms.version}".lower()


def _mentioned(named: Sequence[tuple["Document", "NamedTerms"]]) -> list[tuple[str, str]]:
    """Key and title of known terms, with their version, that a contract does not shut out."""
    return sorted(
        {
            _key(t): f"{t.name} {t.version}"
            for _, t in named
            if t.applies is not False and t.version and t.name != "own"
        }.items()
    )


def _terms_texts(papers: Sequence[Paper]) -> "dict[str, TermsText]":
    """Texts of known terms in the dossier, by name and version: of the file's name, else of its text."""
    from policies.vendor.terms_text import TermsText
    from sbom.contracts.clauses.reading import read_clauses
    from sbom.contracts.general_terms import known_in

    found: dict[str, TermsText] = {}
    for paper in papers:
        if paper.kind is not PaperKind.STANDARD_TERMS or paper.document is None:
            continue
        stem = paper.name.rpartition("/")[2]
        named = known_in(stem) or known_in(paper.document.text[:2000])
        if named is None:
            paper.problems.append("does not say of which terms and version it is the text")
            continue
        key = f"{named[0]}-{named[1]}".lower()
        text = TermsText(" ".join(named), paper.document, tuple(read_clauses(paper.document)))
        found.setdefault(key, text)
    return found


def _no_contract(papers: Sequence[Paper]) -> Line:
    names = "; ".join(p.name for p in papers[:8]) or "-"
    return Line(
        id="contract/none",
        topic=Topic.CONTRACT,
        name=both("Overeenkomst", "Agreement"),
        verdict=Verdict.UNKNOWN,
        severity=Severity.CRITICAL,
        ground=Ground.UNREAD,
        says=both(
            "Er is geen leesbare overeenkomst, voorwaarden of offerte in het dossier.",
            "The dossier holds no readable agreement, terms or offer.",
        ),
        searched=both(f"Bekeken bestanden: {names}.", f"Files looked at: {names}."),
        question=both(
            "Wilt u de conceptovereenkomst sturen?", "Will you send the draft agreement?"
        ),
    )
