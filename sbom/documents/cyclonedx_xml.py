"""A CycloneDX XML document by way of its JSON form, so that one reader knows the rules.

Source: CycloneDX XML schemas bom-1.0 to bom-1.7.
"""

from typing import Any

import msgspec

from sbom.documents import cyclonedx_read
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.readers.xml_reader import Element, load_xml

_NAMESPACE = "cyclonedx.org/schema/bom/"
_XML_ONLY = frozenset({"1.0", "1.1"})
"""Versions that have no JSON form."""
_TEXTS = (
    "name",
    "version",
    "group",
    "description",
    "scope",
    "copyright",
    "author",
    "publisher",
    "cpe",
    "purl",
    "versionRange",
)


def read(content: bytes) -> Inventory:
    """Facts of one CycloneDX XML document, as `cyclonedx_read.read` gives them for JSON.

    Lines are those of the component elements.

    Raises:
        ParseError: not well-formed XML, entities, or over the caps.
        NotThisFormatError: XML of another kind.
    """
    return read_tree(load_xml(content))


def read_tree(root: Element) -> Inventory:
    """As `read`, of the root element."""
    if root.tag != "bom" or _NAMESPACE not in root.namespace:
        raise NotThisFormatError("is XML but not CycloneDX (no bom element of its namespace)")
    lines: list[int] = []
    inventory = cyclonedx_read.read(msgspec.json.encode(_document(root, lines)))
    if inventory.format_version in _XML_ONLY:
        known = tuple(i for i in inventory.issues if i.subject != "specVersion")
        inventory = msgspec.structs.replace(inventory, issues=known)
    if len(lines) != len(inventory.components):
        return inventory
    placed = tuple(
        msgspec.structs.replace(component, line=line)
        for component, line in zip(inventory.components, lines, strict=True)
    )
    issues = tuple(msgspec.structs.replace(i, line=None) for i in inventory.issues)
    return msgspec.structs.replace(inventory, components=placed, issues=issues)


def _document(root: Element, lines: list[int]) -> dict[str, Any]:
    """The members of the JSON form; `lines` gets those of the components that have a name."""
    metadata = root.first("metadata")
    made: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": root.namespace.rpartition("/")[2],
        "serialNumber": root.attributes.get("serialNumber"),
        "version": root.attributes.get("version"),
        "metadata": {} if metadata is None else _metadata(metadata, lines),
        "services": _list(root, "services", "service", _service),
        "compositions": _list(root, "compositions", "composition", _fields),
        "vulnerabilities": _list(root, "vulnerabilities", "vulnerability", _vulnerability),
        "dependencies": _list(root, "dependencies", "dependency", _edges),
    }
    held = root.first("components")
    if held is not None:
        made["components"] = [_component(c, lines) for c in held.all("component")]
    return made


def _list(holder: Element, plural: str, single: str, make: Any) -> list[Any]:
    """What `make` gives for each `single` in the first `plural`."""
    held = holder.first(plural)
    return [] if held is None else [make(e) for e in held.all(single)]


def _fields(element: Element) -> dict[str, str]:
    """Texts of the children that have no children."""
    return {c.tag: c.text.strip() for c in element.children if not c.children}


def _metadata(element: Element, lines: list[int]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "timestamp": element.value("timestamp"),
        "authors": _list(element, "authors", "author", _fields),
        "lifecycles": _list(element, "lifecycles", "lifecycle", _fields),
        "licenses": _licenses(element),
    }
    for name in ("supplier", "manufacture", "manufacturer"):
        party = element.first(name)
        if party is not None:
            made[name] = _fields(party)
    tools = element.first("tools")
    if tools is not None:
        made["tools"] = [
            _fields(e) for e in tools.walk() if e.tag in {"tool", "component", "service"}
        ]
    root = element.first("component")
    if root is not None:
        made["component"] = _component(root, lines)
    return made


def _component(element: Element, lines: list[int]) -> dict[str, Any]:
    if element.value("name"):
        lines.append(element.line)
    made: dict[str, Any] = {
        "type": element.attributes.get("type"),
        "bom-ref": element.attributes.get("bom-ref"),
    }
    for name in _TEXTS:
        found = element.first(name)
        if found is not None:
            made[name] = found.text.strip()
    for name in ("supplier", "manufacturer"):
        party = element.first(name)
        if party is not None:
            made[name] = _fields(party)
    evidence, pedigree = element.first("evidence"), element.first("pedigree")
    if evidence is not None:
        made["evidence"] = _evidence(evidence)
    if pedigree is not None:
        made["pedigree"] = {c.tag: None for c in pedigree.children}
    made["modified"] = element.value("modified") == "true"
    made["isExternal"] = element.attributes.get("isExternal") == "true"
    made["authors"] = _list(element, "authors", "author", _fields)
    made["licenses"] = _licenses(element)
    made["hashes"] = _list(
        element,
        "hashes",
        "hash",
        lambda h: {"alg": h.attributes.get("alg"), "content": h.text.strip()},
    )
    made["externalReferences"] = _list(
        element,
        "externalReferences",
        "reference",
        lambda r: {"type": r.attributes.get("type"), "url": r.value("url")},
    )
    made["properties"] = _list(
        element,
        "properties",
        "property",
        lambda p: {"name": p.attributes.get("name"), "value": p.text.strip()},
    )
    nested = element.first("components")
    if nested is not None:
        made["components"] = [_component(c, lines) for c in nested.all("component")]
    return made


def _evidence(element: Element) -> dict[str, Any]:
    def occurrence(found: Element) -> dict[str, Any]:
        line = found.value("line")
        return {
            "location": found.value("location"),
            "line": int(line) if line.isascii() and line.isdigit() and len(line) < 10 else None,
        }

    return {
        "licenses": _licenses(element),
        "occurrences": _list(element, "occurrences", "occurrence", occurrence),
    }


def _licenses(element: Element) -> list[dict[str, Any]]:
    """Licence choices, ids and expressions alike, in order."""
    held = element.first("licenses")
    found: list[dict[str, Any]] = []
    for choice in held.children if held is not None else ():
        said = choice.attributes.get("acknowledgement")
        if choice.tag == "expression":
            found.append({"expression": choice.text.strip(), "acknowledgement": said})
        elif choice.tag == "expression-detailed":
            stated = choice.attributes.get("expression")
            found.append({"expression": stated, "acknowledgement": said})
        elif choice.tag == "license":
            text = choice.first("text")
            made: dict[str, Any] = {**_fields(choice), "acknowledgement": said}
            if text is not None:
                encoding = text.attributes.get("encoding")
                made["text"] = {"content": text.text, "encoding": encoding}
            found.append({"license": made})
    return found


def _service(element: Element) -> dict[str, Any]:
    return {
        "bom-ref": element.attributes.get("bom-ref"),
        "name": element.value("name"),
        "services": _list(element, "services", "service", _service),
    }


def _vulnerability(element: Element) -> dict[str, Any]:
    source, analysis = element.first("source"), element.first("analysis")
    return {
        "id": element.value("id"),
        "source": _fields(source) if source is not None else {},
        "ratings": _list(element, "ratings", "rating", _fields),
        "analysis": _fields(analysis) if analysis is not None else {},
        "affects": _list(element, "affects", "target", _fields),
    }


def _edges(element: Element) -> dict[str, Any]:
    targets = [e.attributes.get("ref") for e in element.all("dependency")]
    return {"ref": element.attributes.get("ref"), "dependsOn": targets}
