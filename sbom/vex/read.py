"""A VEX document of any of the three formats, recognised by its content.

`sbom.vex.read.read(content)` is the way in; `kind_of` says what a document is without reading all
of it into facts.
"""

from typing import Any

from sbom.errors import NotThisFormatError, ParseError
from sbom.readers.json_reader import load_json
from sbom.vex import csaf, cyclonedx, openvex
from sbom.vex.statement import VexDocument

KINDS = ("openvex", "csaf", "cyclonedx")


def read(content: bytes) -> VexDocument:
    """Facts of one VEX document.

    Args:
        content: OpenVEX JSON, CSAF JSON, or CycloneDX JSON or XML with vulnerabilities.

    Raises:
        ParseError: neither JSON nor XML, or over the caps.
        NotThisFormatError: not one of these formats.
    """
    return read_root(load(content))


def read_root(root: dict[str, Any]) -> VexDocument:
    """As `read`, of members that `load` gave.

    Raises:
        NotThisFormatError: not one of these formats.
    """
    kind = kind_of(root)
    if kind == "openvex":
        return openvex.read(root)
    if kind == "csaf":
        return csaf.read(root)
    if kind == "cyclonedx":
        return cyclonedx.read(root)
    raise NotThisFormatError("is no VEX document (OpenVEX, CSAF or CycloneDX vulnerabilities)")


def load(content: bytes) -> dict[str, Any]:
    """The members at the top, of JSON or of CycloneDX XML.

    Raises:
        ParseError: cannot be read.
        NotThisFormatError: XML of another kind.
    """
    if content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        from sbom.vex import cyclonedx_xml

        made = cyclonedx_xml.document(content)
        if made is None:
            raise NotThisFormatError("is XML but not CycloneDX")
        return made
    value = load_json(content)
    if not isinstance(value, dict):
        raise ParseError("holds no object at the top")
    return value


def kind_of(root: dict[str, Any]) -> str:
    """`openvex`, `csaf`, `cyclonedx`, or empty when it is none of them."""
    if csaf.is_csaf(root):
        return "csaf"
    if openvex.is_openvex(root):
        return "openvex"
    return "cyclonedx" if cyclonedx.is_cyclonedx_vex(root) else ""


def is_vex(content: bytes) -> bool:
    """Whether the content is a VEX document; False also when it cannot be read."""
    try:
        return bool(kind_of(load(content)))
    except ParseError:
        return False
