"""Make the data of clause detection: compile patterns and tables, train the models.

    python docs/tools/train_clauses.py --patterns     YAML to JSON only; needs PyYAML
    python docs/tools/train_clauses.py                patterns, then the clause model

The models of the CUAD categories come from `docs/tools/train_cuad.py`. Training needs scikit-learn
and the shared fixtures (`contracts`); nothing of it is needed at run time. What goes in: our own
passages (`tests/contracts_corpus/bank`), the clause bank, the labelled documents that may be kept
(ARBIT-2014: act of government; Common Paper: CC BY 4.0; CUAD v1: CC BY 4.0, The Atticus Project),
and unlabelled ones among them, on which a pattern of weight 3 counts as a label of little weight.
Documents of unknown licence are never trained on, only scored.
The order of everything is fixed, so the same input gives the same weights.
"""

import argparse
import collections
import gzip
import json
import random
import struct
import subprocess
import sys
from base64 import b85encode
from pathlib import Path
from typing import Any
from zlib import crc32

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
DATA = ROOT / "sbom/contracts/clauses/data"
UNPACK = ROOT.parent / "shared/fixtures/unpack"
KEEP = 60_000
"""Weights that are kept over all clauses."""
LABELLED = ("nl_arbit2014", "en_cuad_sparkling", "en_cuad_webhelp", "en_cp_csa")
GATES = {
    "nl": {"found": -0.6, "alone": -0.25, "both": -0.1},
    "en": {"found": -0.6, "alone": -0.25, "both": 0.0},
}
"""Thresholds; chosen on fourteen documents that the model was not trained on."""
TO_CLAUSE = {
    "Governing Law": "governing_law",
    "Anti-Assignment": "assignment_coc",
    "Change Of Control": "assignment_coc",
    "Cap On Liability": "liability_cap",
    "Uncapped Liability": "liability_cap",
    "Audit Rights": "audit_rights",
    "Termination For Convenience": "termination_convenience",
    "Renewal Term": "auto_renewal",
    "Notice Period To Terminate Renewal": "auto_renewal",
    "Exclusivity": "min_commitment",
    "Minimum Commitment": "min_commitment",
    "Volume Restriction": "min_commitment",
    "Ip Ownership Assignment": "ip_ownership",
    "Joint Ip Ownership": "ip_ownership",
    "License Grant": "ip_ownership",
    "Irrevocable Or Perpetual License": "ip_ownership",
    "Price Restrictions": "price_change",
    "Source Code Escrow": "source_escrow",
}
SOURCES = (
    "own passages and clause bank; ARBIT-2014 and other Dutch government conditions (no "
    "copyright); Common Paper and CUAD v1 of The Atticus Project (CC BY 4.0); Bonterms and GitHub "
    "site policy (CC0)"
)
CUAD_SOURCES = "CUAD v1 of The Atticus Project (CC BY 4.0)"
Item = tuple[str, str, dict[int, int], float]
"""Sentence, heading, label per class (1 or -1; none: not known), weight."""


def compiled() -> None:
    """Patterns and decision tables from YAML to JSON."""
    import yaml

    files = [
        yaml.safe_load((DATA / f"patterns_{language}.yaml").read_text("utf-8"))
        for language in ("nl", "en")
    ]
    _write("patterns.json", files)
    _write("status.json", yaml.safe_load((DATA / "status.yaml").read_text("utf-8")))


def _write(name: str, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (DATA / name).write_text(text, "utf-8")


def fixtures() -> Path:
    """Folder of the shared contracts."""
    done = subprocess.run([UNPACK], capture_output=True, text=True, check=True)  # noqa: S603 - our own script
    return Path(done.stdout.strip().splitlines()[-1]) / "contracts"


class Trainer:
    """Collects sentences with labels."""

    def __init__(self, folder: Path) -> None:
        """Reads the catalogue and patterns; `folder` holds the fixtures."""
        from sbom.contracts.clauses.catalogue import core_ids, kinds
        from sbom.contracts.clauses.patterns import shipped

        self.folder = folder
        self.classes = [kind.id for kind in kinds()]
        self.at = {name: i for i, name in enumerate(self.classes)}
        self.core = set(core_ids())
        self.matchers = shipped()
        self.items: list[Item] = []

    def weights(self, language: str, text: str, heading: str) -> dict[str, int]:
        """Weight of the patterns per clause."""
        out: dict[str, int] = collections.Counter()
        for matched in self.matchers[language].match(text, heading):
            out[matched.pattern.clause] += matched.weight
        return out

    def passages(self) -> None:
        """Our own passages and the clause bank."""
        from contracts_corpus.corpus import bank

        rows = [(p.language, p.clause, p.status, p.text) for p in bank()]
        for line in (self.folder / "clausebank.tsv").read_text("utf-8").splitlines():
            _, language, clause, status, text = line.split("\t")
            rows.append((language, clause, "trap" if status == "distractor" else status, text))
        for language, clause, status, text in rows:
            by = self.weights(language, text, "")
            labels: dict[int, int] = {}
            for name, i in self.at.items():
                if name == clause and status != "trap":
                    labels[i] = 1
                elif name == clause or by.get(name, 0) < 1:
                    labels[i] = -1
            self.items.append((text, "", labels, 1.0))

    def documents(self) -> None:
        """The documents that may be kept: labelled ones, and others by their strongest patterns."""
        from sbom.contracts.clauses.units import units_of
        from sbom.contracts.read import read_document

        gold: dict[str, dict[str, Any]] = collections.defaultdict(dict)
        for line in (self.folder / "labels.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            gold[row["doc_id"]][row["clause"]] = row
        for file in sorted((self.folder / "docs").glob("*.txt")):
            known = gold.get(file.stem) if file.stem in LABELLED else None
            document = read_document(file.name, file.read_bytes())
            for unit in units_of(document):
                by = self.weights(file.stem[:2], unit.text, unit.heading)
                labels: dict[int, int] = {}
                for name, i in self.at.items():
                    label = self._label(known, name, unit.start, unit.end, by.get(name, 0))
                    if label:
                        labels[i] = label
                self.items.append((unit.text, unit.heading, labels, 1.0 if known else 0.3))

    def _label(
        self, known: dict[str, Any] | None, name: str, start: int, end: int, weight: int
    ) -> int:
        if known is None:
            if name not in self.core:
                return -1 if weight < 1 else 0
            return 1 if weight >= 3 else -1 if weight < 1 else 0
        if name not in self.core:
            return -1 if weight < 1 else 0
        row = known[name]
        if row["status"] == "absent":
            return -1
        least = min(25, 0.5 * (end - start))
        hit = any(min(e["end"], end) - max(e["start"], start) >= least for e in row["evidence"])
        return 1 if hit else 0 if weight >= 1 else -1

    def cuad(self, contracts: int = 60) -> None:
        """Sentences of CUAD for the clauses that have a category there."""
        from sbom.contracts.clauses.units import sentences

        dice = random.Random(1)  # noqa: S311 - no secret, the same every time
        found = cuad_contracts(self.folder)
        dice.shuffle(found)
        mapped = set(TO_CLAUSE.values())
        for row in found[:contracts]:
            spans: dict[str, list[list[int]]] = collections.defaultdict(list)
            for category, clause in TO_CLAUSE.items():
                spans[clause] += row["labels"].get(category, {}).get("spans", [])
            for start, end in sentences(row["text"]):
                text = row["text"][start:end]
                by = self.weights("en", text, "")
                labels = {}
                for name, i in self.at.items():
                    least = min(25, 0.5 * (end - start))
                    hit = any(min(e, end) - max(s, start) >= least for s, e in spans[name])
                    if hit:
                        labels[i] = 1
                    elif by.get(name, 0) < (2 if name in mapped else 1):
                        labels[i] = -1
                if 1 in labels.values() or dice.random() < 0.15:
                    self.items.append((text, "", labels, 0.5))


def cuad_contracts(folder: Path) -> list[dict[str, Any]]:
    """The training part of CUAD."""
    with gzip.open(folder / "cuad_train.json.gz") as file:
        return list(json.load(file))


def matrix(items: list[tuple[str, str]], least: int) -> tuple[Any, list[str], Any]:
    """Features of sentences as a sparse matrix with the names and weights of its columns."""
    import numpy  # noqa: ICN001 - spelled out
    from scipy import sparse

    from sbom.contracts.clauses.model import COMMON, features
    from sbom.contracts.clauses.words import words

    counted = [collections.Counter(features(text, heading)) for text, heading in items]
    frequency = collections.Counter(name for row in counted for name in row)
    names = sorted(name for name, number in frequency.items() if number >= least)
    column = {name: i for i, name in enumerate(names)}
    rarity = numpy.array([numpy.log((len(items) + 1) / (frequency[n] + 1)) + 0.3 for n in names])
    rarity *= 0.35 / rarity.mean()
    rows, columns, values = [], [], []
    for i, (row, (text, _)) in enumerate(zip(counted, items, strict=True)):
        size = numpy.sqrt(sum(w not in COMMON for w in words(text)) + 3)
        for name, number in row.items():
            j = column.get(name)
            if j is not None:
                rows.append(i)
                columns.append(j)
                values.append(number * rarity[j] / size)
    shape = (len(items), len(names))
    made = sparse.csr_matrix((numpy.array(values, dtype=numpy.float32), (rows, columns)), shape)
    return made, names, rarity


def fitted(
    table: Any, labels: Any, weights: Any, strength: float, tolerance: float = 1e-4
) -> tuple[Any, float]:
    """Weights and bias of one class."""
    from sklearn.linear_model import LogisticRegression

    made = LogisticRegression(C=strength, solver="liblinear", max_iter=200, tol=tolerance)
    made.fit(table, labels, sample_weight=weights)
    return made.coef_[0], float(made.intercept_[0])


def written(
    name: str, classes: list[str], found: list[tuple[Any, float]], names: list[str], rarity: Any,
    gates: dict[str, Any],
) -> None:  # fmt: skip
    """The strongest weights as data."""
    import numpy  # noqa: ICN001 - spelled out

    share = KEEP // len(classes)
    table = numpy.array([weights for weights, _ in found]) * rarity[None, :]
    order = [numpy.argsort(-abs(row), kind="stable")[:share] for row in table]
    scale = max(abs(table[i][kept]).max() for i, kept in enumerate(order)) / 127
    packed = bytearray()
    for i, kept in enumerate(order):
        for j in kept:
            step = round(float(table[i, j]) / scale)
            if step:
                packed += struct.pack("<IBb", crc32(names[j].encode()), i, step)
    _write(
        name,
        {
            "classes": classes,
            "bias": [round(bias, 4) for _, bias in found],
            "scale": float(scale),
            "entries": b85encode(bytes(packed)).decode(),
            "gates": gates,
            "licence": "EUPL-1.2; weights only, no text",
            "data": SOURCES,
        },
    )


def clause_model(folder: Path) -> None:
    """Trains and writes `model.json`."""
    import numpy  # noqa: ICN001 - spelled out

    trainer = Trainer(folder)
    trainer.passages()
    trainer.documents()
    trainer.cuad()
    table, names, rarity = matrix([(text, heading) for text, heading, _, _ in trainer.items], 2)
    weights = numpy.array([weight for *_, weight in trainer.items])
    found = []
    for i in range(len(trainer.classes)):
        label = numpy.array([labels.get(i, 0) for _, _, labels, _ in trainer.items])
        use = label != 0
        right, weight = label[use] > 0, weights[use].copy()
        ratio = (~right * weight).sum() / max((right * weight).sum(), 1e-9) / 6
        weight[right] *= min(20, max(1, ratio))
        found.append(fitted(table[use], right, weight, 3.0))
    written("model.json", trainer.classes, found, names, rarity, GATES)


def main() -> None:
    """Runs what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--patterns", action="store_true", help="only compile YAML")
    given = asked.parse_args()
    compiled()
    if given.patterns:
        return
    clause_model(fixtures())


if __name__ == "__main__":
    main()
