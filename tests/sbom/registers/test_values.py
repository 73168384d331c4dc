"""Cells of registers."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.registers.values import (
    blank,
    read_choice,
    read_country,
    read_date,
    read_money,
    read_months,
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-02-28", date(2026, 2, 28)),
        ("2026-02-28T00:00:00", date(2026, 2, 28)),
        ("28-02-2026", date(2026, 2, 28)),
        ("3/4/2026", date(2026, 4, 3)),
        ("1 maart 2026", date(2026, 3, 1)),
        ("1 Mrt. 2026", date(2026, 3, 1)),
        ("20260228", date(2026, 2, 28)),
        ("46081", date(2026, 2, 28)),
        ("31-02-2026", None),
        ("onbekend", None),
        ("2026", None),
    ],
)
def test_dates(text: str, wanted: date | None) -> None:
    assert read_date(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("€ 1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("EUR 12k", "12000.00"),
        ("€ 1,5 mln", "1500000.00"),
        ("12.000", "12000.00"),
        ("12,5", "12.50"),
        ("1.234.567", "1234567.00"),
        ("€ 500,-", "500.00"),
        ("1 000", "1000.00"),
        ("$ 100", None),
        ("10-20", None),
        ("om te bepalen", None),
    ],
)
def test_amounts(text: str, wanted: str | None) -> None:
    assert read_money(text) == (Decimal(wanted) if wanted else None)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Nederland", "NL"),
        ("de Verenigde Staten", "US"),
        ("USA", "US"),
        ("UK", "GB"),
        ("België", "BE"),
        ("nl", "NL"),
        ("Atlantis", ""),
        ("no", "NO"),
    ],
)
def test_countries(text: str, wanted: str) -> None:
    assert read_country(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("6 maanden", 6),
        ("1 jaar", 12),
        ("drie maanden", 3),
        ("3", 3),
        ("1,5 jaar", 18),
        ("een half jaar", None),
        ("1 maand of 2 weken", None),
        ("in overleg", None),
    ],
)
def test_periods(text: str, wanted: float | None) -> None:
    assert read_months(text) == wanted
    assert read_months("90 dagen") == pytest.approx(2.957, abs=0.001)


def test_yes_no_and_nothing() -> None:
    assert [read_choice(t) for t in ("Ja", "nee, nog niet", "X", "soms")] == [
        True,
        False,
        True,
        None,
    ]
    assert [blank(t) for t in ("n.v.t.", " - ", "Onbekend", "0")] == [True, True, True, False]


@given(st.text(max_size=40))
def test_any_text_is_a_value_or_none(text: str) -> None:
    amount = read_money(text)
    assert amount is None or amount >= 0
    months = read_months(text)
    assert months is None or months >= 0
    read_date(text)
    read_choice(text)
    assert len(read_country(text)) in {0, 2}


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)))
def test_every_way_to_write_a_date_is_the_date(day: date) -> None:
    assert read_date(day.isoformat()) == day
    assert read_date(f"{day.day}-{day.month}-{day.year}") == day
    assert read_date(f"{day:%Y%m%d}") == day
