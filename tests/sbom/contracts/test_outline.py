"""Definitions and roles, general terms, precedence and references of contracts written for this."""

import pytest

from sbom.contracts.document import Document
from sbom.contracts.general_terms import terms_of
from sbom.contracts.outline import outline_of
from sbom.contracts.parties import definitions_of, role_of
from sbom.contracts.ranking import precedence_of
from sbom.contracts.read import read_document
from sbom.contracts.references import followed, references_of


def read(text: str) -> Document:
    return read_document("contract.txt", text.encode())


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("de Opdrachtgever", "customer"),
        ("Klant", "customer"),
        ("Provider", "supplier"),
        ("Verwerker", "supplier"),
        ("de Dienst", ""),
    ],
)
def test_words_for_parties_have_a_role(word: str, role: str) -> None:
    assert role_of(word) == role


def test_parties_are_known_by_the_name_they_get() -> None:
    found = definitions_of(
        read(
            "1. Gemeente Voorbeeld, gevestigd te Voorbeeld, hierna te noemen: “Afnemer”;\n\n"
            "2. Voorbeeldsoft B.V., gevestigd te Utrecht, hierna: “Softwarehuis”;\n"
        )
    )
    assert [(d.term, d.role, d.name) for d in found] == [
        ("Afnemer", "customer", "Gemeente Voorbeeld"),
        ("Softwarehuis", "supplier", "Voorbeeldsoft B.V."),
    ]


def test_definitions_in_both_languages() -> None:
    text = (
        "Artikel 1 Begrippen\n\n1.1 Dienst: de software die op afstand wordt aangeboden.\n\n"
        "1.2 Leverancier: de partij die de Dienst levert.\n\n"
        "2. Definitions\n\n“Customer” means the municipality that signs the order form.\n"
    )
    assert {(d.term, d.role) for d in definitions_of(read(text))} == {
        ("Dienst", ""),
        ("Leverancier", "supplier"),
        ("Customer", "customer"),
    }


@pytest.mark.parametrize(
    ("sentence", "name", "version", "applies"),
    [
        ("Op deze overeenkomst is de GIBIT 2020 van toepassing.", "GIBIT", "2020", True),
        ("De ARBIT-2022 maken deel uit van deze overeenkomst.", "ARBIT", "2022", True),
        ("De NLdigital Voorwaarden 2025 zijn niet van toepassing.", "NLdigital", "2025", False),
        (
            "De algemene voorwaarden van Leverancier zijn uitdrukkelijk uitgesloten.",
            "own",
            "",
            False,
        ),
        ("The general terms and conditions of Provider shall not apply.", "own", "", False),
    ],
)
def test_general_terms_have_name_version_and_whether(
    sentence: str, name: str, version: str, applies: bool
) -> None:
    (found,) = terms_of(read(sentence))
    assert (found.name, found.version, found.applies) == (name, version, applies)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("Bij strijdigheid prevaleert de overeenkomst boven de GIBIT.", ("overeenkomst", "GIBIT")),
        ("In case of conflict the DPA prevails over the order form.", ("DPA", "order form")),
        (
            "Bij tegenstrijdigheid geldt de volgende rangorde:\n1. de overeenkomst;\n2. de GIBIT 2020;\n3. de offerte.\n",
            ("de overeenkomst", "de GIBIT 2020", "de offerte"),
        ),
        ("De overeenkomst duurt een jaar.", None),
    ],
)
def test_which_document_prevails(text: str, order: tuple[str, ...] | None) -> None:
    found = precedence_of(read(text))
    assert (found[0].order if found else None) == order


TEXT = """Artikel 1 Duur

1.1 De duur staat in bijlage 2 en artikel 2.3, tenzij artikel 28 AVG anders vereist.

1.2 Zie de artikelen 2.1 tot en met 2.3, artikel 6:119 BW en artikel 2.2 lid 1.

Artikel 2 Prijs

2.1 Een.

2.2 Twee:

1. binnen twee.

2.3 Drie.

Bijlage 2 Looptijd

1. Vijf jaar.
"""


def test_references_are_followed_and_laws_are_named() -> None:
    document = read(TEXT)
    found = references_of(document)
    told = [
        (r.number, r.outside, None if r.target is None else document.passages[r.target].number)
        for r in found
    ]
    assert ("2.3", "", "2.3") in told
    assert ("28", "AVG", None) in told
    assert ("2.2", "", "2.2") in told
    assert ("2.2.1", "", "2.2.1") in told
    assert any(number == "bijlage 2" and target is not None for number, _, target in told)
    assert not any(number.startswith("6") and target for number, _, target in told)


def test_a_passage_leads_to_what_it_refers_to() -> None:
    document = read(TEXT)
    passage = next(p for p in document.passages if p.number == "1.1")
    assert "Drie." in [
        document.words(p) for p in followed(document, passage, references_of(document))
    ]


def test_the_outline_has_the_parts() -> None:
    assert [p.title for p in outline_of(read(TEXT)).parts] == ["", "Bijlage 2 Looptijd"]
