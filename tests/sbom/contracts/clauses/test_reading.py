"""Clauses of whole documents: found, judged, quoted verbatim, and absence proven."""

import re
from collections import Counter

import pytest
from contracts_corpus.corpus import NAMES, Contract, contracts
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sbom.contracts.clauses.catalogue import core_ids
from sbom.contracts.clauses.reading import Reading, read_clauses
from sbom.contracts.clauses.shown import as_row
from sbom.contracts.document import Document, Passage
from sbom.contracts.precedence import hierarchy_of
from sbom.contracts.read import read_document
from sbom.contracts.read_all import failed
from sbom.contracts.settled import settled


def read(text: str, name: str = "contract.txt") -> dict[str, Reading]:
    document = read_document(name, text.encode())
    assert document.text == text
    return {r.clause: r for r in read_clauses(document, core_ids())}


@pytest.fixture(scope="module", params=[("nl", 0), ("nl", 1), ("en", 0), ("en", 1)], ids=str)
def scores(request: pytest.FixtureRequest) -> dict[str, float]:
    """Shares over the documents of a language and half."""
    language, half = request.param
    n = dict.fromkeys(
        ["tp", "fp", "fn", "tn", "both", "right", "status", "present", "contradicted", "evidence"],
        0,
    )
    for contract in contracts():
        if (contract.language, contract.half) != (language, half):
            continue
        gold = {label.clause: label for label in contract.labels}
        for reading in read(contract.text, contract.name).values():
            label, found = gold.get(reading.clause), reading.status != "absent"
            n["tp"] += bool(label and found)
            n["fp"] += bool(found and not label)
            n["fn"] += bool(label and not found)
            n["tn"] += not label and not found
            n["both"] += reading.tier == "both"
            n["right"] += reading.tier == "both" and bool(label)
            if label and found:
                n["status"] += reading.status == label.status
                n["contradicted"] += label.status == "contradicted"
                n["present"] += label.status == "contradicted" and reading.status == "present"
                n["evidence"] += any(
                    e.start < label.end and label.start < e.end for e in reading.evidence[:3]
                )
    return {
        "precision": n["tp"] / (n["tp"] + n["fp"]),
        "recall": n["tp"] / (n["tp"] + n["fn"]),
        "both": n["right"] / n["both"],
        "absent": n["tn"] / (n["tn"] + n["fn"]),
        "status": n["status"] / n["tp"],
        "critical": n["present"] / n["contradicted"],
        "evidence": n["evidence"] / n["tp"],
    }


@pytest.mark.slow
def test_our_own_documents(scores: dict[str, float]) -> None:
    assert scores["precision"] >= 0.80
    assert scores["recall"] >= 0.93
    assert scores["both"] >= 0.95
    assert scores["absent"] >= 0.90
    assert scores["status"] >= 0.80
    assert scores["critical"] <= 0.05
    assert scores["evidence"] >= 0.90


def test_there_are_enough_documents_of_each_language() -> None:
    assert sum(c.language == "nl" for c in contracts()) >= 60
    assert sum(c.language == "en" for c in contracts()) >= 20
    assert len({c.text for c in contracts()}) == len(contracts())


def test_labels_are_where_they_say() -> None:
    for contract in contracts():
        assert contract.labels
        assert all(contract.text[label.start : label.end].strip() for label in contract.labels)


def test_quotes_are_verbatim_and_every_kind_has_one_line() -> None:
    contract = contracts()[1]
    document = read_document("contract.txt", contract.text.encode())
    readings = read_clauses(document)
    assert len({r.clause for r in readings}) == len(readings) == 44
    for reading in readings:
        for evidence in reading.evidence:
            assert document.text[evidence.start : evidence.end] == evidence.quote
        assert bool(reading.evidence) is (reading.status != "absent")


def test_absence_names_what_was_searched_and_what_came_near() -> None:
    readings = read("Artikel 1. Betaling\n\n1.1 Facturen worden binnen dertig dagen betaald.\n")
    searched = readings["source_escrow"].searched
    assert readings["source_escrow"].status == "absent"
    assert searched is not None
    assert searched.sentences == 2
    assert "escrow…" in searched.terms
    assert searched.nearest


def test_the_worse_of_two_passages_leads_and_both_are_shown() -> None:
    readings = read(
        "Artikel 1. Opschorting\n\n1.1 Leverancier ziet af van ieder recht tot opschorting van de "
        "dienst.\n\n1.2 Leverancier is gerechtigd de toegang tot de dienst zonder aankondiging op te "
        "schorten indien niet tijdig wordt betaald.\n"
    )
    reading = readings["suspension"]
    assert reading.status == "contradicted"
    assert reading.pulls
    assert {e.status for e in reading.evidence} == {"present", "contradicted"}
    assert "slechtst" in str(as_row(reading, "nl")["explanation"])


def test_a_number_that_is_left_open_is_unclear() -> None:
    readings = read("Artikel 1. Datalekken\n\n1.1 Datalekken worden binnen [aantal] uur gemeld.\n")
    assert readings["breach_notice"].status == "unclear"


def test_a_reviewers_comment_is_not_agreed() -> None:
    text = "Op deze overeenkomst is Nederlands recht van toepassing."
    passage = Passage(start=0, end=len(text), language="nl")
    agreed = Document(name="a", form="docx", text=text, passages=(passage,), language="nl")
    (found,) = read_clauses(agreed, ["governing_law"])
    assert found.status == "present"
    comment = Passage(start=0, end=len(text), kind="comment", language="nl")  # type: ignore[arg-type] - its value
    (left,) = read_clauses(
        Document(name="a", form="docx", text=text, passages=(comment,), language="nl"),
        ["governing_law"],
    )
    assert left.status == "absent"


@given(st.text(max_size=400))
def test_any_text_gives_a_line_per_clause(text: str) -> None:
    passage = Passage(start=0, end=len(text))
    readings = read_clauses(Document(name="a", form="text", text=text, passages=(passage,)))
    assert len(readings) == 44
    for reading in readings:
        assert all(text[e.start : e.end] == e.quote for e in reading.evidence)


Line = tuple[str, str, str, str]


def lines(text: str) -> dict[str, Line]:
    """What is shown of every clause: status, leading words without number, values and part."""
    out = {}
    for clause, reading in read(text).items():
        first = reading.evidence[0] if reading.evidence else None
        quote = re.sub(r"^[\d. \t]+", "", first.quote) if first else ""
        part = first.part if first else ""
        out[clause] = (str(reading.status), quote, str(reading.values.shown()), part)
    return out


def mutants(contract: Contract, start: int, end: int, lead: str) -> dict[str, str]:
    """The document with one passage taken out, negated, renumbered or moved to an annex."""
    text, passage = contract.text, contract.text[start:end]
    out = {"delete": text[:start] + text[end:]}
    annex = (
        "Bijlage 1 Aanvullende afspraken" if contract.language == "nl" else "Annex 1 Other terms"
    )
    out["annex"] = f"{text[:start]}{text[end:].rstrip()}\n\n{annex}\n\n{passage}\n"
    for plain, negated in (
        (" mag ", " mag niet "),
        (" worden ", " worden niet "),
        (" may ", " may not "),
    ):
        if plain in lead:
            changed = passage.replace(lead, lead.replace(plain, negated, 1), 1)
            out["negate"] = text[:start] + changed + text[end:]
            break
    number = _NUMBER.search(passage)
    if number is not None:
        other = _NUMBERS.get(number[0].lower()) or str(int(number[0]) + 7)
        changed = passage[: number.start()] + other + passage[number.end() :]
        out["number"] = text[:start] + changed + text[end:]
    swapped = _swapped(passage, contract)
    if swapped != passage:
        out["roles"] = text[:start] + swapped + text[end:]
    return out


_NUMBERS = {
    "een": "elf", "één": "elf", "twee": "twaalf", "drie": "negen", "vier": "negen", "vijf": "negen", "zes": "twee",
    "twaalf": "twee", "dertig": "negentig", "zestig": "tien", "negentig": "tien", "one": "eleven", "two": "twelve",
    "three": "nine", "six": "two", "twelve": "two", "thirty": "ninety", "sixty": "ten", "ninety": "ten",
}  # fmt: skip
_NUMBER = re.compile(
    r"\b(?:\d{1,3}(?![\d.,]*\d)|(?:"
    + "|".join(_NUMBERS)
    + r")(?=\s(?:maand|jaar|dag|uur|week|weken|month|year|day|hour|week)))",
    re.IGNORECASE,
)


def _swapped(passage: str, contract: Contract) -> str:
    """The passage with the two parties of its document in each other's place."""
    for supplier, customer in NAMES[contract.language]:
        if supplier in passage and customer in passage:
            apart = passage.replace(supplier, "\0").replace(customer, supplier)
            return apart.replace("\0", customer)
    return passage


@pytest.mark.slow
def test_a_mutation_changes_its_own_line_and_no_other() -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for contract in contracts()[::6]:
        base = lines(contract.text)
        for label in contract.labels[:5]:
            passage = contract.text[label.start : label.end]
            lead = base.get(label.clause, ("", "", "", ""))[1]
            if not lead or lead not in passage:
                continue  # another passage of the document leads
            for kind, text in mutants(contract, label.start, label.end, lead).items():
                after = lines(text)
                others = [
                    c
                    for c in base
                    if c != label.clause and after[c] != base[c] and base[c][1] not in passage
                ]
                total[kind] += 1
                right[kind] += after[label.clause] != base[label.clause] and not others
    assert set(total) == {"delete", "annex", "negate", "number", "roles"}
    assert total.total() > 150
    told = {kind: (right[kind], total[kind]) for kind in total}
    assert right.total() / total.total() >= 0.95, told
    assert all(right[kind] / total[kind] >= 0.9 for kind in total), told


def test_of_a_document_without_text_nothing_is_claimed() -> None:
    readings = read_clauses(failed("slot.pdf", "is encrypted with a password"))
    assert {reading.confidence for reading in readings} == {0.0}
    assert {reading.status for reading in readings} == {"unclear"}
    assert not any(reading.found or reading.evidence for reading in readings)
    assert "geen tekst" in readings[0].why_nl


def test_what_is_not_found_is_unclear_when_most_pages_could_not_be_read() -> None:
    text = "Op deze overeenkomst is Nederlands recht van toepassing."
    scan = Document(
        name="scan.pdf",
        form="pdf",
        text=text,
        passages=(Passage(start=0, end=len(text), language="nl", page=1),),
        pages=(0, len(text), len(text)),
        language="nl",
        unread=(2, 3),
    )
    law, owner = read_clauses(scan, ["governing_law", "data_ownership"])
    assert (law.status, owner.status, owner.confidence) == ("present", "unclear", 0.0)
    (owner,) = read_clauses(replace(scan, unread=(3,)), ["data_ownership"])
    assert owner.status == "absent"


def test_an_unreadable_file_does_not_lead_over_what_is_read() -> None:
    read_text = read_document("a.txt", b"Op deze overeenkomst is Nederlands recht van toepassing.")
    shut = failed("slot.pdf", "is encrypted with a password")
    documents = [shut, read_text]
    readings = [r for d in documents for r in read_clauses(d, ["governing_law"])]
    (law,) = settled(documents, readings, hierarchy_of(documents))
    assert law.status == "present"


@pytest.mark.parametrize(
    ("item", "status"),
    [
        ("the Services will be free from viruses or other vulnerabilities; or", "contradicted"),
        ("the Services meet any security requirements or pass a penetration test.", "contradicted"),
    ],
)
def test_a_list_is_read_with_the_sentence_that_announces_it(item: str, status: str) -> None:
    text = f"The Provider does not warrant that:\n\n{item}\n"
    document = read_document("a.txt", text.encode())
    (reading,) = read_clauses(document, ["security_vuln"])
    assert reading.status == status
