"""Documents that list components: which kind the content is, whatever the name of the file promised.

One look at the first byte and at the members of the top level; nothing is read twice. Where the kind is
another than the name promised, a NOTE says so.
"""

import re

import msgspec

from sbom.documents import cyclonedx_descriptor, cyclonedx_read, spdx_json_read
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.lazy_pattern import lazy

_SPACE = b"\xef\xbb\xbf \t\r\n"
_SPDX_TAG = lazy(r"^\s{0,8}SPDXVersion\s{0,8}:", re.MULTILINE | re.IGNORECASE)
_SPDX_YAML = lazy(r"""^["']?spdxVersion["']?\s{0,8}:""", re.MULTILINE)
_ORT_YAML = lazy(r"^(?:analyzer|repository|scanner):\s{0,8}$", re.MULTILINE)
_TEXTPROTO = lazy(
    r"^(?:\s{0,8}spec_version\s{0,8}:|components\s{0,8}:?\s{0,8}\{|#\s?proto-message: Bom)",
    re.MULTILINE,
)


def read_any(content: bytes, *, expected: str) -> Inventory:
    """Facts of any document that this version reads.

    Args:
        content: The bytes of the file.
        expected: What the file's name promises: `CycloneDX`, `SPDX`, `ScanCode`, `pip-licenses`,
            `ORT`, `Syft` or `spreadsheet`.

    Raises:
        ParseError: damaged.
        NotThisFormatError: of no kind that is read here.
    """
    start = content[:256].lstrip(_SPACE)
    wide = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    if wide:
        start = content[2:256].replace(b"\x00", b"").lstrip(_SPACE)
    if start.startswith(b"PK\x03\x04"):
        from sbom.documents import sheet_read

        return _noted("spreadsheet", expected, sheet_read.read_archive(content))
    if start.startswith((b"{", b"[")) and not wide:
        return read_json(content, expected=expected)
    if start.startswith(b"<"):
        return _read_xml(content, expected)
    return _read_text(content, expected)


def read_json(content: bytes, *, expected: str) -> Inventory:
    """As `read_any`, of JSON.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: JSON of no kind that is read here.
    """
    if content[:64].lstrip(_SPACE).startswith(b"["):
        from sbom.documents import pip_licenses_read

        return _noted("pip-licenses", expected, pip_licenses_read.read(content))
    table = cyclonedx_read.top(content)
    if cyclonedx_descriptor.is_cyclonedx(table):
        return _noted("CycloneDX", expected, cyclonedx_read.read_table(content, table))
    if spdx_json_read.is_spdx(table):
        return _noted("SPDX", expected, spdx_json_read.read_table(content, table))
    if "artifacts" in table and ("source" in table or "descriptor" in table):
        from sbom.documents import syft_read

        return _noted("Syft", expected, syft_read.read(content))
    if "headers" in table and not table.keys().isdisjoint({"packages", "files"}):
        from sbom.documents import scancode_read

        return _noted("ScanCode", expected, scancode_read.read(content))
    if "analyzer" in table:
        from sbom.documents import ort_read

        return _noted("ORT", expected, ort_read.read(content))
    raise NotThisFormatError(
        "is JSON but neither CycloneDX nor SPDX nor another list of components"
    )


def _read_xml(content: bytes, expected: str) -> Inventory:
    from sbom.documents import cyclonedx_xml, spdx_rdf, spdx_xml
    from sbom.readers.xml_repaired import load_repaired_xml

    root, repair = load_repaired_xml(content)
    if root.tag == "bom":
        return _noted("CycloneDX", expected, _repaired(cyclonedx_xml.read_tree(root), repair))
    if root.tag == "RDF":
        return _noted("SPDX", expected, _repaired(spdx_rdf.read_tree(root), repair))
    if root.tag in {"Document", "SpdxDocument"}:
        return _noted("SPDX", expected, _repaired(spdx_xml.read_tree(root), repair))
    raise NotThisFormatError("is XML but neither CycloneDX nor SPDX")


def _repaired(inventory: Inventory, repair: str) -> Inventory:
    """With a note when the XML had to be repaired."""
    if not repair:
        return inventory
    note = Issue(kind=IssueKind.NOTE, message=repair)
    return msgspec.structs.replace(inventory, issues=(note, *inventory.issues))


def kind_of_text(text: str) -> str:
    """`JSON`, `SPDX YAML`, `SPDX tag-value`, `CycloneDX protobuf text`, `ORT`, or empty."""
    head = text[:65_536].replace("\r", "\n")
    if text.lstrip()[:1] in {"{", "["}:
        return "JSON"
    if _SPDX_YAML.search(head) or (text.startswith("---") and "spdxVersion" in text):
        return "SPDX YAML"
    if _SPDX_TAG.search(head):
        return "SPDX tag-value"
    if _TEXTPROTO.search(head):
        return "CycloneDX protobuf text"
    return "ORT" if _ORT_YAML.search(head) else ""


def _read_text(content: bytes, expected: str) -> Inventory:
    from sbom.readers.text import decode

    text = decode(content)
    kind = kind_of_text(text)
    if kind == "JSON":
        return read_json(text.encode("utf-8", "replace"), expected=expected)
    if kind == "SPDX YAML":
        from sbom.documents import spdx_yaml

        return _noted("SPDX", expected, spdx_yaml.read(content))
    if kind == "SPDX tag-value":
        from sbom.documents import spdx_tag_value

        return _noted("SPDX", expected, spdx_tag_value.read(content))
    if kind == "CycloneDX protobuf text":
        from sbom.documents import cyclonedx_textproto

        return _noted("CycloneDX", expected, cyclonedx_textproto.read(content))
    if kind == "ORT":
        from sbom.documents import ort_read

        return _noted("ORT", expected, ort_read.read(content))
    if not text.strip():
        raise ParseError("is empty")
    from sbom.documents import sheet_read

    return _noted("spreadsheet", expected, sheet_read.read_text(text))


def _noted(found: str, expected: str, inventory: Inventory) -> Inventory:
    if found == expected:
        return inventory
    note = Issue(kind=IssueKind.NOTE, message=f"is named as {expected} but holds {found}")
    return msgspec.structs.replace(inventory, issues=(note, *inventory.issues))
