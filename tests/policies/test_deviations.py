"""Deviations from open standards, and the paragraph of the annual report on them."""

from datetime import date

import msgspec
import pytest

from policies.default_pack import load_default
from policies.deviations import Deviation, Purchase, lacking, paragraph
from policies.pack import Standards

WHOLE = Deviation(
    standard="dnssec",
    ground="insufficient-offer",
    explanation="Geen aanbod.",
    decided_by="CIO-overleg",
    decided_on=date(2026, 11, 10),
    decision_document="VB-1",
    valid_until=date(2027, 12, 31),
)


@pytest.fixture(name="standards", scope="module")
def _standards() -> Standards:
    found = load_default().standards
    assert found is not None
    return found


def test_a_whole_deviation_lacks_nothing(standards: Standards) -> None:
    assert lacking(WHOLE, standards) == []


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("ground", "grond"),
        ("explanation", "uitleg"),
        ("decided_by", "wie besloot"),
        ("decision_document", "besluitdocument"),
    ],
)
def test_each_part_is_asked_for(standards: Standards, field: str, told: str) -> None:
    (found,) = lacking(msgspec.structs.replace(WHOLE, **{field: ""}), standards)
    assert found.nl == told


def test_dates_grounds_and_laws_are_looked_at(standards: Standards) -> None:
    def told(**change: object) -> str:
        changed = msgspec.structs.replace(WHOLE, **change)
        return "; ".join(x.en for x in lacking(changed, standards))

    assert told(valid_until=None) == "end date"
    assert told(valid_until=date(2026, 1, 1)) == "an end date after the decision"
    assert told(ground="zomaar").startswith("a ground out of: ")
    assert told(standard="onbekend") == "a known standard (onbekend)"
    assert "required by law" in told(standard="https-hsts")


def test_the_paragraph_in_both_languages(standards: Standards) -> None:
    purchases = [
        Purchase(product="Zaakwerk", value_eur=60_000, deviations=(WHOLE,)),
        Purchase(product="Klein", value_eur=900, deviations=(WHOLE,)),
        Purchase(product="Groot", deviations=(Deviation(standard="dkim"),)),
    ]
    text = paragraph(purchases, standards, 2026, "nl")
    assert "telden 2 aankopen van € 50.000 of meer mee (1 lager). Bij 2 daarvan" in text
    assert (
        "Besluit: CIO-overleg, 10 november 2026, VB-1. De afwijking geldt tot en met 31 december 2027."
        in text
    )
    assert "- Groot: DKIM. Wat ontbreekt: grond, uitleg" in text
    assert "Klein" not in text
    english = paragraph(purchases, standards, 2027, "en")
    assert "10 November 2026" in english
    assert "What is missing: ground" in english
    assert "Zaakwerk" not in paragraph(purchases, standards, 2028, "nl")
    assert "Er zijn geen afwijkingen vastgelegd." in paragraph([], standards, 2026, "nl")
