"""Limits count from their day on, and only on what was read."""

from datetime import date

import pytest

from policies.contracts.limits import exceeded, read_limits, shipped
from sbom.contracts.clauses.catalogue import kinds
from sbom.contracts.clauses.reading import read_clauses
from sbom.contracts.read import read_document
from sbom.errors import PackError


def found(text: str, clause: str, day: str = "2026-11-23") -> list[str]:
    document = read_document("contract.txt", f"Artikel 1. Afspraken\n\n1.1 {text}\n".encode())
    readings = read_clauses(document, [clause])
    return [e.limit.id for e in exceeded(readings, shipped(), date.fromisoformat(day))]


@pytest.mark.parametrize(
    ("clause", "text", "day", "expected"),
    [
        (
            "auto_renewal",
            (
                "De overeenkomst wordt stilzwijgend met een jaar verlengd, tenzij drie maanden voor het "
                "einde is opgezegd."
            ),
            "2026-11-23",
            ["notice-data-act"],
        ),
        (
            "auto_renewal",
            (
                "De overeenkomst wordt stilzwijgend met een jaar verlengd, tenzij drie maanden voor het "
                "einde is opgezegd."
            ),
            "2025-09-11",
            [],
        ),
        (
            "auto_renewal",
            (
                "De overeenkomst wordt stilzwijgend met een jaar verlengd, tenzij twee maanden voor het "
                "einde is opgezegd."
            ),
            "2026-11-23",
            [],
        ),
        (
            "switching_cost",
            "Ondersteuning bij de overstap wordt vergoed tegen de in bijlage 2 vermelde tarieven.",
            "2027-01-12",
            ["switching-charges"],
        ),
        (
            "switching_cost",
            "Ondersteuning bij de overstap wordt vergoed tegen de in bijlage 2 vermelde tarieven.",
            "2027-01-11",
            [],
        ),
        (
            "breach_notice",
            "Verwerker meldt een datalek binnen 72 uur na ontdekking.",
            "2026-11-23",
            ["breach-hours"],
        ),
        (
            "breach_notice",
            "Verwerker meldt een datalek binnen 24 uur na ontdekking.",
            "2026-11-23",
            [],
        ),
        (
            "governing_law",
            "Op de overeenkomst is Iers recht van toepassing.",
            "2026-11-23",
            ["law-gibit"],
        ),
    ],
)
def test_limits(clause: str, text: str, day: str, expected: list[str]) -> None:
    assert found(text, clause, day) == expected


def test_every_limit_is_about_a_clause_and_says_why_in_both_languages() -> None:
    known = {kind.id for kind in kinds()}
    for limit in shipped():
        assert limit.clause in known
        assert limit.nl
        assert limit.en
        assert limit.norm
        assert bool(limit.value) is not bool(limit.status)


def test_limits_of_another_form_are_named() -> None:
    with pytest.raises(PackError, match="contract limits"):
        read_limits(b'[{"id": 1}]')
