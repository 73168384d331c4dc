"""CycloneDX XML in the shape of its JSON form, whole: every element, named as in JSON.

Source: CycloneDX XML and JSON schemas bom-1.0 to bom-1.7.
"""

from typing import Any

from sbom.readers.xml_reader import Element

_LISTS = {
    "components": "component",
    "services": "service",
    "hashes": "hash",
    "externalReferences": "reference",
    "properties": "property",
    "dependencies": "dependency",
    "compositions": "composition",
    "authors": "author",
    "tools": "tool",
    "lifecycles": "lifecycle",
    "vulnerabilities": "vulnerability",
    "assemblies": "assembly",
}
_LISTED = frozenset({"contact", "url"})
"""Elements that may come several times beside others, lists in JSON."""
_SINGLE = frozenset({"reference", "license", "source", "advisory", "vcs", "commit"})
"""Elements that have one `url` in JSON too."""
_CONTENT = {"hash": "content", "property": "value", "assembly": "ref", "expression": "expression"}
_MAX_DEPTH = 100


def document(root: Element) -> dict[str, Any]:
    """The members of the JSON form; nested `dependency` elements become `dependsOn`."""
    made = _object(root, 0)
    made["bomFormat"] = "CycloneDX"
    made["specVersion"] = root.namespace.rpartition("/")[2]
    return made


def _object(element: Element, depth: int) -> dict[str, Any]:
    made: dict[str, Any] = dict(element.attributes)
    if depth > _MAX_DEPTH:
        return made
    if element.tag == "dependency":
        made["dependsOn"] = [c.attributes.get("ref", "") for c in element.all("dependency")]
        return made
    for child in element.children:
        single = _LISTS.get(child.tag)
        if child.tag == "licenses":
            made["licenses"] = [_license(c, depth) for c in child.children]
        elif single is not None and not (child.tag == "tools" and child.first(single) is None):
            if element.tag == "composition":
                made[child.tag] = [c.attributes.get("ref", "") for c in child.children]
            else:
                made[child.tag] = [_value(c, depth) for c in child.all(single)]
        elif child.tag in _LISTED and element.tag not in _SINGLE:
            made.setdefault(child.tag, []).append(_value(child, depth))
        elif child.tag not in made:
            made[child.tag] = _value(child, depth)
    return made


def _license(element: Element, depth: int) -> dict[str, Any]:
    if element.tag == "expression":
        return {**element.attributes, "expression": element.text.strip()}
    return {"license": _value(element, depth), **element.attributes}


def _value(element: Element, depth: int) -> Any:
    if element.tag in _CONTENT:
        return {**element.attributes, _CONTENT[element.tag]: element.text.strip()}
    if element.children or element.attributes or element.tag == "dependency":
        return _object(element, depth + 1)
    return element.text.strip()
