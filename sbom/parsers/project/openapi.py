"""OpenAPI 3 and Swagger 2 documents: an API, and how far it follows the API Design Rules.

Rules: a document is a `Descriptor` of kind `openapi` without components. Its properties: `openapi`
(the version it states), `paths` (number), `servers` (addresses apart by spaces, where stated),
`breaches` (number of rules with a breach) and one property `rule ID` a rule of
`sbom.standards.api_design_rules`, with the first place of a breach as `LINE POINTER`, or `ok`. A file
of that name that is something else leaves no trace.

Source: OpenAPI Specification 3.1, section 4.8.1; NLGov REST API Design Rules 2.
"""

from collections.abc import Mapping
from typing import Any

from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Descriptor, Inventory
from sbom.readers.json_reader import load_json
from sbom.readers.shape import mapping, text
from sbom.readers.yaml_reader import load_yaml
from sbom.source import SourceFile
from sbom.standards.api_design_rules import CHECKED, check

_MAX_YAML = 4 << 20


def parse(source: SourceFile, /) -> Inventory:
    """The API.

    Raises:
        ParseError: neither JSON nor YAML, or YAML over 4 MiB.
        NotThisFormatError: not an OpenAPI document.
    """
    stated = document_of(source)
    version = text(stated.get("openapi")) or text(stated.get("swagger"))
    breaches = check(stated)
    first = {b.rule: b for b in reversed(breaches)}
    facts = [("openapi", version), ("paths", str(len(mapping(stated.get("paths")))))]
    facts.append(("breaches", str(len(first))))
    facts += [("servers", " ".join(found))] if (found := _servers(stated)) else []
    for rule in CHECKED:
        breach = first.get(rule)
        told = f"{breach.line or 0} {breach.place or '/'}"[:300] if breach else "ok"
        facts.append((f"rule {rule}", told))
    info = mapping(stated["info"])
    descriptor = Descriptor(
        kind="openapi",
        name=text(info.get("title"))[:300],
        version=text(info.get("version"))[:100],
        properties=tuple(sorted(facts)),
    )
    return Inventory(
        descriptors=(descriptor,), format_version=version[:20], expects_components=False
    )


def _servers(stated: Mapping[str, Any]) -> list[str]:
    """Addresses that the API is offered at, as written; the first 20."""
    servers = stated.get("servers")
    found = [text(mapping(s).get("url")) for s in servers[:20]] if isinstance(servers, list) else []
    if host := text(stated.get("host")):
        found.append(f"https://{host}{text(stated.get('basePath'))}")
    return ["%20".join(u.split())[:300] for u in found if u.strip()]


def document_of(source: SourceFile) -> Mapping[str, Any]:
    """The OpenAPI document as it stands, with lines where it is YAML.

    Raises:
        ParseError: as `parse`.
        NotThisFormatError: as `parse`.
    """
    content = source.content
    document: Any
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        document = load_json(content)
    else:
        if b"openapi" not in content and b"swagger" not in content:
            raise NotThisFormatError("is no OpenAPI document")
        if len(content) > _MAX_YAML:
            raise ParseError("is YAML of more than 4 MiB")
        documents = load_yaml(content)
        document = documents[0] if documents else None
    stated = mapping(document)
    version = text(stated.get("openapi")) or text(stated.get("swagger"))
    if not version or not isinstance(stated.get("info"), dict):
        raise NotThisFormatError("is no OpenAPI document")
    return stated
