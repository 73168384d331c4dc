"""What counts as a paragraph's number, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.contracts.labels import as_letters, as_roman, letters, read_label, read_part, roman


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Artikel 12 Geheimhouding", "12"),
        ("Artikel 12", "12"),
        ("ARTIKEL IV - DUUR", "IV"),
        ("Art. 3.2 Facturatie", "3.2"),
        ("Section 4.2. Term", "4.2"),
        ("§ 4 Beheer", "4"),
        ("12.3. De leverancier", "12.3"),
        ("12.3\tDe leverancier", "12.3"),
        ("2.1(a) Either party", "2.1.a"),
        ("(2.1.a)Except", "2.1.a"),
        ("6.Party B shall", "6"),
        ("2A. ADDITIONAL DUTIES", "2A"),
        ("12 Geheimhouding", "12"),
        ("(b)Based on", "b"),
        ("a. de kosten", "a"),
        ("iv) de kosten", "iv"),
        ("(1) De kosten", "1"),
        ("● De kosten", ""),
        ("A.1 De kosten", "A.1"),
        ("IV.2.3 De kosten", "IV.2.3"),
        ("III. De kosten", "III"),
        ("viii.onderdeel", "viii"),
        ("Lid 2. De kosten", "2"),
    ],
)
def test_a_label_is_read(text: str, shown: str) -> None:
    label = read_label(text)
    assert label is not None
    assert label.shown == shown


@pytest.mark.parametrize(
    "text",
    [
        "Artikel 12 van de Wet is niet van toepassing.",
        "Artikel 7:408 BW is uitgesloten.",
        "1 januari 2026 gaat de overeenkomst in.",
        "12 dagen na ontvangst",
        "3.5 miljoen euro",
        "Lid 2 is van toepassing",
        "1.000 euro per dag",
        "2.5 % per jaar",
        "J.H. de Vries tekent namens de gemeente",
        "2026 is het eerste jaar",
        "de kosten",
        "",
    ],
)
def test_what_only_looks_like_a_label_is_none(text: str) -> None:
    assert read_label(text) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Bijlage 2 Prijzen", "2"), ("Annex A: Services", "A"), ("SCHEDULE C", "C"), ("Bijlage", "")],
)
def test_an_annex_is_read(text: str, shown: str) -> None:
    label = read_part(text)
    assert label is not None
    assert label.shown == shown


@given(st.integers(1, 399))
def test_roman_numbers_come_back(value: int) -> None:
    assert roman(as_roman(value)) == value
    assert roman(as_roman(value, upper=True)) == value


@given(st.integers(1, 78))
def test_letters_come_back(value: int) -> None:
    assert letters(as_letters(value)) == value


@given(st.text(max_size=80))
def test_a_label_never_is_longer_than_its_text(text: str) -> None:
    label = read_label(text)
    assert label is None or 0 < label.length <= len(text)
