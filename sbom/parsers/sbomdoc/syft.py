"""Syft JSON.

The rules stand in `sbom.documents.syft_read`.
"""

from sbom.documents.reading import read_any
from sbom.inventory import Inventory
from sbom.source import SourceFile


def parse(source: SourceFile) -> Inventory:
    """Facts of one document; another kind than the name promises is read too, with a NOTE.

    Raises:
        ParseError: damaged.
        NotThisFormatError: of no kind that is read.
    """
    return read_any(source.content, expected="Syft")
