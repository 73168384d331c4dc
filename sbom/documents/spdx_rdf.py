"""SPDX 2.x RDF/XML by way of its JSON form.

The tree is flattened to a table of nodes with properties, in any nesting: a node may be written where
it is first used, alone at the top, or in pieces. Licence nodes become expressions. What has no
`rdf:about`, `rdf:ID` or `rdf:nodeID` is known by its place.

Source: SPDX 2.3 ontology; RDF 1.1 XML Syntax, section 2.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sbom.documents import spdx_read
from sbom.documents.wording import MAX_RAW
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.readers.xml_reader import Element

_TEXTS = {
    "versionInfo": "versionInfo",
    "packageFileName": "packageFileName",
    "supplier": "supplier",
    "originator": "originator",
    "downloadLocation": "downloadLocation",
    "homepage": "homepage",
    "sourceInfo": "sourceInfo",
    "copyrightText": "copyrightText",
    "summary": "summary",
    "description": "description",
    "comment": "comment",
}


class _Value(NamedTuple):
    """One value of a property."""

    text: str
    """A literal, or the id of a node."""
    node: bool


class _Node:
    """One resource: types, and the values of its properties in order."""

    def __init__(self, line: int) -> None:
        self.kinds: list[str] = []
        self.line = line
        self.values: dict[str, list[_Value]] = {}

    def first(self, *names: str) -> _Value | None:
        for name in names:
            if found := self.values.get(name):
                return found[0]
        return None

    def text(self, *names: str) -> str:
        found = self.first(*names)
        return found.text if found else ""


def read_tree(root: Element) -> Inventory:
    """Facts of one document whose root element is `rdf:RDF`; lines are those of the packages.

    Raises:
        NotThisFormatError: no node of type SpdxDocument or Package.
    """
    members, lines = members_of(root)
    return spdx_read.read_members(members, lines=lines)


def members_of(root: Element) -> tuple[dict[str, Any], list[int | None]]:
    """The members of the JSON form, and the line of each package; errors as `read_tree`."""
    nodes = _nodes(root)
    documents = [i for i, n in nodes.items() if "SpdxDocument" in n.kinds]
    packages = [i for i, n in nodes.items() if "Package" in n.kinds]
    if not documents and not packages:
        raise NotThisFormatError("is RDF but holds no SpdxDocument and no Package of SPDX")
    return _members(nodes, documents, packages), [nodes[p].line for p in packages]


def _nodes(root: Element) -> dict[str, _Node]:
    """The table of nodes by id, in the order of the text."""
    table: dict[str, _Node] = {}
    todo: list[tuple[Element, str]] = [(e, "") for e in reversed(root.children)]
    blank = 0
    while todo:
        element, given = todo.pop()
        ref = given or _id(element)
        if not ref:
            blank += 1
            ref = f"_:line{element.line}-{blank}"
        node = table.get(ref)
        if node is None:
            node = table[ref] = _Node(element.line)
        if element.tag != "Description" and not given:
            if not node.kinds:
                node.line = element.line
            node.kinds.append(element.tag)
        inner: list[tuple[Element, str]] = []
        for held in element.children:
            values = node.values.setdefault(held.tag, [])
            resource = held.attributes.get("resource")
            if resource is None and "nodeID" in held.attributes:
                resource = "_:" + held.attributes["nodeID"]
            if held.tag == "type" and resource is not None:
                node.kinds.append(_tail(resource))
            elif resource is not None:
                values.append(_Value(resource, node=True))
            elif held.attributes.get("parseType") == "Resource":
                blank += 1
                made = f"_:line{held.line}-{blank}"
                values.append(_Value(made, node=True))
                inner.append((held, made))
            elif held.children:
                for child in held.children:
                    known = _id(child)
                    if not known:
                        blank += 1
                        known = f"_:line{child.line}-{blank}"
                        child.attributes["nodeID"] = known[2:]
                    values.append(_Value(known, node=True))
                    inner.append((child, ""))
            else:
                values.append(_Value(held.text.strip(), node=False))
        todo.extend(reversed(inner))
    return table


def _id(element: Element) -> str:
    attributes = element.attributes
    if "about" in attributes:
        return attributes["about"]
    if "ID" in attributes:
        return "#" + attributes["ID"]
    return "_:" + attributes["nodeID"] if "nodeID" in attributes else ""


def _tail(uri: str) -> str:
    """What follows the last `#`, or the last `/`."""
    return uri.rpartition("#")[2] if "#" in uri else uri.rpartition("/")[2]


def _members(
    nodes: Mapping[str, _Node], documents: list[str], packages: list[str]
) -> dict[str, Any]:
    """The members of the JSON form."""
    document = nodes[documents[0]] if documents else _Node(1)
    known: dict[str, str] = {}
    made: dict[str, Any] = {
        "spdxVersion": document.text("specVersion"),
        "SPDXID": _spdx_id(documents[0]) if documents else "SPDXRef-DOCUMENT",
        "name": document.text("name"),
        "documentNamespace": documents[0].partition("#")[0] if documents else "",
        "dataLicense": _tail(document.text("dataLicense")),
        "packages": [_package(nodes, p, known) for p in packages],
        "files": [{"SPDXID": _spdx_id(i)} for i, n in nodes.items() if "File" in n.kinds],
        "snippets": [{"SPDXID": _spdx_id(i)} for i, n in nodes.items() if "Snippet" in n.kinds],
        "hasExtractedLicensingInfos": [
            {
                "licenseId": n.text("licenseId") or _tail(i),
                "name": n.text("name"),
                "extractedText": n.text("extractedText"),
            }
            for i, n in nodes.items()
            if "ExtractedLicensingInfo" in n.kinds
        ],
        "documentDescribes": [
            _spdx_id(v.text) for v in document.values.get("describesPackage", ())
        ],
        "relationships": _relationships(nodes),
    }
    creation = document.first("creationInfo")
    if creation is not None and creation.text in nodes:
        info = nodes[creation.text]
        made["creationInfo"] = {
            "created": info.text("created"),
            "creators": [v.text for v in info.values.get("creator", ())],
        }
    return made


def _relationships(nodes: Mapping[str, _Node]) -> list[dict[str, str]]:
    found = []
    for ref, node in nodes.items():
        for value in node.values.get("relationship", ()):
            relation = nodes.get(value.text)
            if relation is None:
                continue
            found.append(
                {
                    "spdxElementId": _spdx_id(ref),
                    "relationshipType": _relation(_tail(relation.text("relationshipType"))),
                    "relatedSpdxElement": _spdx_id(_special(relation.text("relatedSpdxElement"))),
                }
            )
        for value in node.values.get("hasFile", ()):
            found.append(
                {
                    "spdxElementId": _spdx_id(ref),
                    "relationshipType": "CONTAINS",
                    "relatedSpdxElement": _spdx_id(value.text),
                }
            )
    return found


def _relation(name: str) -> str:
    """`relationshipType_dependsOn` as `DEPENDS_ON`."""
    name = name.removeprefix("relationshipType_")
    return "".join(f"_{c}" if c.isupper() else c.upper() for c in name)


def _spdx_id(uri: str) -> str:
    return _tail(uri) if "#" in uri else uri


def _package(nodes: Mapping[str, _Node], ref: str, known: dict[str, str]) -> dict[str, Any]:
    node = nodes[ref]
    made: dict[str, Any] = {"SPDXID": _spdx_id(ref), "name": node.text("name")}
    for wire, name in _TEXTS.items():
        if stated := node.text(wire):
            made[name] = _special(stated)
    for name in ("licenseDeclared", "licenseConcluded"):
        if value := node.first(name):
            made[name] = _expression(nodes, value.text, known)
    made["licenseInfoFromFiles"] = [
        _expression(nodes, v.text, known) for v in node.values.get("licenseInfoFromFiles", ())
    ]
    purpose = node.text("primaryPackagePurpose")
    if purpose:
        made["primaryPackagePurpose"] = _tail(purpose).removeprefix("purpose_").upper()
    made["checksums"] = [
        {
            "algorithm": _tail(sum_.text("algorithm")).removeprefix("checksumAlgorithm_").upper(),
            "checksumValue": sum_.text("checksumValue"),
        }
        for v in node.values.get("checksum", ())
        if (sum_ := nodes.get(v.text))
    ]
    made["externalRefs"] = [
        {
            "referenceType": _tail(link.text("referenceType")),
            "referenceLocator": link.text("referenceLocator"),
        }
        for v in node.values.get("externalRef", ())
        if (link := nodes.get(v.text))
    ]
    return made


def _special(value: str) -> str:
    """`NOASSERTION` and `NONE`, which are resources in RDF."""
    if value.endswith(("#noassertion", "#none")):
        return _tail(value).upper()
    return value


def _expression(nodes: Mapping[str, _Node], ref: str, known: dict[str, str]) -> str:
    """The licence expression that a node means, at most 4,096 characters.

    Each node is read once, into `known`; one that holds itself is empty there.
    """
    found = known.get(ref)
    if found is None:
        known[ref] = ""
        found = known[ref] = _meaning(nodes, ref, known)[:MAX_RAW]
    return found


def _meaning(nodes: Mapping[str, _Node], ref: str, known: dict[str, str]) -> str:
    node = nodes.get(ref)
    if node is None:
        tail = _tail(ref)
        return tail.upper() if tail in {"noassertion", "none"} else tail
    kinds = node.kinds
    members = [_expression(nodes, v.text, known) for v in node.values.get("member", ())]
    if "ConjunctiveLicenseSet" in kinds or "DisjunctiveLicenseSet" in kinds:
        joint = " AND " if "ConjunctiveLicenseSet" in kinds else " OR "
        return "(" + joint.join(members) + ")" if members else ""
    if "OrLaterOperator" in kinds:
        return "".join(members) + "+"
    if "WithExceptionOperator" in kinds:
        exception = node.text("licenseException")
        named = nodes.get(exception)
        stated = named.text("licenseExceptionId") if named else ""
        return f"{''.join(members)} WITH {stated or _tail(exception)}"
    return node.text("licenseId") or _tail(ref)
