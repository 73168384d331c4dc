"""Scores of predictions against labels: found or not, status, and whether the passage is right."""

import json
from typing import Any

from sbom.errors import ParseError

FOUND = frozenset({"present", "weak", "contradicted"})
_CHARACTERS = 25
"""An overlap counts when it is half of the gold passage, or half of ours and this long."""


def _lines(content: bytes) -> list[dict[str, Any]]:
    out = []
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise ParseError(f"not JSON: {error}", line=number) from error
        if not isinstance(row, dict):
            raise ParseError("a line is not an object", line=number)
        out.append(row)
    return out


def _stem(name: str) -> str:
    """A document's name without folder and ending."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return last.rsplit(".", 1)[0] if "." in last else last


def read_gold(content: bytes) -> dict[tuple[str, str], dict[str, Any]]:
    """Labels by document and clause.

    Raises:
        ParseError: a line is no JSON object.
    """
    return {(str(r.get("doc_id")), str(r.get("clause"))): r for r in _lines(content)}


def read_predictions(content: bytes) -> dict[tuple[str, str], dict[str, Any]]:
    """Predictions by document and clause.

    Raises:
        ParseError: a line is no JSON object.
    """
    rows = _lines(content)
    return {
        (_stem(str(r.get("doc_id") or r.get("document"))), str(r.get("clause"))): r for r in rows
    }


def _hits(span: dict[str, Any], gold: list[dict[str, Any]]) -> bool:
    start, end = span.get("start"), span.get("end")
    if not isinstance(start, int) or not isinstance(end, int):
        return False
    for wanted in gold:
        overlap = min(end, wanted["end"]) - max(start, wanted["start"])
        half = 0.5 * (wanted["end"] - wanted["start"])
        own = 0.5 * (end - start)
        if overlap > 0 and (overlap >= half or (overlap >= own and overlap >= _CHARACTERS)):
            return True
    return False


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def score(
    gold: dict[tuple[str, str], dict[str, Any]],
    predictions: dict[tuple[str, str], dict[str, Any]],
) -> dict[str, object]:
    """Precision, recall, F1, status and evidence over every label; a pair without prediction is absent."""
    per: dict[str, list[int]] = {}
    right = wrong_present = contradicted = both = with_evidence = 0
    at = {1: 0, 3: 0, 5: 0}
    for key, label in gold.items():
        prediction = predictions.get(key, {})
        told, true = str(prediction.get("status", "absent")), str(label.get("status"))
        here, there = told in FOUND, true in FOUND
        count = per.setdefault(key[1], [0, 0, 0])
        count[0] += here and there
        count[1] += here and not there
        count[2] += there and not here
        both += here and there
        right += here and told == true
        contradicted += true == "contradicted"
        wrong_present += true == "contradicted" and told == "present"
        spans = label.get("evidence") or []
        if there and spans:
            with_evidence += 1
            ours = prediction.get("evidence") or []
            for first in at:
                at[first] += any(_hits(e, spans) for e in ours[:first])
    tp, fp, fn = (sum(c[i] for c in per.values()) for i in range(3))
    f1s = [2 * c[0] / (2 * c[0] + c[1] + c[2]) for c in per.values() if c[0] + c[2]]
    return {
        "labels": len(gold),
        "precision": _share(tp, tp + fp),
        "recall": _share(tp, tp + fn),
        "f1": _share(2 * tp, 2 * tp + fp + fn),
        "macro_f1": round(sum(f1s) / len(f1s), 3) if f1s else None,
        "status_when_found": _share(right, both),
        "present_on_contradicted": [wrong_present, contradicted],
        **{f"evidence_{n}": _share(found, with_evidence) for n, found in at.items()},
        "per_clause": {c: {"tp": v[0], "fp": v[1], "fn": v[2]} for c, v in sorted(per.items())},
    }
