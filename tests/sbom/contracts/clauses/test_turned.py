"""A sentence that denies what it seems to grant, or lays the duty on the other party."""

import pytest

from sbom.contracts.clauses.reading import read_clauses
from sbom.contracts.clauses.roles import Roles
from sbom.contracts.clauses.turned import turned
from sbom.contracts.read import read_document

DENIED = [
    ("data_location", "De data wordt niet uitsluitend binnen de EER opgeslagen."),
    ("audit_rights", "Opdrachtgever mag niet jaarlijks een audit laten uitvoeren."),
    ("governing_law", "Op deze overeenkomst is niet Nederlands recht van toepassing."),
    ("breach_notice", "Leverancier meldt geen datalek binnen 24 uur."),
    ("data_location", "Data is not stored within the EEA."),
]
GRANTED = [
    ("data_location", "De data wordt niet buiten de EER verwerkt."),
    ("data_location", "Data is never stored outside the European Union."),
    ("subprocessors", "Leverancier schakelt geen derden in zonder toestemming van Opdrachtgever."),
    ("price_change", "De prijs stijgt met niet meer dan de CBS-index."),
    ("switching_cost", "Leverancier brengt voor de overstap geen kosten in rekening."),
    ("data_ownership", "Supplier acquires no right, title or interest in Customer content."),
    ("subprocessors", "Uitbesteding mag alleen als Opdrachtgever daarmee heeft ingestemd."),
    ("data_deletion", "Uw account en alle gegevens worden 90 dagen na opzegging gewist."),
    ("breach_notice", "Na ontdekking door Opdrachtgever meldt Leverancier het datalek."),
]


def told(clause: str, sentence: str) -> str:
    return turned(clause, 99, Roles(sentence).words(sentence), ())


@pytest.mark.parametrize(("clause", "sentence"), DENIED)
def test_denied(clause: str, sentence: str) -> None:
    assert told(clause, sentence) == "denied"


@pytest.mark.parametrize(("clause", "sentence"), GRANTED)
def test_granted(clause: str, sentence: str) -> None:
    assert told(clause, sentence) == ""


def test_the_other_party_owes_it() -> None:
    sentence = "Opdrachtgever meldt een datalek uiterlijk binnen 24 uur aan Leverancier."
    assert told("breach_notice", sentence) == "other-party"
    assert told("audit_rights", sentence) == ""


def test_a_turned_clause_is_read_by_a_person() -> None:
    text = "Artikel 7. Locatie\n7.1 Opslag en verwerking vinden {}uitsluitend plaats binnen de Europese Economische Ruimte.\n"
    for put, status in (("", "present"), ("niet ", "unclear")):
        (found,) = read_clauses(
            read_document("o.txt", text.format(put).encode()), ["data_location"]
        )
        assert found.status == status
