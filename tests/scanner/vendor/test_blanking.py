"""Personal data goes out of quotes; what is no personal data stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.vendor.blanking import BLANK, blanked


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("mail naar jan.bakker@voorbeeld.example.", f"mail naar {BLANK}."),
        ("bel 010-1234567 of +31 6 1234 5678", f"bel {BLANK} of {BLANK}"),
        ("IBAN NL91ABNA0417164300 en", f"IBAN {BLANK} en"),
        ("BSN 111222333 staat", f"BSN {BLANK} staat"),
        ("de heer J. van den Berg tekent", f"de heer {BLANK} tekent"),
        ("Mevrouw El Amrani tekent", f"Mevrouw {BLANK} tekent"),
        ("represented by Anna de Boer, hereafter", f"represented by {BLANK}, hereafter"),
        ("contactpersoon: Piet Jansen", f"contactpersoon: {BLANK}"),
        ("getekend, A.B. Smit", f"getekend, {BLANK}"),
    ],
)
def test_what_points_to_a_person_goes(text: str, wanted: str) -> None:
    assert blanked(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "GIBIT 2023 art. 26.3-26.9",
        "een boete van € 1.000.000,00 per gebeurtenis",
        "Zaakwerk B.V. levert binnen 30 dagen",
        "ISO/IEC 27001:2022 en EN 301 549",
        "uiterlijk 31 januari 2030 om 12:00 uur",
        "versie 2026.11.23 van het product",
        "123456789 componenten",
    ],
)
def test_what_does_not_stays(text: str) -> None:
    assert blanked(text) == text


@given(st.text(max_size=300))
def test_blanking_ends_and_is_done_once(text: str) -> None:
    once = blanked(text)
    assert "@" not in once or blanked(once) == once
