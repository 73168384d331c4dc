"""The model's data is small, says where it comes from, and gives scores that can be explained."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sbom.contracts.clauses.catalogue import kinds
from sbom.contracts.clauses.model import shipped

DATA = Path(__file__).parents[4] / "sbom/contracts/clauses/data/model.json"
MODEL = shipped()
assert MODEL is not None


def best(text: str) -> str:
    assert MODEL is not None
    scores = MODEL.scores(text)
    return MODEL.classes[scores.index(max(scores))]


def test_the_weights_stay_below_two_megabytes_and_name_their_sources() -> None:
    assert DATA.stat().st_size < 2_000_000
    assert b"CC BY 4.0" in DATA.read_bytes()


def test_it_knows_every_kind() -> None:
    assert MODEL is not None
    assert set(MODEL.classes) == {kind.id for kind in kinds()}


def test_words_never_seen_still_weigh_by_their_pieces() -> None:
    assert (
        best("De exitbegeleidingsperiode omvat de overdrachtsondersteuning.") == "exit_assistance"
    )
    assert best("Het datalekmeldingsproces start binnen 24 uur.") == "breach_notice"


def test_the_strongest_words_are_words_of_the_sentence() -> None:
    assert MODEL is not None
    text = "Op deze overeenkomst is Nederlands recht van toepassing."
    strongest = MODEL.strongest("governing_law", text)
    assert strongest
    assert "recht" in " ".join(strongest)


@given(st.text())
def test_any_text_has_a_score_per_class(text: str) -> None:
    assert MODEL is not None
    assert len(MODEL.scores(text)) == len(MODEL.classes)
