"""Periods, money, percentages, multiples and law, in Dutch and English words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.contracts.values import UNKNOWN, formats, moneys, multiples, percentages, periods
from sbom.contracts.values_clause import values_of
from sbom.contracts.values_law import law_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("binnen 24 uur", [(24, "hour")]),
        ("dertig (30) kalenderdagen", [(30, "day")]),
        ("drieëndertig dagen", [(33, "day")]),
        ("twaalf voorafgaande maanden", [(12, "month")]),
        ("one hundred twenty (120) days", [(120, "day")]),
        ("successive one-year terms", [(1, "year")]),
        ("[aantal] dagen en ___ uur", [(UNKNOWN, "day"), (UNKNOWN, "hour")]),
        ("[***] months", [(UNKNOWN, "month")]),
        ("een jaar", [(1, "year")]),
        ("one (I) year", [(1, "year")]),
        ("artikel 12", []),
    ],
)
def test_periods(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(p.number, p.unit) for p in periods(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("€ 75.000", [(75_000.0, "EUR")]),
        ("EURO 1.250.000,– per gebeurtenis", [(1_250_000.0, "EUR")]),  # noqa: RUF001 - as printed
        ("2 miljoen euro", [(2_000_000.0, "EUR")]),
        ("$1,000.50", [(1000.5, "USD")]),
        ("£5 million", [(5_000_000.0, "GBP")]),
    ],
)
def test_money(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(m.amount, m.currency) for m in moneys(text)] == expected


def test_percentages_multiples_and_formats() -> None:
    assert percentages("3% of 2,5 procent") == [3.0, 2.5]
    assert multiples("vier maal de hoogte van de vergoeding; twice the fees") == [4.0, 2.0]
    assert formats("in CSV of json, desnoods csv") == ["CSV", "JSON"]


@pytest.mark.parametrize(
    ("text", "group", "country"),
    [
        ("Op de overeenkomst is Nederlands recht van toepassing", "NL", "NL"),
        ("beheerst door Belgisch recht", "EU", "BE"),
        ("het recht van Engeland en Wales", "OTHER", "GB"),
        ("governed by the laws of the State of New York", "OTHER", "US"),
        ("the laws of the United States and of the State of Texas", "OTHER", "US"),
        ("made in California and governed by the laws thereof", "OTHER", "US"),
        ("under Irish law", "EU", "IE"),
    ],
)
def test_law(text: str, group: str, country: str) -> None:
    law = law_of(text)
    assert law is not None
    assert (law.group, law.country) == (group, country)


def test_no_law_is_no_guess() -> None:
    assert law_of("governed by the laws of [***]") is None
    assert law_of("Partijen overleggen in goed vertrouwen.") is None


@pytest.mark.parametrize(
    ("text", "notice", "renewal"),
    [
        ("telkens verlengd met een jaar, tenzij twee maanden voor het einde is opgezegd", 2, 12),
        ("met een opzegtermijn van zes maanden, daarna perioden van drie jaar", 6, 36),
        (
            "automatically renew for successive one year periods unless either party gives notice "  # noqa: ISC004 - one text over two lines
            "at least 90 days prior to the end of such period",
            2.96,
            12,
        ),
        ("successive 5-year terms unless notice not less than 90 days prior to expiry", 2.96, 60),
        ("It is renewed tacitly every year.", None, 12),
    ],
)
def test_notice_and_renewal_are_told_apart(
    text: str, notice: float | None, renewal: float | None
) -> None:
    values = values_of("auto_renewal", text)
    for meaning, expected in (("notice", notice), ("renewal", renewal)):
        found = values.months(meaning)
        assert found == (None if expected is None else pytest.approx(expected, abs=0.02))


def test_conditions_on_what_is_not_there_do_not_hold() -> None:
    values = values_of("liability_cap", "Geen getallen hier.")
    for condition in ("cap_eur<250000", "cap_multiple>=2", "law=NL", "formats", "?", "nothing"):
        assert not values.holds(condition)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for clause in ("auto_renewal", "liability_cap", "governing_law", "data_export"):
        values_of(clause, text).shown()
