"""Which document prevails, between documents and within one, on contracts written for this."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.contracts.clauses.reading import Reading, read_clauses
from sbom.contracts.document import Document
from sbom.contracts.links import followed_across, links_of
from sbom.contracts.paper_names import names_in
from sbom.contracts.papers import papers_of
from sbom.contracts.precedence import Basis, hierarchy_of
from sbom.contracts.ranking import precedence_of
from sbom.contracts.read import read_document
from sbom.contracts.settled import Settled, settled


def read(name: str, text: str) -> Document:
    return read_document(name, text.encode())


AGREEMENT = """OVEREENKOMST ICT-DIENSTEN

Artikel 1. Documenten

1.1 Bij tegenstrijdigheid geldt de volgende rangorde:
a. de Verwerkersovereenkomst;
b. deze Overeenkomst;
c. de GIBIT 2020;
d. de Offerte.

1.2 Voor datalekken geldt artikel 1.2 van de Verwerkersovereenkomst; prijzen staan in bijlage 4.

Artikel 2. Slot

2.1 De aansprakelijkheid van Leverancier is per gebeurtenis beperkt tot viermaal de jaarvergoeding, met een \
maximum van EUR 2.000.000 per jaar.

2.2 Op deze overeenkomst is Nederlands recht van toepassing. De algemene voorwaarden van Leverancier zijn \
uitdrukkelijk niet van toepassing.

Bijlage 1 Prijzen

1. De prijzen staan vast.
"""
PROCESSOR = """VERWERKERSOVEREENKOMST

Artikel 1. Slot

1.1 De aansprakelijkheid van Verwerker is uitgesloten.

1.2 Verwerker meldt een datalek binnen 24 uur na ontdekking.
"""
TERMS = """ALGEMENE VOORWAARDEN VAN LEVERANCIER

Artikel 1. Algemeen

1.1 Deze algemene voorwaarden prevaleren boven de overeenkomst.

1.2 Op alle overeenkomsten is het recht van Delaware van toepassing.
"""


@pytest.fixture(scope="module")
def deal() -> tuple[Document, ...]:
    return (
        read("contract.txt", AGREEMENT),
        read("bijlage-3-verwerkersovereenkomst.txt", PROCESSOR),
        read("voorwaarden.txt", TERMS),
    )


@pytest.mark.parametrize(
    ("text", "order"),
    [
        (
            (
                "In geval van strijdigheid tussen deze Overeenkomst en de Bijlagen, prevaleren de bepalingen van de "
                "Overeenkomst."
            ),
            ("Overeenkomst", "Bijlagen"),
        ),
        (
            "Bij strijd tussen de Verwerkersovereenkomst en de Hoofdovereenkomst gaat de Verwerkersovereenkomst voor.",
            ("Verwerkersovereenkomst", "Hoofdovereenkomst"),
        ),
        (
            "Indien de SLA afwijkt van de GIBIT, geldt het bepaalde in de GIBIT.",
            ("GIBIT", "SLA"),
        ),
        (
            "If there is a conflict between this Agreement and an Order Form, the Order Form controls.",
            ("Order Form", "this Agreement"),
        ),
        (
            (
                "The following order of precedence applies in case of conflict: (a) the Order Form; (b) the DPA; and (c) "
                "this Agreement."
            ),
            ("Order Form", "DPA", "this Agreement"),
        ),
        (
            (
                "De documenten gelden in deze volgorde, waarbij het later genoemde document prevaleert boven het eerder "
                "genoemde: de offerte; de overeenkomst; de nota van inlichtingen."
            ),
            ("nota van inlichtingen", "overeenkomst", "offerte"),
        ),
        (
            "In geval van strijd hebben de bepalingen uit Bijlage 3 voorrang op die van de Overeenkomst.",
            ("Bijlage 3", "Overeenkomst"),
        ),
        (
            "Voor zover de offerte afwijkt van het programma van eisen, is het programma van eisen leidend.",
            ("programma van eisen", "offerte"),
        ),
        (
            "The terms of this Addendum supersede any conflicting terms of the Agreement.",
            ("this Addendum", "Agreement"),
        ),
        (
            "De Nederlandse versie van de overeenkomst prevaleert boven de vertaling van de overeenkomst.",
            None,
        ),
        ("De leverancier heeft voorrang bij het herstel van storingen.", None),
    ],
)
def test_the_order_is_read_from_many_wordings(text: str, order: tuple[str, ...] | None) -> None:
    found = precedence_of(read("a.txt", text))
    assert (found[0].order if found else None) == order


def test_an_exception_stands_beside_the_order() -> None:
    (found,) = precedence_of(
        read(
            "a.txt",
            "Bij strijd prevaleert de Overeenkomst boven de SLA, tenzij de SLA uitdrukkelijk afwijkt.",
        )
    )
    assert found.order == ("Overeenkomst", "SLA")
    assert found.unless == "tenzij de SLA uitdrukkelijk afwijkt"


def test_of_three_only_the_first_is_above_the_others() -> None:
    docs = (
        read(
            "a.txt",
            "OVEREENKOMST\n\nBij strijd tussen de Overeenkomst, de SLA en de Offerte is de Overeenkomst "
            "doorslaggevend.",
        ),
        read("b.txt", "SERVICE LEVEL AGREEMENT\n\nDe dienst is beschikbaar."),
        read("c.txt", "OFFERTE\n\nDe prijs is laag."),
    )
    found = hierarchy_of(docs)
    assert found.ruling(0, 1).winner == found.ruling(2, 0).winner == 0
    assert found.ruling(1, 2).basis is Basis.SILENT


def test_papers_are_known_by_title_annex_and_file(deal: tuple[Document, ...]) -> None:
    assert [(p.document, p.kind, p.number, p.party) for p in papers_of(deal)] == [
        (0, "agreement", "", ""),
        (0, "annex", "1", ""),
        (1, "dpa", "3", ""),
        (2, "terms", "", "supplier"),
    ]


def test_rankings_are_tied_to_the_documents_that_are_there(deal: tuple[Document, ...]) -> None:
    found = hierarchy_of(deal)
    listed = found.orders[0]
    assert listed.ranks == ((2,), (0,), (), ())
    assert deal[0].text[listed.start : listed.end] == listed.quote
    assert listed.article == "1.1"
    assert found.missing == ("de GIBIT 2020", "de Offerte")
    assert found.ruling(0, 2).winner == 2
    assert found.ruling(0, 2).basis is Basis.STATED


def test_terms_that_are_set_aside_lose_whatever_they_say_of_themselves(
    deal: tuple[Document, ...],
) -> None:
    found = hierarchy_of(deal)
    assert found.ruling(3, 0) == found.ruling(0, 3)
    assert found.ruling(0, 3).winner == 0
    assert found.ruling(0, 3).basis is Basis.EXCLUDED
    assert "niet van toepassing" in found.excluded[0].quote


def test_each_in_its_own_favour_is_disputed() -> None:
    docs = (
        read("a.txt", "OVEREENKOMST\n\nBij strijd prevaleert deze Overeenkomst boven de SLA."),
        read(
            "b.txt",
            "SERVICE LEVEL AGREEMENT\n\nBij strijd prevaleert deze SLA boven de Overeenkomst.",
        ),
    )
    assert hierarchy_of(docs).ruling(0, 1).basis is Basis.DISPUTED


def test_a_ranking_against_its_own_document_counts() -> None:
    docs = (
        read("a.txt", "OVEREENKOMST\n\nBij strijd prevaleert deze Overeenkomst boven de bijlagen.\n\n"
             "Bij strijd gaat de Verwerkersovereenkomst voor op deze Overeenkomst."),
        read("b.txt", "VERWERKERSOVEREENKOMST\n\nBij strijd prevaleert deze Verwerkersovereenkomst."),
    )  # fmt: skip
    assert hierarchy_of(docs).ruling(0, 1).winner == 1


def clauses(docs: tuple[Document, ...], *wanted: str) -> dict[str, Settled]:
    readings: list[Reading] = [r for d in docs for r in read_clauses(d, wanted)]
    return {s.clause: s for s in settled(docs, readings, hierarchy_of(docs))}


def test_of_a_clause_the_document_that_prevails_leads(deal: tuple[Document, ...]) -> None:
    found = clauses(deal, "liability_cap", "governing_law", "breach_notice", "source_escrow")
    cap = found["liability_cap"]
    assert (cap.status, cap.basis, cap.apart) == ("contradicted", Basis.STATED, True)
    assert cap.leads is not None
    assert cap.leads.paper == 2
    law = found["governing_law"]
    assert (law.status, law.basis) == ("present", Basis.EXCLUDED)
    assert [o.status for o in law.others] == ["contradicted"]
    assert found["breach_notice"].basis is Basis.SAME
    assert found["source_escrow"].leads is None


def test_where_nothing_is_said_the_worst_leads() -> None:
    docs = (
        read("a.txt", "OVEREENKOMST\n\nOp deze overeenkomst is Nederlands recht van toepassing."),
        read("b.txt", "OFFERTE\n\nOp deze offerte is het recht van Delaware van toepassing."),
    )
    law = clauses(docs, "governing_law")["governing_law"]
    assert (law.status, law.basis) == ("contradicted", Basis.SILENT)
    assert [o.status for o in law.others] == ["present"]


def test_references_lead_into_other_documents(deal: tuple[Document, ...]) -> None:
    links = links_of(deal)
    told = [(link.number, link.target, link.passage is not None) for link in links]
    assert ("1.2", 1, True) in told
    assert ("bijlage 4", None, False) in told
    passage = next(p for p in deal[0].passages if p.number == "1.2")
    ((place, found),) = followed_across(deal, links, 0, passage)
    assert place == 1
    assert deal[1].words(found).startswith("Verwerker meldt")


def test_names_tell_kind_number_and_whose() -> None:
    found = list(
        names_in(
            "de ARBIT-2022, Annex B, the Supplier's general terms and deze Verwerkersovereenkomst"
        )
    )
    assert [(n.kind, n.number, n.proper, n.party, n.this) for n in found] == [
        ("terms", "", "ARBIT", "customer", False),
        ("annex", "b", "", "", False),
        ("terms", "", "", "supplier", False),
        ("dpa", "", "", "", True),
    ]


WORDS = st.lists(
    st.sampled_from(
        [
            "de Overeenkomst", "bijlage 2", "GIBIT 2020", "prevaleert", "boven", "bij strijd", "gaat", "voor", ":", ";",
            "\n", "a.", "1.1", "tenzij", "the Order Form", "controls", "artikel 3", "van de SLA", "Bijlage 2", "\n\n",
            "niet van toepassing", "de algemene voorwaarden van Leverancier",
        ]
    ),
    max_size=40,
)  # fmt: skip


@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=3))
def test_any_words_give_places_that_are_there(texts: list[str]) -> None:
    docs = tuple(read(f"{n}.txt", text) for n, text in enumerate(texts) if text.strip())
    if not docs:
        return
    found = hierarchy_of(docs)
    for order in found.orders:
        text = docs[found.papers[order.paper].document].text
        assert text[order.start : order.end] == order.quote
        assert all(0 <= p < len(found.papers) for rank in order.ranks for p in rank)
    for one in range(len(found.papers)):
        for two in range(len(found.papers)):
            assert found.ruling(one, two).winner in {one, two, None}
            assert found.ruling(one, two).winner == found.ruling(two, one).winner
    for link in links_of(docs, found.papers):
        assert link.target is None or 0 <= link.target < len(docs)
