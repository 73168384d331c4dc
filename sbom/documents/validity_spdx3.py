"""Whether an SPDX 3.0 JSON-LD document has the structure that its specification requires.

Checked are types and identifiers of elements, that each has a creation info with time, version and
makers, that there is one SpdxDocument, and the members that are mandatory for relationships, hashes,
identifiers and licence expressions. References to elements of no known document are remarks.

Source: SPDX 3.0.1 specification, model (mandatory properties) and JSON-LD serialisation.
"""

import re
from collections.abc import Iterator
from typing import Any

from sbom.documents.fault import Verdict
from sbom.documents.json_places import shown
from sbom.documents.validity_cyclonedx import placed

Path = tuple[str | int, ...]
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\Z")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+\Z")
_CAMEL = re.compile(r"[a-z][A-Za-z0-9]*\Z")
_PLAIN = frozenset(
    "CreationInfo Hash PackageVerificationCode ExternalIdentifier ExternalRef ExternalMap NamespaceMap "  # noqa: SIM905 - words in a row
    "DictionaryEntry PositiveIntegerRange software_ContentIdentifier ai_EnergyConsumption "
    "ai_EnergyConsumptionDescription extension_CdxPropertiesExtension extension_CdxPropertyEntry".split()
)
"""Types that are no elements: they need no spdxId and no creation info."""
_NEEDED = {
    "CreationInfo": ("created", "createdBy", "specVersion"),
    "Hash": ("algorithm", "hashValue"),
    "ExternalIdentifier": ("externalIdentifierType", "identifier"),
    "NamespaceMap": ("namespace", "prefix"),
    "ExternalMap": ("externalSpdxId",),
    "DictionaryEntry": ("key",),
    "Relationship": ("from", "relationshipType", "to"),
    "LifecycleScopedRelationship": ("from", "relationshipType", "to"),
    "software_Package": ("name",),
    "software_File": ("name",),
    "software_Snippet": ("software_snippetFromFile",),
    "simplelicensing_LicenseExpression": ("simplelicensing_licenseExpression",),
    "simplelicensing_SimpleLicensingText": ("simplelicensing_licenseText",),
    "Annotation": ("annotationType", "subject"),
}


def of_json(text: str, value: dict[str, Any]) -> Verdict:
    """The verdict on a document.

    Args:
        text: The whole text, for lines.
        value: What it holds.
    """
    graph = value.get("@graph")
    held = graph if isinstance(graph, list) else [value]
    start: Path = ("@graph",) if isinstance(graph, list) else ()
    found: list[tuple[Path, str]] = []
    objects: list[tuple[Path, dict[str, Any]]] = []
    for index, item in enumerate(held):
        path: Path = (*start, index) if start else ()
        if isinstance(item, dict):
            objects.extend(_inside(item, path, 0))
        else:
            found.append((path, "is no object"))
    creations = {
        r
        for _, o in objects
        if _kind(o) == "CreationInfo"
        for name in ("@id", "spdxId")
        if isinstance(r := o.get(name), str)
    }
    seen: dict[str, Path] = {}
    for path, entry in objects:
        found.extend(_object(path, entry, creations, seen))
    documents = [p for p, o in objects if _kind(o) == "SpdxDocument"]
    if len(documents) != 1:
        found.append(((), f"holds {len(documents)} elements of type SpdxDocument, not one"))
    versions = [v for _, o in objects if isinstance(v := o.get("specVersion"), str)]
    return Verdict(
        kind="SPDX JSON-LD",
        version=versions[0][:40] if versions else "",
        faults=placed(text, found),
        remarks=placed(text, list(_lost(objects, seen))),
    )


def _kind(value: dict[str, Any]) -> str:
    stated = value.get("type", value.get("@type"))
    return stated if isinstance(stated, str) else ""


def _ref(value: dict[str, Any]) -> str:
    stated = value.get("spdxId", value.get("@id"))
    return stated if isinstance(stated, str) else ""


def _inside(value: dict[str, Any], path: Path, depth: int) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The object and those written inside it."""
    yield path, value
    if depth > 50:
        return
    for name, held in value.items():
        for index, item in enumerate(held if isinstance(held, list) else (held,)):
            if isinstance(item, dict):
                here = (*path, name, index) if isinstance(held, list) else (*path, name)
                yield from _inside(item, here, depth + 1)


def _object(
    path: Path, entry: dict[str, Any], creations: set[str], seen: dict[str, Path]
) -> Iterator[tuple[Path, str]]:
    kind = _kind(entry)
    if not kind:
        yield path, "has no type"
        return
    for name in _NEEDED.get(kind, ()):
        if entry.get(name) in (None, "", []):
            yield path, f"{kind} has no {name}"
    if kind == "CreationInfo":
        created = entry.get("created")
        if not isinstance(created, str) or not _TIME.match(created):
            yield (*path, "created"), "created is no time of the form YYYY-MM-DDThh:mm:ssZ"
        if not str(entry.get("specVersion", "")).startswith("3."):
            yield (*path, "specVersion"), "specVersion is not of SPDX 3"
    relation = entry.get("relationshipType")
    if relation is not None and not (isinstance(relation, str) and _CAMEL.match(relation)):
        yield (
            (*path, "relationshipType"),
            f"relationshipType {str(relation)[:60]!r} is not of SPDX 3",
        )
    if kind in _PLAIN:
        return
    ref = _ref(entry)
    if not ref:
        yield path, f"{kind} has no spdxId"
    elif not _IRI.match(ref):
        yield path, f"spdxId {ref[:80]!r} is no IRI"
    elif ref in seen and "spdxId" in entry:
        yield path, f"spdxId {ref[:80]!r} also stands at {shown(seen[ref])}"
    seen.setdefault(ref, path)
    made = entry.get("creationInfo")
    if made is None:
        yield path, f"{kind} has no creationInfo"
    elif isinstance(made, str) and made not in creations:
        yield (*path, "creationInfo"), f"creationInfo {made[:80]!r} is not in the document"


def _lost(
    objects: list[tuple[Path, dict[str, Any]]], seen: dict[str, Path]
) -> Iterator[tuple[Path, str]]:
    """Ends of relationships that no element has and no import names."""
    outside = {o.get("externalSpdxId") for _, o in objects if _kind(o) == "ExternalMap"}
    for path, entry in objects:
        if "relationshipType" not in entry:
            continue
        targets = entry.get("to")
        for ref in (entry.get("from"), *(targets if isinstance(targets, list) else ())):
            known = not isinstance(ref, str) or ref in seen or ref in outside
            if not known and not str(ref).startswith("https://spdx.org/"):
                yield path, f"refers to {str(ref)[:80]!r}, which is no element of the document"
