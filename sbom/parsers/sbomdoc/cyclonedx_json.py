"""CycloneDX JSON 1.2-1.7; the rules stand in `sbom.documents.cyclonedx_read`.

A file whose name promises CycloneDX but which holds SPDX JSON (`bom.json`, `sbom.json` fit both)
is read as SPDX, with a NOTE.
"""

from sbom.documents.reading import read_json
from sbom.inventory import Inventory
from sbom.source import SourceFile


def parse(source: SourceFile) -> Inventory:
    """Facts of one document.

    Raises:
        ParseError: not JSON, or SPDX 3.
        NotThisFormatError: neither CycloneDX JSON nor SPDX JSON.
    """
    return read_json(source.content, expected="CycloneDX")
