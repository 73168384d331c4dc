"""SPDX 3 JSON-LD as objects to look into: packages with agents, licences and files put in place.

Names of members keep their profile (`software_packageVersion`), as the standard's JSON-LD context
writes them; those that writers leave without it get it. References to elements become the
elements themselves, one level deep.

Source: SPDX 3.0.1, model and serialisation.
"""

from typing import Any

from sbom.documents.cyclonedx_model import items

_PACKAGES = frozenset({"software_Package", "ai_AIPackage", "dataset_DatasetPackage"})
_KINDS = frozenset({"hasConcludedLicense", "hasDeclaredLicense", "hasDistributionArtifact"})
_EDGES = frozenset({"dependsOn", "contains", "hasStaticLink", "hasDynamicLink", "hasPrerequisite"})


_FULL: dict[str, str] = {
    "packageVersion": "software_packageVersion",
    "packageUrl": "software_packageUrl",
    "downloadLocation": "software_downloadLocation",
    "sourceInfo": "software_sourceInfo",
    "additionalPurpose": "software_additionalPurpose",
    "sbomType": "software_sbomType",
    "licenseExpression": "simplelicensing_licenseExpression",
    "externalIdentifiers": "externalIdentifier",
}
"""Spellings that are met, to those of the standard."""


def _id(element: dict[str, Any]) -> str:
    found = element.get("spdxId") or element.get("@id")
    return found if isinstance(found, str) else ""


def document(root: dict[str, Any]) -> dict[str, Any] | None:
    """`{document, creationInfo, sboms, packages, edges, roots}`, or None when there is no graph."""
    graph = root.get("@graph")
    if not isinstance(graph, list):
        return None
    elements: list[dict[str, Any]] = [
        {_FULL.get(str(k), str(k)): v for k, v in e.items()} for e in graph if isinstance(e, dict)
    ]
    by_id = {_id(e): e for e in elements if _id(e)}
    kind_of = {i: str(e.get("type") or e.get("@type") or "") for i, e in by_id.items()}
    packages = {i: dict(e) for i, e in by_id.items() if kind_of[i] in _PACKAGES}
    for package in packages.values():
        for key in ("suppliedBy", "originatedBy"):
            if key in package:
                package[key] = _resolved(package[key], by_id)
    edges: list[dict[str, Any]] = []
    for element in elements:
        relation = str(element.get("relationshipType") or "")
        source = element.get("from")
        if not relation or not isinstance(source, str):
            continue
        targets = [t for t in items(element.get("to")) if isinstance(t, str)]
        if relation in _KINDS and source in packages:
            packages[source].setdefault(relation, []).extend(_resolved(targets, by_id))
        elif relation in _EDGES:
            edges.append(
                {"from": source, "to": targets, "completeness": element.get("completeness")}
            )
    documents = [e for i, e in by_id.items() if kind_of[i] == "SpdxDocument"]
    head = documents[0] if documents else {}
    return {
        "document": head,
        "creationInfo": _creation(head, elements, by_id),
        "sboms": [e for i, e in by_id.items() if kind_of[i] == "software_Sbom"],
        "packages": list(packages.values()),
        "edges": edges,
        "roots": _roots(head, by_id, kind_of),
    }


def _resolved(value: Any, by_id: dict[str, dict[str, Any]]) -> list[Any]:
    return [by_id.get(v, {"name": v}) if isinstance(v, str) else v for v in items(value)]


def _creation(
    head: dict[str, Any], elements: list[dict[str, Any]], by_id: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    """The creation information of the document, with agents and tools put in place."""
    found = head.get("creationInfo")
    if isinstance(found, str):
        found = next((e for e in elements if e.get("@id") == found), by_id.get(found))
    if not isinstance(found, dict):
        found = next((e for e in elements if e.get("type") == "CreationInfo"), {})
    made = dict(found)
    for key in ("createdBy", "createdUsing"):
        if key in made:
            made[key] = _resolved(made[key], by_id)
    return made


def _roots(
    head: dict[str, Any], by_id: dict[str, dict[str, Any]], kind_of: dict[str, str]
) -> list[str]:
    """Root packages: of the document, by way of its SBOM."""
    found: list[str] = []
    queue = [r for r in items(head.get("rootElement")) if isinstance(r, str)]
    for ident in queue[:1000]:
        if kind_of.get(ident) == "software_Sbom":
            inner = items(by_id[ident].get("rootElement"))
            found += [r for r in inner if isinstance(r, str)]
        else:
            found.append(ident)
    return found
