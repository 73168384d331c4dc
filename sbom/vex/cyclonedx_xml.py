"""The vulnerabilities of a CycloneDX XML document in their JSON form, for the one reader.

Source: CycloneDX XML schemas bom-1.4 to bom-1.7.
"""

from typing import Any

from sbom.readers.xml_reader import Element, load_xml

_LISTS = {
    "references": "reference",
    "ratings": "rating",
    "cwes": "cwe",
    "advisories": "advisory",
    "affects": "target",
    "versions": "version",
    "responses": "response",
    "authors": "author",
    "components": "component",
    "services": "service",
    "vulnerabilities": "vulnerability",
}
_RENAMED = {"responses": "response"}
_MAX_DEPTH = 60
_NAMESPACE = "cyclonedx.org/schema/bom/"


def document(content: bytes) -> dict[str, Any] | None:
    """The members of the JSON form, or None when it is XML of another kind.

    Raises:
        ParseError: not well-formed XML, or over the caps.
    """
    root = load_xml(content)
    if root.tag != "bom" or _NAMESPACE not in root.namespace:
        return None
    found = _object(root, 0)
    found["bomFormat"] = "CycloneDX"
    found["specVersion"] = root.namespace.rpartition("/")[2]
    return found


def _object(element: Element, depth: int) -> dict[str, Any]:
    """Attributes, and children by name; a container of a known list becomes a list."""
    made: dict[str, Any] = dict(element.attributes)
    if depth > _MAX_DEPTH:
        return made
    for child in element.children:
        single = _LISTS.get(child.tag)
        if single is not None and (not child.children or child.first(single) is not None):
            made[_RENAMED.get(child.tag, child.tag)] = [_value(c, depth) for c in child.all(single)]
        elif child.tag not in made:
            made[child.tag] = _value(child, depth)
    return made


def _value(element: Element, depth: int) -> Any:
    if element.children:
        return _object(element, depth + 1)
    if element.attributes:
        return {**element.attributes, "name": element.text.strip()}
    return element.text.strip()
