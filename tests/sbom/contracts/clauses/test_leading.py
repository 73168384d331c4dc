"""Which passage leads, and how several count together, in words as real terms use them."""

import pytest

from sbom.contracts.clauses.reading import Reading, read_clauses
from sbom.contracts.clauses.roles import Roles, names_of
from sbom.contracts.clauses.shown import explanation
from sbom.contracts.clauses.turned import turned
from sbom.contracts.read import read_document


def read(clause: str, *lines: str) -> Reading:
    text = "\n\n".join(("Algemene voorwaarden Voorbeeldsoft B.V., hierna: Leverancier.", *lines))
    (reading,) = read_clauses(read_document("av.txt", text.encode()), [clause])
    return reading


def test_a_right_to_object_completes_general_consent() -> None:
    reading = read(
        "subprocessors",
        "5.1 Klant verleent Leverancier algemene schriftelijke toestemming voor subverwerkers.",
        "5.2 Leverancier meldt een nieuwe subverwerker dertig dagen vooraf. Klant kan in die tijd bezwaar maken.",
    )
    assert reading.status == "present"
    assert "bezwaar" in reading.evidence[0].quote
    assert not reading.pulls
    assert "slechtst" not in explanation(reading, "nl")


def test_general_consent_alone_is_weak() -> None:
    reading = read(
        "subprocessors",
        "5.1 Klant verleent Leverancier algemene schriftelijke toestemming voor subverwerkers.",
    )
    assert reading.status == "weak"


@pytest.mark.parametrize(
    ("leave", "status"),
    [
        ("Klant mag de overeenkomst opzeggen als hij met een wijziging niet instemt.", "weak"),
        ("Klant kan daarom niet opzeggen bij een wijziging.", "contradicted"),
        ("", "contradicted"),
    ],
)
def test_a_right_to_leave_softens_a_change_at_will(leave: str, status: str) -> None:
    change = "9.1 Leverancier kan deze voorwaarden op elk moment wijzigen."
    assert read("unilateral_change", f"{change} {leave}").status == status


def test_a_price_that_may_rise_after_all_is_not_fixed() -> None:
    reading = read(
        "price_change",
        "6.1 De prijzen zijn vast gedurende de looptijd van de overeenkomst.",
        "6.2 Ook bij een vaste prijs is Leverancier niettemin te allen tijde gerechtigd tot verhoging van de prijs.",
    )
    assert reading.status == "contradicted"
    assert "niettemin" in reading.evidence[0].quote


def test_a_list_is_read_with_the_words_before_its_colon() -> None:
    reading = read(
        "liability_cap",
        "8.1 De aansprakelijkheid van Leverancier is:\n\n- beperkt tot directe schade;\n\n- nooit hoger dan € 1.000.",
    )
    assert reading.status == "contradicted"


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Voorbeeld Een, met zetel in Brussel en vertegenwoordigd door de directeur van de vennootschap naar Belgisch recht, hierna: de verwerker", "voorbeeld", "xsup"),
        ('Verwerker ("Voorbeeldsoft"): gevestigd te Utrecht', "voorbeeldsoft", "xsup"),
        ("Verwerker: Voorbeeldsoft\nVoorbeeldsoft a\nVoorbeeldsoft b\nVoorbeeldsoft c", "voorbeeldsoft", "xsup"),
        ("Opdrachtgever: de wederpartij van Voorbeeldsoft.", "wederpartij", "xcus"),
        ("Gebruiker: Voorbeeldsoft, gebruiker van deze algemene voorwaarden.", "gebruiker", "xsup"),
    ],
)  # fmt: skip
def test_names_of_parties_as_real_documents_give_them(text: str, name: str, role: str) -> None:
    assert names_of(text).get(name) == role


def test_the_customer_that_buys_from_a_name_does_not_take_its_role() -> None:
    text = "De klant die een pakket van Voorbeeldsoft afneemt, hierna: de verwerkingsverantwoordelijke;"
    assert "voorbeeldsoft" not in names_of(text)
    assert '"Voorbeeldsoft"' not in names_of('"Voorbeeldsoft", en een opdrachtgever die bestelt')


def test_a_legal_form_is_no_word_of_the_sentence() -> None:
    text = "\n".join(["Voorbeeldsoft bv behoudt zich het recht voor dit te doen."] * 3)
    assert Roles(text).words("Voorbeeldsoft bv behoudt")[:2] == ["xsup", "behoudt"]


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("Onbekendsoft informeert klant binnen 24 uur over een datalek", ""),
        ("bij een datalek informeert klant leverancier binnen 24 uur", "other-party"),
        ("klant meldt een datalek binnen 24 uur", "other-party"),
    ],
)
def test_a_name_before_the_verb_is_the_one_who_acts(sentence: str, says: str) -> None:
    assert turned("breach_notice", 2, Roles("").words(sentence), ["datalek"]) == says


def test_terms_that_were_searched_read_without_signs() -> None:
    reading = read("source_escrow", "1. Leverancier levert de dienst.")
    assert reading.searched is not None
    assert not any("*" in t or "~" in t for t in reading.searched.terms)
