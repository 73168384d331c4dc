"""CycloneDX XML 1.0-1.7; the rules stand in `sbom.documents.cyclonedx_read`."""

from sbom.documents import cyclonedx_xml
from sbom.inventory import Inventory
from sbom.source import SourceFile


def parse(source: SourceFile) -> Inventory:
    """Facts of one document.

    Raises:
        ParseError: not well-formed XML.
        NotThisFormatError: XML of another kind.
    """
    return cyclonedx_xml.read(source.content)
