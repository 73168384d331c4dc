"""The check as JSON: everything that the page says, and what it rests on."""

from collections.abc import Mapping

import msgspec

from policies.pack_parts import Bilingual
from policies.vendor.line import Line, Proof
from scanner.vendor.check import Check
from scanner.vendor.papers import Paper
from scanner.vendor.points import counted
from scanner.version import __version__


def as_tree(check: Check) -> dict[str, object]:
    """Plain values, both languages, sorted as on the page."""
    return {
        "tool": f"sluis {__version__}",
        "policy": check.policy.short,
        "policy_sha256": check.policy.digest,
        "day": check.day.isoformat(),
        "vendor": check.product.vendor,
        "product": check.product.product,
        "use_mode": check.product.use_mode.value,
        "tags": list(check.product.tags),
        "tag_names": [_both(t) for t in check.tags],
        "verdict": check.decision.outcome.value,
        "because": list(check.decision.because),
        "without_them": check.decision.without_them.value,
        "to_solve": check.decision.to_solve,
        "settle": list(check.decision.settle),
        "counts": msgspec.to_builtins(counted(check)),
        "incomplete": check.incomplete,
        "lines": [_line(x) for x in check.lines],
        "documents": [_paper(p) for p in check.papers],
    }


def _line(line: Line) -> dict[str, object]:
    made: dict[str, object] = {
        "id": line.id,
        "name": _both(line.name),
        "verdict": line.verdict.value,
        "severity": line.severity.value,
        "says": _both(line.says),
        "evidence": [_proof(p) for p in line.proofs],
    }
    if line.ground is not None:
        made["ground"] = line.ground.value
    for key in ("why", "searched", "question", "proposed"):
        value = getattr(line, key)
        if value is not None:
            made[key] = _both(value)
    if line.norms:
        made["norms"] = [_both(n) for n in line.norms]
    if line.confidence < 1:
        made["confidence"] = line.confidence
    return made


def _both(text: Bilingual) -> Mapping[str, str]:
    return {"nl": text.nl, "en": text.en}


def _proof(proof: Proof) -> dict[str, object]:
    stated = {
        "document": proof.document,
        "quote": proof.quote,
        "page": proof.page,
        "article": proof.article,
        "heading": proof.heading,
        "line": proof.line,
        "role": proof.role,
    }
    made: dict[str, object] = {k: v for k, v in stated.items() if v not in (None, "")}
    if proof.seen is not None:
        made["seen"] = _both(proof.seen)
    return made


def _paper(paper: Paper) -> dict[str, object]:
    made: dict[str, object] = {
        "name": paper.name,
        "kind": paper.kind.value,
        "confidence": paper.confidence,
        "because": paper.why,
        "sha256": paper.sha256,
        "bytes": paper.size,
        "problems": list(paper.problems),
    }
    if paper.notes:
        made["notes"] = list(paper.notes)
    if paper.as_of:
        made["as_of"] = paper.as_of
    if paper.failed:
        made["refresh_failed"] = paper.failed
    return made
