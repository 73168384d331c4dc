"""Registers in spreadsheets."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.errors import NotThisFormatError, ParseError
from sbom.registers.deadlines import DeadlineKind, deadlines, months_before
from sbom.registers.facts import Contract, RegisterKind, Subprocessor, System, Vendor
from sbom.registers.identifiers import Identifier
from sbom.registers.names import How, likeness, matches
from sbom.registers.read import read_register

EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "registers"


def test_a_contract_register_as_a_city_exports_it() -> None:
    (register,) = read_register((EXAMPLES / "contracten.csv").read_bytes())
    assert register.kind is RegisterKind.CONTRACTS
    first, second, third, fourth = register.entries
    assert isinstance(first, Contract)
    assert (first.key, first.vendor, first.line) == ("C-2023-014", "Zaakwerk B.V.", 2)
    assert (first.start, first.end) == (date(2023, 3, 1), date(2027, 2, 28))
    assert (first.notice_months, first.auto_renewal) == (6, True)
    assert (first.value, first.value_basis) == (Decimal("184500.00"), "year")
    assert first.beside == (("Domein", "Bedrijfsvoering"),)
    assert isinstance(second, Contract)
    assert (second.start, second.value) == (date(2024, 1, 1), Decimal("1200000.00"))
    assert isinstance(third, Contract)
    assert third.notice_months is None
    assert isinstance(fourth, Contract)
    assert fourth.end is None
    assert "wordt niet bewaard" not in repr(register)
    (issue,) = register.issues
    assert (issue.line, issue.subject) == (5, "om te bepalen")
    assert "'Contractwaarde'" in issue.message


def test_vendors_with_their_numbers_and_owners() -> None:
    (register,) = read_register((EXAMPLES / "leveranciers.csv").read_bytes())
    one, two, three, _ = register.entries
    assert isinstance(one, Vendor)
    assert one.ids == (Identifier("kvk", "01234567"),)
    assert isinstance(two, Vendor)
    assert two.ids == (Identifier("kvk", "01987654"),)
    assert (two.ultimate_parent_country, two.as_of) == ("US", date(2026, 9, 15))
    assert isinstance(three, Vendor)
    assert three.ids == ()
    assert [i.subject for i in register.issues] == ["12AB5678"]


def test_systems_and_subprocessors_by_their_headers() -> None:
    systems = (
        "Applicatienaam,Eigenaar,Bedrijfskritisch,Referentiecomponent\nLoket,Team A,hoog,Portaal\n"
    )
    (register,) = read_register(systems.encode())
    assert register.entries == (
        System(line=2, name="Loket", owner="Team A", criticality="hoog", component="Portaal"),
    )
    parties = "Subverwerker;Land;Taak\nWolk AG;Zwitserland;opslag\n"
    (register,) = read_register(parties.encode())
    assert register.entries == (Subprocessor(line=2, name="Wolk AG", country="CH", task="opslag"),)


def test_a_mapping_of_the_users_own_goes_first() -> None:
    text = "Nr;Waarover;Wie;Tot\n1;Iets;Bedrijf;2027-01-01\n"
    with pytest.raises(NotThisFormatError):
        read_register(text.encode())
    own = {"Nr": "key", "Waarover": "title", "Wie": "vendor", "Tot": "end"}
    (register,) = read_register(text.encode(), kind=RegisterKind.CONTRACTS, mapping=own)
    (entry,) = register.entries
    assert isinstance(entry, Contract)
    assert (entry.key, entry.title, entry.vendor, entry.end) == (
        "1",
        "Iets",
        "Bedrijf",
        date(2027, 1, 1),
    )


def test_a_row_without_name_is_lost_alone() -> None:
    text = "Leverancier;KvK\n;12345678\nGoed BV;12345678\n"
    (register,) = read_register(text.encode())
    assert [e.line for e in register.entries] == [3]
    assert [(i.line, i.message) for i in register.issues] == [(2, "has no name")]


@given(st.binary(max_size=200) | st.text('Leverancier;KvK\n0123,"', max_size=80).map(str.encode))
def test_any_bytes_are_a_register_or_an_error(content: bytes) -> None:
    try:
        assert read_register(content)
    except ParseError:
        return


def contract(**facts: object) -> Contract:
    return Contract(line=2, key="C-1", **facts)  # type: ignore[arg-type]  # facts of the test


TODAY = date(2026, 11, 23)


def test_the_last_day_for_notice_and_what_is_not_known() -> None:
    some = [
        contract(end=date(2027, 2, 28), notice_months=6.0),
        contract(end=date(2027, 8, 31), notice_months=6.0),
        contract(end=date(2027, 1, 1), auto_renewal=True),
        contract(end=date(2026, 6, 14)),
        contract(),
        contract(end=date(2027, 1, 1), status="Beëindigd"),
    ]
    assert [(d.kind, d.day) for d in deadlines(some, TODAY)] == [
        (DeadlineKind.PAST, date(2026, 6, 14)),
        (DeadlineKind.END, date(2027, 1, 1)),
        (DeadlineKind.END, date(2027, 2, 28)),
        (DeadlineKind.NOTICE, date(2027, 2, 28)),
        (DeadlineKind.END, date(2027, 8, 31)),
        (DeadlineKind.NO_END, None),
        (DeadlineKind.NO_NOTICE, None),
    ]


@given(st.dates(date(2000, 1, 31), date(2090, 1, 1)), st.integers(0, 60))
def test_months_before_lands_in_the_right_month(day: date, months: int) -> None:
    earlier = months_before(day, months)
    assert (day.year * 12 + day.month) - (earlier.year * 12 + earlier.month) == months
    assert earlier.day <= day.day


def vendor(name: str, *ids: Identifier) -> Vendor:
    return Vendor(line=2, name=name, ids=ids)


def test_a_number_settles_and_another_number_refuses() -> None:
    mine = Identifier("kvk", "01234567")
    listed = [
        vendor("Heel Anders BV", mine),
        vendor("Zaakwerk B.V.", Identifier("kvk", "09999999")),
    ]
    (match,) = matches("Zaakwerk BV", [mine], listed)
    assert (match.vendor.name, match.how, match.confidence) == ("Heel Anders BV", How.NUMBER, 1.0)
    by_oin = Identifier("oin", "00000003012345670000")
    assert matches("x", [by_oin], listed)[0].vendor.name == "Heel Anders BV"
    other = Identifier("kvk", "05555555")
    assert matches("Zaakwerk", [other], listed) == []


@pytest.mark.parametrize(
    ("one", "two", "low", "high"),
    [
        ("Zaakwerk B.V.", "zaakwerk bv", 0.95, 0.95),
        ("Centraal Beheer Software Nederland B.V.", "Centraal Beheer", 0.9, 0.9),
        ("Pinkrocade", "PinkRoccade Local Government", 0.2, 0.74),
        ("Wolk AG", "Zon NV", 0.0, 0.0),
        ("Software Solutions BV", "Software Services BV", 0.0, 0.6),
    ],
)
def test_how_alike_names_are(one: str, two: str, low: float, high: float) -> None:
    assert low <= likeness(one, two) <= high
    assert likeness(one, two) == pytest.approx(likeness(two, one), abs=0.15)
