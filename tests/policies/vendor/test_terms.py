"""General terms that a contract names: with a version, without one, with one that nobody knows."""

import pytest

from policies.default_pack import load_default
from policies.vendor.line import Line
from policies.vendor.terms_lines import terms_lines
from sbom.contracts.general_terms import terms_of
from sbom.contracts.read import read_document

HEAD = "OVEREENKOMST\n\nDe gemeente Voorbeeld, hierna: Opdrachtgever, en Zaakwerk B.V., hierna: Leverancier.\n\n"


def lines(*texts: str) -> dict[str, Line]:
    policy = load_default().vendor
    assert policy is not None
    documents = [
        read_document(f"{n}.txt", f"{HEAD}Artikel 1. Voorwaarden\n1.1 {t}\n".encode())
        for n, t in enumerate(texts)
    ]
    named = [(d, t) for d in documents for t in terms_of(d)]
    return {x.id: x for x in terms_lines(named, {}, policy)}


@pytest.mark.parametrize(
    "text",
    [
        "Op deze overeenkomst is de GIBIT van toepassing.",
        "Op deze overeenkomst zijn de Gemeentelijke Inkoopvoorwaarden bij IT (GIBIT) van toepassing.",
    ],
)
def test_terms_without_a_version_are_unknown_with_a_question(text: str) -> None:
    line = lines(text)["contract/terms/gibit"]
    assert line.verdict == "unknown"
    assert "zonder versie" in line.says.nl
    assert line.question is not None
    assert "GIBIT 2025" in line.question.nl
    assert line.proofs[0].article == "1.1"


def test_a_version_that_the_policy_does_not_know_is_named() -> None:
    line = lines("Op deze overeenkomst is de GIBIT 2031 van toepassing.")["contract/terms/gibit"]
    assert line.says.en == "It names GIBIT 2031; this policy does not know that version."


def test_a_version_anywhere_in_the_dossier_is_enough() -> None:
    found = lines("De GIBIT is van toepassing.", "De GIBIT 2025 is van toepassing.")
    assert set(found) == {"contract/terms/gibit-2025"}


def test_terms_that_are_rejected_are_not_asked_about() -> None:
    assert lines("De GIBIT is niet van toepassing.") == {}
