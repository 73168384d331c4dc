"""Wordings that the policy proposes: who takes one up complies; who quotes, denies or changes it does not."""

from datetime import date

import pytest

from policies.default_pack import load_default
from policies.pack_vendor import VendorPolicy
from policies.vendor.adopted import with_adopted
from policies.vendor.contract_lines import contract_lines
from policies.vendor.line import Line
from sbom.contracts.clauses.reading import read_clauses
from sbom.contracts.read import read_document

HEADS = {
    "nl": "OVEREENKOMST\n\nDe gemeente Voorbeeld, hierna: Opdrachtgever, en Zaakwerk B.V., hierna: Leverancier.\n",
    "en": "AGREEMENT\n\nThe municipality of Voorbeeld, hereinafter: Customer, and Zaakwerk B.V., hereinafter: Supplier.\n",
}


def policy() -> VendorPolicy:
    found = load_default().vendor
    assert found is not None
    return found


CLAUSES = sorted(policy().clauses)


def lines(text: str, name: str = "overeenkomst.txt") -> dict[str, Line]:
    document = read_document(name, text.encode())
    readings = with_adopted(read_clauses(document), [document], policy().clauses)
    made = contract_lines(
        readings, policy(), services=True, until=date(2030, 1, 1), personal_data=True
    )
    return {x.id: x for x in made}


def agreement(lang: str, *texts: str) -> str:
    article = "Artikel" if lang == "nl" else "Article"
    body = "\n".join(f"{article} {n}. Afspraak {n}\n{n}.1 {t}\n" for n, t in enumerate(texts, 1))
    return f"{HEADS[lang]}\n{body}"


def proposed(clause: str, lang: str) -> str:
    text = policy().clauses[clause].proposed
    return text.nl if lang == "nl" else text.en


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_each_proposal_that_is_taken_up_complies(lang: str) -> None:
    for clause in CLAUSES:
        found = lines(agreement(lang, proposed(clause, lang)))[f"contract/{clause}"]
        assert found.verdict == "complies", clause
        assert found.proofs[0].article == "1.1", clause
        assert proposed(clause, lang)[:60] in found.proofs[0].quote, clause


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_all_proposals_together_comply_and_cross_no_limit(lang: str) -> None:
    found = lines(agreement(lang, *(proposed(c, lang) for c in CLAUSES)))
    assert {x.id for x in found.values() if x.verdict != "complies"} == set()
    assert not [i for i in found if i.startswith("contract/limit/")]


def adopted(text: str, clause: str = "assignment_coc") -> bool:
    says = lines(text)[f"contract/{clause}"].says.nl
    return says == "De tekst die het beleid voorstelt is overgenomen."


def test_parties_annexes_and_articles_may_be_named_otherwise() -> None:
    text = proposed("assignment_coc", "nl")
    assert adopted(agreement("nl", text))
    other = text.replace("Leverancier", "De Opdrachtnemer").replace("Opdrachtgever", "de Gemeente")
    assert adopted(agreement("nl", other))
    lists = proposed("ownership_transparency", "nl").replace("bijlage Z", "bijlage 4")
    assert adopted(agreement("nl", lists), "ownership_transparency")


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace("90 dagen", "9 dagen"),
        lambda t: t.replace("mag dan kosteloos", "mag dan niet kosteloos"),
        lambda t: t.replace("Leverancier meldt", "Opdrachtgever meldt"),
        lambda t: f"“{t}”",
        lambda t: f"Leverancier wijst deze tekst af: {t}",
        lambda t: t.partition(";")[0] + ".",
        lambda t: t[:-1] + ", tenzij Leverancier anders beslist.",
        lambda t: f"{t} Deze bepaling geldt niet bij overdracht binnen het concern.",
        lambda t: f"{t}\n1.2 Het voorgaande artikel is vervallen.".replace(
            "\n1.2 Het voorgaande", " Het voorgaande"
        ),
        lambda t: f"Niet overeengekomen is:\na. {t}",
    ],
)
def test_what_is_changed_denied_or_quoted_is_not_taken_up(change) -> None:
    assert not adopted(agreement("nl", change(proposed("assignment_coc", "nl"))))


def test_another_passage_that_says_the_contrary_is_not_outdone() -> None:
    text = agreement(
        "nl",
        proposed("unilateral_change", "nl"),
        "Leverancier mag deze overeenkomst en de voorwaarden op elk moment eenzijdig wijzigen.",
    )
    assert lines(text)["contract/unilateral_change"].verdict == "deviates"
