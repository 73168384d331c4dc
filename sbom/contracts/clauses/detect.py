"""Where a clause is found: patterns and model together, sentence by sentence.

Each signal is blind to the other. A sentence's score is its patterns' weight (at most `CAP`) plus
the model's score; a clause is found in a document when its best sentence passes the threshold of
its language. The thresholds come with the model: they are chosen by cross-validation in which the
documents of a family stay together.
"""

import re
from enum import StrEnum

import msgspec

from sbom.contracts.clauses.model import Gate, Model
from sbom.contracts.clauses.patterns import ENOUGH, Matched, Matcher
from sbom.contracts.clauses.units import Unit

CAP = 4
"""Most that the patterns of one sentence weigh together."""
TITLE_LESS = 5.0
"""What a heading counts less than a sentence."""
DEFINITION_LESS = 1.5
"""What the definition of a term counts less."""
_DEFINITION = re.compile(
    r"[\W\d_a-c]{0,12}[A-Z\"“‘*][^.:;]{1,45}(?:[\"”’*]{1,3}\s*)?(?::[\s*]{0,3}(?:de|het|een|alle|iedere|elke|the|an?|any|all)\b|\s(?:betekent|wordt verstaan|means|shall mean|has the meaning)\b)"  # noqa: E501, RUF001 - one expression; quotes as printed
)
MOST = 5
"""Passages kept per clause."""


NO_MODEL = Gate(ENOUGH - 2.0, ENOUGH - 1.0, 0.0)
"""Thresholds when the model is left out."""


class Tier(StrEnum):
    """How sure a finding is."""

    BOTH = "both"
    """Patterns and model agree."""
    ONE = "one"
    """One of them: read the passage."""
    NONE = "none"
    """Neither: not found."""


class Hit(msgspec.Struct, frozen=True):
    """One sentence that may hold a clause."""

    unit: Unit
    score: float
    pattern: int
    """Weight of the patterns that matched."""
    model: float
    matched: tuple[Matched, ...] = ()


class Found(msgspec.Struct, frozen=True):
    """What was found of one clause in a document."""

    clause: str
    tier: Tier
    confidence: float
    """Between 0 and 1: how often a finding with this score is right."""
    hits: tuple[Hit, ...]
    """Best first, at most `MOST`; also of a clause that is not found: what came nearest."""

    @property
    def found(self) -> bool:
        """Whether the clause counts as there."""
        return self.tier is not Tier.NONE


def detect(
    units: tuple[Unit, ...],
    clauses: list[str],
    matchers: dict[str, Matcher],
    model: Model | None,
) -> list[Found]:
    """Looks for every clause in the sentences of a document; one `Found` per clause, in order."""
    best: dict[str, list[Hit]] = {clause: [] for clause in clauses}
    for unit in units:
        _judge(unit, best, matchers, model)
    return [_found(clause, best[clause], model) for clause in clauses]


def _judge(
    unit: Unit, best: dict[str, list[Hit]], matchers: dict[str, Matcher], model: Model | None
) -> None:
    """Adds what one sentence says to the best of every clause."""
    matcher = matchers.get(unit.language) or matchers["nl" if unit.language == "" else "en"]
    by_clause: dict[str, list[Matched]] = {}
    for matched in matcher.match(unit.text, unit.heading):
        by_clause.setdefault(matched.pattern.clause, []).append(matched)
    scores = model.scores(unit.text, unit.heading) if model else []
    place = model.places if model else {}
    less = TITLE_LESS if unit.title else DEFINITION_LESS if _DEFINITION.match(unit.text) else 0.0
    for clause, kept in best.items():
        matches = by_clause.get(clause, ())
        weight = min(CAP, sum(m.weight for m in matches))
        at = place.get(clause)
        learned = scores[at] if at is not None else -2.0
        score = weight + learned - less
        if len(kept) < MOST or score > kept[-1].score:
            kept.append(Hit(unit, score, weight, learned, tuple(matches)))
            kept.sort(key=lambda hit: -hit.score)
            del kept[MOST:]


def _found(clause: str, hits: list[Hit], model: Model | None) -> Found:
    """Tier and confidence of a clause from its best sentences."""
    if not hits:
        return Found(clause, Tier.NONE, 0.0, ())
    language = hits[0].unit.language if hits[0].unit.language in {"nl", "en"} else "en"
    gate = model.gate(language, clause) if model else NO_MODEL
    margins = [h.score - (gate.found if h.pattern >= ENOUGH else gate.alone) for h in hits]
    margin = max(margins)
    agree = any(h.pattern >= ENOUGH and h.model > gate.both and not h.unit.title for h in hits)
    if margin <= 0:
        return Found(clause, Tier.NONE, _confidence(margin), tuple(hits))
    kept = [h for h, m in zip(hits, margins, strict=True) if m > min(0.0, margin - 3)]
    tier = Tier.BOTH if agree else Tier.ONE
    return Found(clause, tier, _confidence(margin), tuple(kept))


def _confidence(margin: float) -> float:
    """A score's distance from the threshold as a share between 0 and 1."""
    from math import exp

    return round(1 / (1 + exp(-1.1 * margin - 0.4)), 3)
