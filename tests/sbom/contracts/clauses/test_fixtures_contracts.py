"""The labelled documents that may be kept: found, judged and quoted as well as was measured."""

import json
from pathlib import Path

import pytest

from sbom.contracts.clauses.catalogue import core_ids
from sbom.contracts.clauses.reading import read_clauses
from sbom.contracts.clauses.scoring import read_gold, score
from sbom.contracts.clauses.shown import as_row
from sbom.contracts.read import read_document

pytestmark = [pytest.mark.fixtures, pytest.mark.slow]


def test_labelled_documents(fixtures_dir: Path) -> None:
    """Trained on, so a floor against decay and not a measure of quality."""
    folder = fixtures_dir / "contracts"
    gold = read_gold((folder / "labels.jsonl").read_bytes())
    predictions = {}
    for name in sorted({document for document, _ in gold}):
        content = (folder / "docs" / f"{name}.txt").read_bytes()
        for reading in read_clauses(read_document(f"{name}.txt", content), core_ids()):
            predictions[name, reading.clause] = json.loads(json.dumps(as_row(reading, "nl")))
    found = score(gold, predictions)
    assert float(str(found["recall"])) >= 0.90
    assert float(str(found["precision"])) >= 0.75
    assert float(str(found["status_when_found"])) >= 0.70
    assert float(str(found["evidence_3"])) >= 0.80
