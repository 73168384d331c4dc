"""What was promised held against what the dossier shows: the papers as material for the judgement."""

from collections.abc import Sequence

from policies.finding import Verdict
from policies.pack import Pack
from policies.vendor.line import Line
from sbom.dossier import PaperKind
from sbom.registers.facts import RegisterKind, Subprocessor
from scanner.vendor.papers import Paper
from scanner.vendor.product import Product


def promised(
    papers: Sequence[Paper], product: Product, pack: Pack, lines: Sequence[Line]
) -> list[Line]:
    """Lines about promises.

    Args:
        papers: Of the dossier.
        product: What is bought.
        pack: The policy.
        lines: Of the page so far: standards, and whether the SBOM is of this product.
    """
    from policies.vendor.observed import Bom, Material
    from policies.vendor.promise_lines import Said, promise_lines

    other = {
        p.document
        for x in lines
        if x.id.startswith("software/sbom-product") and x.verdict is not Verdict.COMPLIES
        for p in x.proofs
    }
    material = Material(
        vendor=product.vendor,
        boms=[
            Bom(p.name, p.inventory, p.name in other)
            for p in papers
            if p.kind is PaperKind.SBOM and p.inventory is not None
        ],
        descriptors=[
            (p.name, d)
            for p in papers
            if p.inventory is not None and p.kind is not PaperKind.SBOM
            for d in p.inventory.descriptors
        ],
        documents=[p.document for p in papers if p.document is not None and p.document.text],
        subprocessors=[
            (p.name, entry)
            for p in papers
            for register in p.registers
            if register.kind is RegisterKind.SUBPROCESSORS
            for entry in register.entries
            if isinstance(entry, Subprocessor)
        ],
        standards=[x for x in lines if x.id.startswith("standards/")],
    )
    answers = [Said(p.name, a.text, a.row) for p in papers for a in p.answers]
    home = pack.vendor.home_countries if pack.vendor else ()
    return promise_lines(material, answers, pack, home)
