"""Two versions: what became of each passage, with the words that changed and why it is less."""

import pytest

from sbom.contracts.compare import Change, ChangeKind, compare
from sbom.contracts.compare_weaker import weaker
from sbom.contracts.document import Document
from sbom.contracts.read import read_document

FIRST = """Artikel 1 Duur

1.1 De overeenkomst duurt drie jaar en eindigt van rechtswege.

1.2 Opdrachtgever kan opzeggen met een termijn van 1 maand.

Artikel 2 Beveiliging

2.1 Leverancier zal beveiligingsincidenten binnen 24 uur melden aan Opdrachtgever.

2.2 Leverancier beschikt over een certificaat volgens ISO 27001.

2.3 Opdrachtgever mag jaarlijks een audit laten uitvoeren door een deskundige.
"""


def read(text: str, name: str = "contract.txt") -> Document:
    return read_document(name, text.encode())


def kinds(first: str, second: str) -> dict[str, Change]:
    found = compare(read(first), read(second))
    return {
        (c.new or c.old).number: c for c in found if (c.new or c.old) and (c.new or c.old).label
    }  # type: ignore[union-attr]  # one of them is there


def test_a_document_is_the_same_as_itself() -> None:
    found = compare(read(FIRST), read(FIRST))
    assert {c.kind for c in found} == {ChangeKind.SAME}
    assert not any(c.moved for c in found)


def test_a_changed_number_changes_its_line_and_no_other() -> None:
    found = kinds(FIRST, FIRST.replace("24 uur", "72 uur"))
    assert found.pop("2.1").kind is ChangeKind.WEAKENED
    assert {c.kind for c in found.values()} == {ChangeKind.SAME}


def test_the_changed_words_are_shown() -> None:
    change = kinds(FIRST, FIRST.replace("drie jaar", "vijf jaar"))["1.1"]
    assert change.kind is ChangeKind.CHANGED
    assert [(w.old, w.new) for w in change.words if w.old != w.new] == [("drie", "vijf")]


def test_an_article_that_is_gone_is_missing() -> None:
    gone = FIRST.replace("2.2 Leverancier beschikt over een certificaat volgens ISO 27001.\n\n", "")
    found = kinds(FIRST, gone)
    assert found["2.2"].kind is ChangeKind.MISSING
    assert found["2.3"].kind is ChangeKind.SAME


def test_a_new_article_is_added_and_the_rest_moves() -> None:
    more = FIRST.replace("2.2 Lev", "2.2 Leverancier werkt mee aan overdracht.\n\n2.3 Lev").replace(
        "2.3 Opdr", "2.4 Opdr"
    )
    found = kinds(FIRST, more)
    assert found["2.2"].kind is ChangeKind.ADDED
    assert (found["2.3"].kind, found["2.3"].moved) == (ChangeKind.SAME, True)


def test_a_passage_that_another_sets_aside_is_overridden() -> None:
    aside = (
        FIRST
        + "\nArtikel 3 Slot\n\n3.1 In afwijking van artikel 2.3 zijn audits alleen tegen betaling mogelijk.\n"
    )
    change = kinds(FIRST, aside)["2.3"]
    assert change.kind is ChangeKind.OVERRIDDEN
    assert change.by is not None
    assert change.by.number == "3.1"


def test_standard_terms_are_set_aside_by_a_contract() -> None:
    contract = read("1. Artikel 2.2 van de GIBIT is niet van toepassing.\n")
    terms = read(FIRST, "GIBIT-2020.txt")
    found = {c.old.number: c.kind for c in compare(terms, contract) if c.old is not None}
    assert found["2.2"] is ChangeKind.OVERRIDDEN
    assert found["2.1"] is ChangeKind.MISSING


@pytest.mark.parametrize(
    ("before", "after", "sign"),
    [
        (
            "Leverancier zal fouten herstellen.",
            "Leverancier spant zich in fouten te herstellen.",
            "duty-softened",
        ),
        (
            "De prijs is vast.",
            "Leverancier kan de prijs naar eigen inzicht wijzigen.",
            "supplier-discretion",
        ),
        (
            "Opdrachtgever mag audits laten doen.",
            "Opdrachtgever mag geen audits laten doen.",
            "denied",
        ),
        (
            "De aansprakelijkheid is beperkt tot EUR 2.000.000.",
            "De aansprakelijkheid is beperkt tot EUR 50.000.",
            "amount-lower",
        ),
        (
            "De data zijn 30 dagen beschikbaar.",
            "De data zijn 10 dagen beschikbaar.",
            "period-shorter",
        ),
        (
            "The service is available 99.9% of the time.",
            "The service is available 98% of the time.",
            "level-lower",
        ),
        (
            "Provider must notify a breach within 24 hours.",
            "Provider must notify a breach within 10 days.",
            "period-longer",
        ),
        (
            "Supplier will export all data.",
            "Supplier will export all data unless fees are due.",
            "exception-added",
        ),
    ],
)
def test_signs_of_less_for_the_customer(before: str, after: str, sign: str) -> None:
    assert sign in weaker(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("De data zijn 10 dagen beschikbaar.", "De data zijn 30 dagen beschikbaar."),
        ("Leverancier spant zich in te leveren.", "Leverancier zal leveren."),
        ("De aansprakelijkheid is EUR 50.000.", "De aansprakelijkheid is EUR 2.000.000."),
    ],
)
def test_better_for_the_customer_is_not_weaker(before: str, after: str) -> None:
    assert weaker(before, after) == ()
