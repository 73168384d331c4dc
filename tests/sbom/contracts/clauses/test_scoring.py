"""Scores count as the codebook says."""

import json

import pytest

from sbom.contracts.clauses.scoring import read_gold, read_predictions, score
from sbom.errors import ParseError


def jsonl(*rows: dict[str, object]) -> bytes:
    return "\n".join(json.dumps(row) for row in rows).encode()


GOLD = jsonl(
    {"doc_id": "a", "clause": "x", "status": "weak", "evidence": [{"start": 10, "end": 60}]},
    {"doc_id": "a", "clause": "y", "status": "absent", "evidence": []},
    {"doc_id": "b", "clause": "x", "status": "contradicted", "evidence": []},
)
OURS = jsonl(
    {
        "document": "map/a.txt",
        "clause": "x",
        "status": "weak",
        "evidence": [{"start": 0, "end": 50}],
    },
    {"document": "map/a.txt", "clause": "y", "status": "present", "evidence": []},
    {"doc_id": "b", "clause": "x", "status": "present"},
)


def test_counts() -> None:
    found = score(read_gold(GOLD), read_predictions(OURS))
    assert (found["precision"], found["recall"]) == (0.667, 1.0)
    assert found["status_when_found"] == 0.5
    assert found["present_on_contradicted"] == [1, 1]
    assert found["evidence_1"] == 1.0


def test_nothing_predicted_is_absent() -> None:
    found = score(read_gold(GOLD), {})
    assert (found["precision"], found["recall"]) == (None, 0.0)


@pytest.mark.parametrize("content", [b"[]", b"{", b"3"])
def test_a_broken_file_is_named(content: bytes) -> None:
    with pytest.raises(ParseError):
        read_gold(content)
