"""Words are folded and joined; terms match inflections, compounds and words apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.contracts.clauses.terms import Terms
from sbom.contracts.clauses.words import words


def holds(when: str, text: str, near: int = 0) -> bool:
    terms = Terms({"prijs": "prijs | tarie*"})
    condition = terms.condition(when, near)
    return terms.holds(condition, terms.look(words(text)))


def test_a_separable_verb_is_one_word() -> None:
    assert words("bevoegd de prijzen aan te passen") == ["bevoegd", "de", "prijzen", "aanpassen"]


def test_accents_case_and_hyphens_do_not_matter() -> None:
    assert words("Beëindiging; pas-toe-of-leg-uit") == [
        "beeindiging",
        "pas",
        "toe",
        "of",
        "leg",
        "uit",
    ]


@pytest.mark.parametrize(
    ("when", "text", "expected"),
    [
        ("tarie*", "De tariefwijziging geldt.", True),
        ("*gegevens", "Alle klantgegevens blijven.", True),
        ("*export*", "data-exporteren", True),
        ("escrow", "escrowagent", False),
        ("e-depot", "naar het e-depot", True),
        ("niet ~ toegestaan", "Dit is niet zonder meer toegestaan.", True),
        ("niet ~ toegestaan", "niet een twee drie vier vijf zes zeven toegestaan", False),
        ("@prijs; jaar*", "Tarieven stijgen jaarlijks.", True),
        ("@prijs; !jaar*", "Tarieven stijgen jaarlijks.", False),
        ("eerste | tweede; derde", "de tweede en de derde", True),
    ],
)
def test_conditions(when: str, text: str, *, expected: bool) -> None:
    assert holds(when, text) is expected


def test_near_asks_all_groups_within_a_window() -> None:
    text = "Data " + "en nog wat " * 10 + "wissen"
    assert holds("data; wissen", text)
    assert not holds("data; wissen", text, near=10)


@given(st.text())
def test_words_of_any_text_are_words(text: str) -> None:
    assert all(word and " " not in word for word in words(text))
