"""The CUAD categories: what is beside a sentence counts, and nothing is shown that is not in the text."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sbom.contracts.clauses.context import Context, beside, once, read_context
from sbom.contracts.clauses.cuad import read_categories
from sbom.contracts.read import read_document
from sbom.contracts.read_all import failed

DATA = Path(__file__).parents[4] / "sbom/contracts/clauses/data"
TEXT = (
    "12. Governing Law. This Agreement is governed by the laws of the State of Ohio.\n\n"
    "13. Insurance. Supplier shall maintain general liability insurance of $2,000,000 per "
    "occurrence.\n\n14. Assignment. Neither party may assign this Agreement without the prior "
    "written consent of the other party.\n"
)


def context() -> Context:
    return read_context((DATA / "cuad_context.json").read_bytes())


def test_both_files_of_weights_stay_small_and_name_their_source() -> None:
    for name in ("cuad.json", "cuad_context.json"):
        content = (DATA / name).read_bytes()
        assert len(content) < 750_000
        assert b"CC BY 4.0" in content


def test_things_are_counted_once() -> None:
    assert once(["notice", "notice"]) == {"=notice", *once(["notice"])} | {"notice notice"}
    assert beside([["the", "term"], ["renewal"], ["period"]], 1) == {"<|term", ">|period"}


def test_the_sentences_beside_one_change_its_score() -> None:
    alone = context().scores(["It ends then."])
    between = context().scores(["The license is perpetual and irrevocable.", "It ends then."])
    assert alone[0] != between[1]


def test_found_or_not_the_passages_are_verbatim() -> None:
    document = read_document("agreement.txt", TEXT.encode())
    rows = {str(row["clause"]): row for row in read_categories(document)}
    assert {c for c, row in rows.items() if row["status"] == "present"} >= {
        "Governing Law",
        "Insurance",
        "Anti-Assignment",
    }
    assert rows["Joint Ip Ownership"]["status"] == "absent"
    for row in rows.values():
        evidence = row["evidence"]
        assert isinstance(evidence, list)
        assert evidence
        for passage in evidence:
            assert document.text[passage["start"] : passage["end"]] == passage["quote"]


@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_sentences_have_a_score_per_class(texts: list[str]) -> None:
    found = CONTEXT.scores(texts)
    assert [len(row) for row in found] == [20] * len(texts)


CONTEXT = context()


def test_a_file_that_cannot_be_read_is_unclear() -> None:
    rows = read_categories(failed("shut.pdf", "is encrypted with a password"))
    assert {row["status"] for row in rows} == {"unclear"}
