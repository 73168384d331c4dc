"""The 20 categories of CUAD, for English commercial contracts and for comparison with others.

Two linear scores together (`data/cuad.json` by `sbom.contracts.clauses.model`, `data/cuad_context.json`
by `sbom.contracts.clauses.context`), trained by `docs/tools/train_cuad.py` on the sentences of the 404
training contracts of CUAD v1 (CC BY 4.0, The Atticus Project), with a threshold per category from
cross-validation by family. Rows have the form of `sluis contract read`, without a status: CUAD says
where, not for whom it is good. A row of a category that is not found has the passages that came
nearest, so that a reader can see what was passed over.
"""

from functools import lru_cache
from pkgutil import get_data

from sbom.contracts.clauses.context import Context, read_context
from sbom.contracts.clauses.model import Model, read_model
from sbom.contracts.clauses.units import Unit, units_of
from sbom.contracts.document import Document
from sbom.contracts.values_clause import values_of

PASSAGES = 5
NEIGHBOUR = 0.2
"""What the better of the two sentences beside it adds to a sentence's score."""
_VALUES = {
    "Governing Law": "governing_law",
    "Renewal Term": "auto_renewal",
    "Notice Period To Terminate Renewal": "auto_renewal",
    "Cap On Liability": "liability_cap",
    "Termination For Convenience": "termination_convenience",
}


@lru_cache(maxsize=1)
def _shipped() -> tuple[Model, Context] | None:
    try:
        counted = get_data("sbom.contracts.clauses", "data/cuad.json")
        seen = get_data("sbom.contracts.clauses", "data/cuad_context.json")
    except OSError:
        return None
    return (read_model(counted), read_context(seen)) if counted and seen else None


def read_categories(document: Document) -> list[dict[str, object]]:
    """One row per category: found or not, with the passages that score best."""
    models = _shipped()
    if models is None:
        return []
    model, context = models
    units = units_of(document)
    texts = [unit.text for unit in units]
    scores = [
        [a + b for a, b in zip(model.scores(text), seen, strict=True)]
        for text, seen in zip(texts, context.scores(texts), strict=True)
    ]
    return [
        _row(document, category, units, [s[at] for s in scores], model)
        for at, category in enumerate(model.classes)
    ]


def _row(
    document: Document, category: str, units: tuple[Unit, ...], scores: list[float], model: Model
) -> dict[str, object]:
    """The row of one category."""
    beside = [
        max(scores[max(0, i - 1) : i] + scores[i + 1 : i + 2], default=0.0)
        for i in range(len(scores))
    ]
    order = sorted(range(len(units)), key=lambda i: -(scores[i] + NEIGHBOUR * beside[i]))
    best = order[:PASSAGES]
    top = max((scores[i] for i in best), default=-9.0)
    found = top > model.gate("en", category).found
    name = _VALUES.get(category, "")
    return {
        "document": document.name,
        "clause": category,
        "status": "present" if found else "absent" if units else "unclear",
        "tier": "one" if found else "none",
        "confidence": round(1 / (1 + 2.718281828 ** -max(-30.0, min(30.0, top))), 3),
        "values": values_of(name, units[best[0]].text).shown() if found and name else {},
        "evidence": [
            {
                "quote": document.text[units[i].start : units[i].end],
                "page": units[i].page,
                "article": units[i].number,
                "start": units[i].start,
                "end": units[i].end,
            }
            for i in best
        ],
        "explanation": "",
    }
