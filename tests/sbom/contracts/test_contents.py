"""Tables of contents give no passages; lists that only look like one do."""

from sbom.contracts.blocks import Block
from sbom.contracts.contents import skip_contents


def kept(*texts: str) -> list[str]:
    return [b.text for b in skip_contents([Block(t) for t in texts]) if not b.skip]


def test_a_table_with_a_title_is_skipped() -> None:
    assert kept("Inhoudsopgave", "1. Duur 3", "2. Prijs en betaling 12", "Artikel 1 Duur") == [
        "Artikel 1 Duur"
    ]


def test_a_table_with_leading_dots_is_skipped() -> None:
    lines = [f"{n}. Onderwerp ........ {n + 2}" for n in range(1, 5)]
    assert kept(*lines, "1. Onderwerp") == ["1. Onderwerp"]


def test_prices_are_no_table_of_contents() -> None:
    lines = ["De prijzen:", "Beheer 100", "Ontwikkeling 120", "Advies 90"]
    assert kept(*lines) == lines
