"""SPDX 2.2 and 2.3 JSON; the rules stand in `sbom.documents.spdx_read`.

A file whose name promises SPDX but which holds CycloneDX JSON is read as CycloneDX, with a NOTE.
"""

from sbom.documents.reading import read_json
from sbom.inventory import Inventory
from sbom.source import SourceFile


def parse(source: SourceFile) -> Inventory:
    """Facts of one document.

    Raises:
        ParseError: not JSON, or SPDX 3.
        NotThisFormatError: neither SPDX JSON nor CycloneDX JSON.
    """
    return read_json(source.content, expected="SPDX")
