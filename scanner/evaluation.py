"""Judging what the database holds: licences settled once per distinct text, then the rules."""

import logging
import time

from policies.engine import evaluate
from policies.licensing import class_of
from policies.pack import Pack
from policies.registry import load_rules
from sbom.licensing.expression import parse
from sbom.licensing.reading import normalise
from sbom.licensing.tree import leaves
from scanner.judgement import Judgement
from scanner.licensing import cascade
from scanner.security_facts import SecuredFacts
from scanner.store.store import Store
from scanner.store.writer import Writer
from scanner.version import __version__

logger = logging.getLogger(__name__)


def evaluate_store(
    store: Store, writer: Writer, scan: int, judgement: Judgement, *, anew: bool = True
) -> int:
    """Judge the present facts and write findings, waivers and counts of a scan.

    Args:
        store: Open for writing.
        writer: Of this scan.
        scan: Its number.
        judgement: Pack, waivers and clock.
        anew: False when everything besides the facts is as in the evaluation before: what no change
            touched keeps its findings then.

    Returns:
        Number of issues: rules that failed.

    Raises:
        StoreError: the database cannot be read or written.
    """
    started = time.perf_counter()
    pack = judgement.pack
    _settle(writer, pack)
    waivers = (*judgement.waivers, *pack.waivers)
    facts = SecuredFacts(store, judgement.now.date())
    facts.keeping = None if anew else writer.keeping(scan, in_full=bool(waivers))
    bases = facts.keeping.bases if facts.keeping else None
    evidence = cascade.settle(writer, scan, judgement, bases, normalise)
    if evidence.changed:
        _settle(writer, pack)
        if facts.keeping:  # what the evidence touched is judged anew as well
            facts.keeping = writer.keeping(scan, in_full=bool(waivers))
    facts.decisions = evidence.decisions
    outcome = evaluate(facts, pack, load_rules(), waivers, judgement.now.date())
    writer.write_evaluation(
        scan,
        outcome.findings,
        outcome.waived,
        outcome.counts,
        outcome.issues,
        outcome.failed_rules,
        facts.keeping,
        facts.tally(),
    )
    logger.info(
        "%d findings, %d waived, in %.2f s",
        len(outcome.findings),
        len(outcome.waived),
        time.perf_counter() - started,
    )
    return len(outcome.failed_rules)


def _settle(writer: Writer, pack: Pack) -> None:
    digest = f"{__version__}:{pack.digest}"
    writer.settle_licenses(digest, normalise, lambda text: expression_class(text, pack))


def expression_class(expression: str, pack: Pack) -> str:
    """Class of an expression as a whole: the strictest of its licences, without looking at any use."""
    order = {name: rank for rank, name in enumerate(pack.licenses.classes)}
    classes = {class_of(leaf.license, pack) for leaf in leaves(parse(expression))}
    return max(classes, key=lambda c: order.get(c, len(order)), default="unknown")
