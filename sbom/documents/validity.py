"""Whether a document is what its specification allows; reasons with path and line.

CycloneDX is held against the schema of its version (those that come with cyclonedx-python-lib), SPDX
against the fields that its specification requires. Beyond the schema, `bom-ref` and `SPDXID` must be
unique. References that lead nowhere are remarks: they make no document invalid.
"""

import msgspec

from sbom.documents.fault import Fault, Verdict
from sbom.errors import NotThisFormatError, ParseError


def validate(content: bytes) -> Verdict:
    """Judge a CycloneDX (JSON, XML, protobuf text) or SPDX (any form) document.

    Raises:
        NotThisFormatError: neither CycloneDX nor SPDX.
        ImportError: the validators for CycloneDX are not installed.
    """
    start = content[:256].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
    if start.startswith((b"{", b"[")):
        return _json(content)
    if start.startswith(b"<"):
        return _xml(content)
    return _text(content)


def _json(content: bytes) -> Verdict:
    from sbom.documents import validity_cyclonedx, validity_spdx, validity_spdx3
    from sbom.documents.strict_json import strict_json

    try:
        value, text, wrong = strict_json(content)
    except ParseError as error:
        kind, version = _guess(content)
        return Verdict(kind=kind, version=version, faults=(_of(error),))
    if not isinstance(value, dict):
        raise NotThisFormatError("is JSON but neither CycloneDX nor SPDX")
    inner = value.get("sbom")
    if not value.keys().isdisjoint({"bomFormat", "specVersion"}):
        verdict = validity_cyclonedx.of_json(text, value)
    elif isinstance(inner, dict) and "spdxVersion" in inner:
        verdict = validity_spdx.of_members(inner, "SPDX JSON", text=text, start=("sbom",))
    elif not value.keys().isdisjoint({"spdxVersion", "SPDXID"}):
        verdict = validity_spdx.of_members(value, "SPDX JSON", text=text)
    elif "spdx" in str(value.get("@context", ""))[:4096].lower():
        verdict = validity_spdx3.of_json(text, value)
    else:
        raise NotThisFormatError("is JSON but neither CycloneDX nor SPDX")
    return msgspec.structs.replace(verdict, faults=wrong + verdict.faults) if wrong else verdict


def _guess(content: bytes) -> tuple[str, str]:
    """Kind and version of damaged JSON."""
    if b"CycloneDX" in content or b"specVersion" in content:
        return "CycloneDX JSON", ""
    if b"spdx" in content.lower():
        return "SPDX JSON", ""
    raise NotThisFormatError("is neither CycloneDX nor SPDX, and damaged")


def _xml(content: bytes) -> Verdict:
    from sbom.documents import spdx_rdf, spdx_xml, validity_cyclonedx, validity_spdx
    from sbom.readers.xml_reader import load_xml

    try:
        root = load_xml(content)
    except ParseError as error:
        if b"cyclonedx" in content[:4096]:
            return Verdict(kind="CycloneDX XML", version="", faults=(_of(error),))
        if b"spdx" in content[:65_536].lower():
            return Verdict(kind="SPDX XML", version="", faults=(_of(error),))
        raise NotThisFormatError("is neither CycloneDX nor SPDX, and damaged") from error
    if root.tag == "bom":
        return validity_cyclonedx.of_xml(content, root)
    if root.tag == "RDF":
        members, lines = spdx_rdf.members_of(root)
        return validity_spdx.of_members(members, "SPDX RDF/XML", lines=lines)
    if root.first("spdxVersion") is not None or root.tag in {"Document", "SpdxDocument"}:
        lines = [e.line for e in root.all("packages")]
        members = spdx_xml.members_of(root)
        return validity_spdx.of_members(members, "SPDX XML", lines=lines)
    raise NotThisFormatError("is XML but neither CycloneDX nor SPDX")


def _text(content: bytes) -> Verdict:
    from sbom.documents import (
        cyclonedx_textproto,
        reading,
        spdx_tag_value,
        validity_message,
        validity_spdx,
    )
    from sbom.readers.text import decode
    from sbom.readers.yaml_reader import load_yaml_map
    from sbom.readers.yaml_values import YamlList

    try:
        text = decode(content)
    except ParseError as error:
        raise NotThisFormatError(error.reason) from error
    kind = reading.kind_of_text(text)
    if kind == "JSON":
        return _json(text.encode("utf-8", "replace"))
    try:
        if kind == "SPDX tag-value":
            members, lines, _ = spdx_tag_value.members_of(text)
            return validity_spdx.of_members(members, kind, lines=lines)
        if kind == "SPDX YAML":
            members = load_yaml_map(content)
            listed = members.get("packages")
            places = list(listed.item_lines) if isinstance(listed, YamlList) else []
            return validity_spdx.of_members(members, kind, lines=places)
        if kind == "CycloneDX protobuf text":
            return validity_message.of_message(*cyclonedx_textproto.parse(text))
    except ParseError as error:
        return Verdict(kind=kind, version="", faults=(_of(error),))
    raise NotThisFormatError("is text but neither CycloneDX nor SPDX")


def _of(error: ParseError) -> Fault:
    return Fault("$", error.line, error.reason)
