"""The check of a dossier: papers in, lines with evidence and a verdict out."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from policies.facts import DescriptorFact, SystemFact, UseMode
from policies.finding import Severity, Verdict
from policies.memory_facts import MemoryFacts, facts_of
from policies.pack import Pack
from policies.pack_vendor import VendorPolicy
from policies.vendor.decision import Decision, decide
from policies.vendor.line import Ground, Line, Topic, both, sorted_lines
from sbom.contracts.clauses.reading import Reading
from sbom.dossier import AGREEMENTS, PaperKind
from sbom.errors import ConfigError, ParseError
from sbom.registers.facts import Contract, RegisterKind, Vendor
from scanner.vendor.answers import with_answers
from scanner.vendor.observing import promised
from scanner.vendor.papers import OCR_PAGES, Paper, Progress, read_papers
from scanner.vendor.product import Product
from scanner.vendor.rehearsing import rehearsed

if TYPE_CHECKING:  # loaded where a contract is judged
    from policies.vendor.terms_text import TermsText

_SERVICE_TAGS = frozenset({"saas", "hosting", "webapp", "website"})


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome for one dossier."""

    product: Product
    decision: Decision
    lines: tuple[Line, ...]
    papers: tuple[Paper, ...]
    day: date
    pack: str
    """Name, version and digest of the policy."""

    @property
    def incomplete(self) -> bool:
        """Whether part of the dossier could not be read."""
        return any(p.problems for p in self.papers)


def check(
    folder: Path,
    product: Product,
    pack: Pack,
    now: datetime,
    *,
    ocr: bool = True,
    ocr_pages: int = OCR_PAGES,
    progress: Progress | None = None,
) -> Check:
    """Check a dossier.

    Args:
        folder: With the documents, or one document.
        product: What is bought.
        pack: The policy.
        now: Day of judging; aware.
        ocr: Whether pages without text are recognised.
        ocr_pages: How many of one document at most.
        progress: Told of files and pages.

    Raises:
        ConfigError: the pack has no vendor policy.
    """
    if pack.vendor is None:
        raise ConfigError("this policy pack has no vendor.yaml")
    papers = read_papers(folder, product, ocr=ocr, ocr_pages=ocr_pages, progress=progress)
    lines = [
        *_contract(papers, product, pack.vendor, now.date()),
        *_software(papers, product, pack, now),
        *_standards(papers, product, pack, now.date()),
        *_owner(papers, product, pack.vendor, now.date()),
    ]
    lines += promised(papers, product, pack, lines)
    lines += rehearsed(papers)
    answers = {a.line: (p.name, a) for p in papers for a in p.answers}
    lines = with_answers(lines, answers)
    return Check(
        product=product,
        decision=decide(lines, pack.vendor),
        lines=sorted_lines(lines),
        papers=tuple(papers),
        day=now.date(),
        pack=f"{pack.name} {pack.version} {pack.digest[:12]}",
    )


def _contract(
    papers: Sequence[Paper], product: Product, policy: VendorPolicy, today: date
) -> list[Line]:
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
    readings: list[Reading] = [r for d in documents for r in read_clauses(d)]
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
    applied = {f"{t.name}-{t.version}".lower() for _, t in named if t.applies is True and t.version}
    mentioned = {
        f"{t.name}-{t.version}".lower(): f"{t.name} {t.version}"
        for _, t in named
        if t.applies is not False and t.version and t.name != "own"
    }
    lines = provided_by_text(
        lines, {k: t for k, t in texts.items() if k in applied}, overruled=overruled
    )
    made = [
        *provided_lines(lines, named, policy, overruled=overruled),
        *ranked,
        *terms_lines(named, {x.id: x for x in lines}, policy),
    ]
    holding = prevailing(readings, together)
    for key, title in sorted(mentioned.items()):
        if key in texts:
            made += compared_lines(key, texts[key], documents, holding, policy)
        else:
            made.append(not_compared(key, title))
    return made


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


def _software(papers: Sequence[Paper], product: Product, pack: Pack, now: datetime) -> list[Line]:
    from policies.vendor.product_line import product_line
    from policies.vendor.software_lines import license_lines, no_sbom

    boms = [p for p in papers if p.kind is PaperKind.SBOM and p.inventory is not None]
    if not boms:
        return [no_sbom()]
    lines: list[Line] = []
    for number, paper in enumerate(boms):
        if paper.inventory is None:
            continue
        of_product = product_line(paper.name, paper.inventory, product.product, product.vendor)
        made = [
            *([of_product] if of_product else []),
            *_complete(paper, now),
            *_plausible(paper, product, now),
            *license_lines(paper.name, paper.inventory, pack, product.use_mode, now.date()),
        ]
        end = "" if number == 0 else f"/{number + 1}"
        lines += [msgspec.structs.replace(x, id=x.id + end) for x in made]
    return lines


def _complete(paper: Paper, now: datetime) -> list[Line]:
    from policies.sbom_profiles.document import sheet_of
    from policies.sbom_profiles.profiles import load_norms
    from policies.sbom_score import score
    from policies.vendor.software_lines import score_line

    norms = load_norms()
    try:
        scored = score(sheet_of(paper.content), norms, now=now, only=("municipal-default",))
    except ParseError as error:
        paper.problems.append(f"completeness could not be judged: {error}")
        return []
    names = {f.id: (f.name.of("nl"), f.name.of("en")) for f in norms.fields}
    return [score_line(paper.name, s, names) for s in scored]


def _plausible(paper: Paper, product: Product, now: datetime) -> list[Line]:
    from policies.sbom_truth.look import Document, Look
    from policies.sbom_truth.registry import judge, load_truth
    from policies.vendor.software_lines import truth_lines

    if paper.inventory is None:
        return []
    data = load_truth()
    document = Document(paper.name, paper.inventory)
    found = judge(Look(document, now=now, tags=product.tags, others=()), data)
    return truth_lines(paper.name, found, data)


def _standards(papers: Sequence[Paper], product: Product, pack: Pack, today: date) -> list[Line]:
    from policies.vendor.standard_lines import explained_lines, standard_lines

    if pack.standards is None:
        return []
    system = SystemFact(id="product", name=product.product or "-", tags=product.tags)
    files = {p.name: p.inventory for p in papers if p.inventory is not None}
    facts = (
        facts_of(files, uri="dossier", kind="sbom", system=system, supplied=True)
        if files
        else MemoryFacts(systems=(system,), descriptors=list[DescriptorFact]())
    )
    lines = standard_lines(facts, pack.standards, product.tags, today, len(papers))
    described = next((p.name for p in papers if p.kind is PaperKind.DESCRIPTION), "product.yaml")
    return explained_lines(lines, product.deviations, pack.standards, today, described)


def _owner(
    papers: Sequence[Paper], product: Product, policy: VendorPolicy, today: date
) -> list[Line]:
    from policies.vendor.owner_lines import owner_lines

    known = [
        (paper.name, entry)
        for paper in papers
        for register in paper.registers
        if register.kind is RegisterKind.VENDORS
        for entry in register.entries
        if isinstance(entry, Vendor)
    ]
    makers = [
        (paper.name, entry)
        for paper in papers
        for register in paper.registers
        for entry in register.entries
        if isinstance(entry, Contract) and entry.product_vendor
    ]
    return owner_lines(product.vendor, product.ids, known, policy, makers, today)
