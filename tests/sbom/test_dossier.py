"""Which kind of document a file of a dossier is."""

import pytest

from sbom.dossier import PaperKind, kind_of_text


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        (
            "bijlage-3.pdf",
            "Verwerkersovereenkomst\nDe verwerkingsverantwoordelijke en de verwerker",
            PaperKind.PROCESSOR_AGREEMENT,
        ),
        ("stuk.docx", "Service Level Agreement\nBeschikbaarheid 99,5%. Hersteltijd", PaperKind.SLA),
        ("av.txt", "ALGEMENE VOORWAARDEN van de leverancier", PaperKind.TERMS),
        ("x.pdf", "Offerte\nGeldig tot 1 mei. Prijs per inwoner", PaperKind.OFFER),
        (
            "overeenkomst.odt",
            "De ondergetekenden komen het volgende overeen: opdrachtgever",
            PaperKind.CONTRACT,
        ),
        (
            "dpa.txt",
            "Data Processing Agreement between the data controller",
            PaperKind.PROCESSOR_AGREEMENT,
        ),
        ("notulen.txt", "Verslag van het overleg van dinsdag", PaperKind.OTHER),
    ],
)
def test_kinds(name: str, text: str, kind: PaperKind) -> None:
    told = kind_of_text(name, text)
    assert told.kind is kind
    assert 0 < told.confidence <= 1
