"""Our long documents: of real length, labelled where they say, and read as well as the short ones."""

from statistics import median

import pytest
from contracts_corpus.long_corpus import DUTCH, ENGLISH, LONGEST, SHORTEST, long_contracts

from sbom.contracts.clauses.catalogue import core_ids
from sbom.contracts.clauses.reading import read_clauses
from sbom.contracts.document import PassageKind
from sbom.contracts.read import read_document


def test_they_are_of_real_length_and_none_is_like_another() -> None:
    found = long_contracts()
    lengths = [len(c.text.split()) for c in found]
    assert len(found) == DUTCH + ENGLISH == 32
    assert min(lengths) >= SHORTEST
    assert max(lengths) <= LONGEST
    assert median(lengths) >= 5_000
    assert len({c.text for c in found}) == len(found)
    assert {c.half for c in found} == {0, 1}


def test_labels_are_where_they_say_and_annexes_are_seen() -> None:
    for contract in long_contracts()[::6]:
        assert len(contract.labels) >= 12
        assert all(contract.text[x.start : x.end].strip() for x in contract.labels)
        document = read_document("lang.txt", contract.text.encode())
        assert len({p.part for p in document.passages}) == 6
        kinds = {p.kind for p in document.passages}
        assert kinds >= {PassageKind.HEADING, PassageKind.BODY}


@pytest.mark.slow
@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_long_documents(language: str, half: int) -> None:
    tp = fp = fn = both = sure = right = contradicted = present = near = 0
    for contract in long_contracts():
        if (contract.language, contract.half) != (language, half):
            continue
        gold = {label.clause: label for label in contract.labels}
        document = read_document("lang.txt", contract.text.encode())
        for reading in read_clauses(document, core_ids()):
            label, found = gold.get(reading.clause), reading.status != "absent"
            tp += bool(label and found)
            fp += found and not label
            fn += bool(label and not found)
            both += reading.tier == "both"
            sure += reading.tier == "both" and bool(label)
            if label and found:
                right += reading.status == label.status
                contradicted += label.status == "contradicted"
                present += label.status == "contradicted" and reading.status == "present"
                near += any(
                    e.start < label.end and label.start < e.end for e in reading.evidence[:3]
                )
    assert tp / (tp + fp) >= 0.85
    assert tp / (tp + fn) >= 0.95
    assert sure / both >= 0.95
    assert right / tp >= 0.80
    assert present / contradicted <= 0.05
    assert near / tp >= 0.90
