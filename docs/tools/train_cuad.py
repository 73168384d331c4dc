"""Make `data/cuad.json` and `data/cuad_context.json`, the two models of the CUAD categories.

    python docs/tools/train_cuad.py             validate by family, then train on all and write
    python docs/tools/train_cuad.py --validate  only validate

Needs scikit-learn and the shared fixtures (`contracts`: 404 contracts of CUAD v1, CC BY 4.0, The
Atticus Project); nothing of it is needed at run time. A sentence gets the sum of two linear scores:

* counted: words, their pieces of four and five letters and pairs, each as often as it occurs, by
  logistic regression (`sbom.contracts.clauses.model`);
* seen: words, pairs, runs of three words, pieces and the words of the sentences beside it, each
  once, by two support vector machines (with and without pieces and neighbours) added together.

A document holds a category when its best sentence passes that category's threshold. Families stay
on one side in validation; the thresholds that ship are chosen on scores of documents that the
weights were not trained on, and the printed figures use thresholds of other folds. The order of
everything is fixed, so the same input gives the same weights.
"""

import argparse
import collections
import struct
import sys
from base64 import b85encode
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC
from train_clauses import CUAD_SOURCES, ROOT, _write, cuad_contracts, fixtures

sys.path.insert(0, str(ROOT))

from sbom.contracts.clauses.context import beside, once
from sbom.contracts.clauses.model import COMMON, features
from sbom.contracts.clauses.units import units_of
from sbom.contracts.clauses.words import words
from sbom.contracts.read import read_document

CUAD = [
    "Governing Law", "Anti-Assignment", "Expiration Date", "Audit Rights", "Cap On Liability",
    "Insurance", "License Grant", "Irrevocable Or Perpetual License", "Renewal Term",
    "Warranty Duration", "Notice Period To Terminate Renewal", "Joint Ip Ownership",
    "Termination For Convenience", "Exclusivity", "Post-Termination Services",
    "Ip Ownership Assignment", "Uncapped Liability", "Minimum Commitment", "Change Of Control",
    "Liquidated Damages",
]  # fmt: skip
FOLDS = 6
KEEP = {"counted": 3000, "seen": 4500}
"""Weights kept per category."""
SHARE = {"piece": 0.5, "beside": 0.35, "word": 1.0}
"""What kinds of features weigh before training."""
COUNTED = 1 / 3
"""What the counted score weighs against the other."""


class Corpus:
    """All sentences with their labels and features."""

    def __init__(self, folder: Path) -> None:
        """Reads the contracts as the tool does."""
        self.contracts = cuad_contracts(folder)
        self.of: list[int] = []
        self.labels: list[list[bool]] = []
        self.hits: list[list[bool]] = []
        counted, seen, size = [], [], []
        for number, row in enumerate(self.contracts):
            spans = [row["labels"].get(name, {}).get("spans", []) for name in CUAD]
            units = units_of(read_document("contract.txt", row["text"].encode()))
            texts = [words(unit.text) for unit in units]
            for at, unit in enumerate(units):
                start, end = unit.start, unit.end
                over = [
                    [(min(e, end) - max(s, start), e - s) for s, e in own if s < end and e > start]
                    for own in spans
                ]
                long = end - start
                self.of.append(number)
                self.labels.append([any(o > 0.5 * min(g, long) for o, g in own) for own in over])
                self.hits.append(
                    [any(o >= 0.5 * g or o >= max(25, 0.5 * long) for o, g in own) for own in over]
                )
                counted.append(collections.Counter(features(unit.text)))
                seen.append(dict.fromkeys((*once(texts[at]), *beside(texts, at)), 1))
                size.append(sum(w not in COMMON for w in texts[at]) + 3)
        self.place = np.array(self.of)
        self.y = np.array(self.labels)
        self.hit = np.array(self.hits)
        self.starts = np.searchsorted(self.place, range(len(self.contracts) + 1))
        self.gold = np.array(
            [[bool(r["labels"].get(c, {}).get("spans")) for c in CUAD] for r in self.contracts]
        )
        families = sorted({str(r["family"]) for r in self.contracts}, key=_mixed)
        fold = {name: at % FOLDS for at, name in enumerate(families)}
        self.fold = np.array([fold[str(r["family"])] for r in self.contracts])
        self.shrink = sparse.diags(1 / np.sqrt(np.array(size)))
        self._weigh(counted, seen)

    def _weigh(self, counted: list[Any], seen: list[Any]) -> None:
        table, self.counted_names, frequency = _table(counted, 5)
        rarity = np.log((len(counted) + 1) / (frequency + 1)) + 0.3
        self.counted_weight = rarity * 0.35 / rarity.mean()
        self.counted = (self.shrink @ table @ sparse.diags(self.counted_weight)).tocsr()
        table, self.seen_names, frequency = _table(seen, 5)
        kind = np.array([_kind(name) for name in self.seen_names])
        share = np.vectorize(SHARE.get)(kind)
        rarity = np.log((len(seen) + 1) / (frequency + 1)) + 1
        whole = self.shrink @ table @ sparse.diags(rarity * share)
        self.plain_at = np.where(kind == "word")[0]
        self.seen, by = _even(whole)
        self.seen_weight = rarity * share / by
        self.plain, by = _even(whole[:, self.plain_at])
        self.plain_weight = rarity[self.plain_at] / by


def _mixed(name: str) -> int:
    return crc32(name.encode())


def _kind(name: str) -> str:
    if name[0] in "<>" and name[1:2] == "|":
        return "beside"
    return "word" if name[0] == "=" or " " in name else "piece"


def _table(rows: list[Any], least: int) -> tuple[Any, list[str], Any]:
    """Features as a sparse matrix, with names and in how many sentences each occurs."""
    frequency = collections.Counter(name for row in rows for name in row)
    names = sorted(name for name, number in frequency.items() if number >= least)
    column = {name: at for at, name in enumerate(names)}
    pointer, columns, values = [0], [], []
    for row in rows:
        for name, number in row.items():
            at = column.get(name)
            if at is not None:
                columns.append(at)
                values.append(number)
        pointer.append(len(columns))
    made = sparse.csr_matrix(
        (np.array(values, np.float32), columns, pointer), (len(rows), len(names))
    )
    return made, names, np.array([frequency[n] for n in names], float)


def _even(table: Any) -> tuple[Any, float]:
    """The rows so that they are one long on average, and what they were divided by."""
    long = np.sqrt(np.asarray(table.multiply(table).sum(1)).ravel())
    by = float(long[long > 0].mean())
    return (table / by).tocsr().astype(np.float32), by


def fitted(corpus: Corpus, rows: Any) -> dict[str, tuple[Any, Any]]:
    """Weights per feature and biases of both models, for the sentences with these numbers."""
    counted, seen, plain = corpus.counted[rows], corpus.seen[rows], corpus.plain[rows]
    out: dict[str, list[Any]] = {"counted": [], "seen": []}
    bias: dict[str, list[float]] = {"counted": [], "seen": []}
    for at in range(len(CUAD)):
        right = corpus.y[rows, at]
        one = LogisticRegression(
            C=8.0, solver="liblinear", dual=True, max_iter=60, tol=1e-2, random_state=0
        ).fit(counted, right, sample_weight=np.where(right, 4.0, 1.0))
        out["counted"].append(one.coef_[0] * corpus.counted_weight * COUNTED)
        bias["counted"].append(float(one.intercept_[0]) * COUNTED)
        weight = np.where(right, 3.0, 1.0)
        wide = LinearSVC(C=0.5, max_iter=150, tol=2e-2, random_state=0).fit(seen, right, weight)
        bare = LinearSVC(C=0.25, max_iter=150, tol=2e-2, random_state=0).fit(plain, right, weight)
        both = wide.coef_[0] * corpus.seen_weight
        both[corpus.plain_at] += bare.coef_[0] * corpus.plain_weight
        out["seen"].append(both)
        bias["seen"].append(float(wide.intercept_[0] + bare.intercept_[0]))
    return {name: (_kept(np.array(out[name]), KEEP[name]), np.array(bias[name])) for name in out}


def _kept(weights: Any, most: int) -> Any:
    """The strongest weights of each category, in the steps in which they are written."""
    out = np.zeros_like(weights)
    for at, row in enumerate(weights):
        order = np.argsort(-abs(row), kind="stable")[:most]
        out[at, order] = row[order]
    scale = abs(out).max() / 127
    return np.round(out / scale) * scale


def scores(corpus: Corpus, model: dict[str, tuple[Any, Any]], rows: Any) -> Any:
    """Score per sentence and category, as the tool computes it."""
    raw = {
        "counted": (corpus.counted, corpus.counted_weight),
        "seen": (corpus.seen, corpus.seen_weight),
    }
    total = 0
    for name, (table, weight) in raw.items():
        weights, bias = model[name]
        total = total + table[rows] @ (weights / weight).T + bias
    return total


def validated(corpus: Corpus) -> dict[str, float]:
    """Thresholds, after printing how well documents of other families are judged."""
    with ProcessPoolExecutor(2, initializer=_share, initargs=(corpus,)) as pool:
        made = list(pool.map(_fold, range(FOLDS)))
    found = np.zeros(corpus.y.shape)
    for rows, got in made:
        found[rows] = got
    best = np.array([found[a:b].max(0) for a, b in pairwise(corpus.starts)])
    f1, evidence = [], []
    for at, name in enumerate(CUAD):
        told = np.zeros(len(best), bool)
        for fold in range(FOLDS):
            other = corpus.fold == fold
            told[other] = best[other, at] > _threshold(best[~other, at], corpus.gold[~other, at])
        true = corpus.gold[:, at]
        f1.append(2 * (told & true).sum() / (told.sum() + true.sum()))
        evidence.append(_evidence(corpus, found[:, at], at))
        print(f"{name:36} F1 {f1[-1]:.3f} evidence in five {evidence[-1]:.3f} of {true.sum()}")
    print(f"mean F1 {np.mean(f1):.4f}, mean evidence in five {np.mean(evidence):.4f}")
    return {
        name: round(_threshold(best[:, at], corpus.gold[:, at]), 4) for at, name in enumerate(CUAD)
    }


_shared: list[Corpus] = []


def _share(corpus: Corpus) -> None:
    _shared.append(corpus)


def _fold(fold: int) -> tuple[Any, Any]:
    """Sentences of a fold and their scores by a model of the other folds."""
    corpus = _shared[0]
    here = corpus.fold[corpus.place] == fold
    rows = np.where(here)[0]
    return rows, scores(corpus, fitted(corpus, np.where(~here)[0]), rows)


def _threshold(best: Any, true: Any) -> float:
    """The threshold with the highest F1, as the mean over twenty draws of the documents."""
    dice = np.random.default_rng(0)
    found = []
    for _ in range(20):
        drawn = dice.integers(0, len(best), len(best))
        order = drawn[np.argsort(-best[drawn])]
        right = np.cumsum(true[order])
        f1 = 2 * right / (np.arange(1, len(order) + 1) + true[drawn].sum())
        top = int(f1.argmax())
        after = best[order[min(top + 1, len(order) - 1)]]
        found.append((best[order[top]] + after) / 2)
    return float(np.mean(found))


def _evidence(corpus: Corpus, found: Any, at: int, neighbour: float = 0.2) -> float:
    """Share of documents that hold a category whose first five sentences show it."""
    right = []
    for number, (start, end) in enumerate(pairwise(corpus.starts)):
        if corpus.gold[number, at]:
            own = found[start:end]
            edge = np.array([-9.0])
            near = np.maximum(np.concatenate([edge, own[:-1]]), np.concatenate([own[1:], edge]))
            first = np.argsort(-(own + neighbour * near), kind="stable")[:5]
            right.append(bool(corpus.hit[start:end, at][first].any()))
    return float(np.mean(right))


def main() -> None:
    """Validates, trains and writes."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--validate", action="store_true", help="write nothing")
    given = asked.parse_args()
    corpus = Corpus(fixtures())
    thresholds = validated(corpus)
    if given.validate:
        return
    model = fitted(corpus, np.arange(len(corpus.of)))
    names = {"counted": corpus.counted_names, "seen": corpus.seen_names}
    for file, part in (("cuad.json", "counted"), ("cuad_context.json", "seen")):
        weights, bias = model[part]
        scale = float(abs(weights).max() / 127)
        packed = bytearray()
        for at, row in enumerate(weights):
            for column in np.argsort(-abs(row), kind="stable")[: KEEP[part]]:
                step = round(float(row[column]) / scale)
                if step:
                    packed += struct.pack("<IBb", crc32(names[part][column].encode()), at, step)
        _write(
            file,
            {
                "classes": CUAD,
                "bias": [round(b, 4) for b in bias.tolist()],
                "scale": scale,
                "entries": b85encode(bytes(packed)).decode(),
                "gates": {"en": {"found": 0.0, "alone": 0.0, "both": 0.0, "shift": thresholds}},
                "licence": "EUPL-1.2; weights only, no text",
                "data": CUAD_SOURCES,
            },
        )


if __name__ == "__main__":
    main()
