"""The check of a dossier: papers in, lines with evidence and a verdict out."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import msgspec

from policies.facts import DescriptorFact, SystemFact
from policies.memory_facts import MemoryFacts, facts_of
from policies.pack import Pack
from policies.pack_parts import Bilingual
from policies.pack_vendor import VendorPolicy
from policies.vendor.decision import Decision, decide
from policies.vendor.line import Line, both, sorted_lines
from sbom.dossier import PaperKind
from sbom.errors import ConfigError, ParseError
from sbom.registers.facts import Contract, RegisterKind, Vendor
from scanner.standard_rows import require_tags
from scanner.vendor.answers import with_answers
from scanner.vendor.contracting import contracted
from scanner.vendor.observing import promised
from scanner.vendor.papers import OCR_PAGES, Paper, Progress, read_papers
from scanner.vendor.product import Product
from scanner.vendor.rehearsing import rehearsed


class PolicyUsed(msgspec.Struct, frozen=True, kw_only=True):
    """Against what was judged."""

    name: str
    version: str
    digest: str
    """SHA-256, hexadecimal."""
    layers: tuple[str, ...]
    """Folders of the town's own choices over the default; empty: none."""

    @property
    def short(self) -> str:
        """Name, version and the beginning of the digest."""
        return f"{self.name} {self.version} {self.digest[:12]}"


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome for one dossier."""

    product: Product
    decision: Decision
    lines: tuple[Line, ...]
    papers: tuple[Paper, ...]
    day: date
    policy: PolicyUsed
    tags: tuple[Bilingual, ...]
    """Names of the tags of the product, in its order."""

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
        ConfigError: the pack has no vendor policy, or does not know a tag of the product.
    """
    if pack.vendor is None:
        raise ConfigError("this policy pack has no vendor.yaml")
    if pack.standards is not None:
        require_tags(pack.standards, product.tags)
    papers = read_papers(folder, product, ocr=ocr, ocr_pages=ocr_pages, progress=progress)
    lines = [
        *contracted(papers, product, pack.vendor, now.date()),
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
        policy=_used(pack),
        tags=_named(product.tags, pack),
    )


def _used(pack: Pack) -> PolicyUsed:
    layers = dict.fromkeys(f.layer for f in pack.files)
    return PolicyUsed(
        name=pack.name,
        version=pack.version,
        digest=pack.digest,
        layers=tuple(layers)[1:],
    )


def _named(tags: Sequence[str], pack: Pack) -> tuple[Bilingual, ...]:
    known = pack.standards.tags if pack.standards is not None else {}
    return tuple(known.get(tag) or both(tag, tag) for tag in tags)


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
