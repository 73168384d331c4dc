"""Status by decision table: duty, right, prohibition, whose duty, conditions and values."""

import pytest

from sbom.contracts.clauses.roles import Roles
from sbom.contracts.clauses.status import rows_of, shipped
from sbom.contracts.values_clause import values_of


def status(clause: str, text: str, language: str = "nl", whole: str = "") -> str:
    decision = shipped()[language].decide(
        clause, Roles(whole or text).words(text), values_of(clause, text)
    )
    return str(decision.status)


@pytest.mark.parametrize(
    ("clause", "text", "expected"),
    [
        ("suspension", "Leverancier ziet af van zijn recht tot opschorting.", "present"),
        ("suspension", "Leverancier mag de dienst zonder aankondiging opschorten.", "contradicted"),
        ("suspension", "Na aanmaning mag leverancier de dienst opschorten.", "weak"),
        (
            "audit_rights",
            "Opdrachtgever mag leverancier laten controleren door een auditor.",
            "present",
        ),
        ("audit_rights", "Leverancier mag het gebruik door klant controleren.", "contradicted"),
        ("governing_law", "Nederlands recht is van toepassing.", "present"),
        ("governing_law", "Iers recht is van toepassing.", "weak"),
        ("governing_law", "Het recht van de staat Delaware is van toepassing.", "contradicted"),
        ("breach_notice", "Datalekken worden binnen 24 uur gemeld.", "present"),
        ("breach_notice", "Datalekken worden zonder onredelijke vertraging gemeld.", "weak"),
        ("breach_notice", "Leverancier is niet verplicht datalekken te melden.", "contradicted"),
        (
            "liability_cap",
            "Aansprakelijkheid is beperkt tot vier maal de jaarvergoeding.",
            "present",
        ),
        ("liability_cap", "De aansprakelijkheid bedraagt ten hoogste € 10.000.", "contradicted"),
        (
            "auto_renewal",
            "De overeenkomst wordt stilzwijgend verlengd met een jaar, met een opzegtermijn van "  # noqa: ISC004 - one text over two lines
            "twee maanden.",
            "weak",
        ),
        (
            "auto_renewal",
            "De overeenkomst wordt stilzwijgend verlengd met een jaar, met een opzegtermijn van "  # noqa: ISC004 - one text over two lines
            "zes maanden.",
            "contradicted",
        ),
    ],
)
def test_dutch(clause: str, text: str, expected: str) -> None:
    assert status(clause, text) == expected


@pytest.mark.parametrize(
    ("clause", "text", "expected"),
    [
        ("data_location", "All data are stored exclusively in the EU.", "present"),
        ("data_location", "We may store your data in any country.", "contradicted"),
        ("price_change", "We may change our fees at any time.", "contradicted"),
        ("price_change", "Fees are fixed for the term.", "present"),
        ("subprocessors", "Supplier shall not subcontract without Customer's consent.", "present"),
        ("subprocessors", "We may use subcontractors without notice.", "contradicted"),
    ],
)
def test_english(clause: str, text: str, expected: str) -> None:
    assert status(clause, text, "en") == expected


def test_swapping_the_parties_swaps_the_outcome() -> None:
    ours = "Alle rechten op het maatwerk komen toe aan {}."
    assert status("ip_ownership", ours.format("Opdrachtgever")) == "present"
    assert status("ip_ownership", ours.format("Leverancier")) == "contradicted"


def test_a_party_with_a_name_of_its_own_has_a_role() -> None:
    whole = (
        "Voorbeeldsoft, hierna te noemen: leverancier. "
        + "Voorbeeldsoft kan de dienst staken. " * 3
    )
    assert Roles(whole).names == {"voorbeeldsoft": "xsup"}
    text = "Alle rechten op het maatwerk berusten bij Voorbeeldsoft."
    assert status("ip_ownership", text, whole=whole) == "contradicted"


def test_every_row_has_words_in_both_languages() -> None:
    for clause in ("data_export", "suspension", "no_table_of_its_own"):
        assert rows_of(clause)
        assert all(row.why_nl and row.why_en for row in rows_of(clause))
