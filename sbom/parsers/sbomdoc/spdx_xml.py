"""SPDX 2.x XML and RDF/XML.

The rules stand in `sbom.documents.spdx_read`, the way there in `spdx_xml` and `spdx_rdf`.
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
    return read_any(source.content, expected="SPDX")
