"""A document as the profiles look at it: its form, its version, its components, its graph.

Every form of CycloneDX and SPDX that has a JSON shape is brought to it; others (RDF, protobuf,
spreadsheets) cannot be looked into field by field, and say so. Nothing is repaired: a profile
judges what the supplier wrote.
"""

from typing import Any

import msgspec

from sbom.documents.cyclonedx_model import items, text
from sbom.errors import ParseError
from sbom.lazy_pattern import lazy

_SPACE = b"\xef\xbb\xbf \t\r\n"
_EDGES = frozenset(
    "DEPENDS_ON CONTAINS HAS_PREREQUISITE STATIC_LINK DYNAMIC_LINK".split()  # noqa: SIM905 - words in a row
)
_BACK = frozenset(
    "DEPENDENCY_OF CONTAINED_BY PREREQUISITE_FOR RUNTIME_DEPENDENCY_OF PROVIDED_DEPENDENCY_OF "  # noqa: SIM905 - words in a row
    "DEV_DEPENDENCY_OF DEV_TOOL_OF BUILD_DEPENDENCY_OF BUILD_TOOL_OF TEST_DEPENDENCY_OF "
    "TEST_TOOL_OF OPTIONAL_DEPENDENCY_OF OPTIONAL_COMPONENT_OF".split()
)
_NOBODY = frozenset({"NONE", "NOASSERTION"})
_TAG = lazy(rb"(?m)^\s{0,8}SPDXVersion\s{0,8}:")
_YAML = lazy(rb"(?m)^[\"']?spdxVersion[\"']?\s{0,8}:")


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One component or package, as written."""

    label: str
    """For people: name and version."""
    ref: str
    node: dict[str, Any]
    root: bool = False
    """Whether it is what the document is about."""


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A document to look into."""

    form: str
    """`cyclonedx`, `spdx2` or `spdx3`."""
    version: str
    """`1.6`, `2.3`, `3.0.1`; empty when not stated."""
    root: dict[str, Any]
    parts: tuple[Part, ...]
    stated: frozenset[str]
    """Refs that say of themselves what they need, be it nothing."""
    linked: frozenset[str]
    """Refs that stand in any relation."""
    top: bool
    """Whether the dependencies of the product itself are stated."""
    complete: frozenset[str]
    """Refs whose completeness is stated."""
    complete_whole: bool
    """Whether completeness is stated for the whole."""
    unread: tuple[str, ...] = ()
    """Why parts of the document could not be looked into; empty: all was."""


def sheet_of(content: bytes) -> Sheet:
    """The document to look into.

    Raises:
        ParseError: no document, damaged, or of a form that cannot be looked into.
    """
    start = content[:256].lstrip(_SPACE)
    if start.startswith(b"<"):
        root = _of_xml(content)
    elif start.startswith(b"{") or content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        root = _of_json(content)
    elif _TAG.search(content[:65_536]):
        from sbom.documents.spdx_tag_value import members_of
        from sbom.readers.text import decode

        root = members_of(decode(content))[0]
    elif _YAML.search(content[:65_536]):
        from sbom.readers.yaml_reader import load_yaml_map

        root = dict(load_yaml_map(content))
    else:
        raise ParseError("is of no form that can be scored (CycloneDX, or SPDX 2.x and 3)")
    if "@graph" in root or "@context" in root:
        return _spdx3(root)
    inner = root.get("sbom")
    if "spdxVersion" not in root and isinstance(inner, dict) and "spdxVersion" in inner:
        root = inner
    if "spdxVersion" in root:
        return _spdx2(root)
    if text(root.get("bomFormat")) or "specVersion" in root:
        return _cyclonedx(root)
    raise ParseError("is neither CycloneDX nor SPDX")


def _of_json(content: bytes) -> dict[str, Any]:
    from sbom.readers.json_reader import load_json

    value = load_json(content)
    if not isinstance(value, dict):
        raise ParseError("holds no object at the top")
    return value


def _of_xml(content: bytes) -> dict[str, Any]:
    from policies.sbom_profiles import xml_form
    from sbom.readers.xml_reader import load_xml

    element = load_xml(content)
    if element.tag == "bom" and "cyclonedx.org/schema/bom/" in element.namespace:
        return xml_form.document(element)
    if element.tag == "Document":
        from sbom.documents.spdx_xml import members_of

        value = members_of(element)
        if isinstance(value, dict):
            return value
    raise ParseError("is XML that cannot be scored field by field (SPDX RDF, or no SBOM)")


def _label(node: dict[str, Any], version: str) -> str:
    name: str = text(node.get("name")) or "?"
    group = text(node.get("group"))
    full: str = f"{group}/{name}" if group else name
    stated = text(node.get(version))
    return (f"{full} {stated}" if stated else full)[:200]


def _cyclonedx(root: dict[str, Any]) -> Sheet:
    metadata = root.get("metadata")
    main = metadata.get("component") if isinstance(metadata, dict) else None
    parts: list[Part] = []
    lost = 0
    stack: list[tuple[Any, bool]] = [(c, False) for c in reversed(items(root.get("components")))]
    if main is not None:
        stack.append((main, True))
    while stack:
        node, is_root = stack.pop()
        if not isinstance(node, dict):
            lost += 1
            continue
        ref = text(node.get("bom-ref")) or ""
        parts.append(Part(label=_label(node, "version"), ref=ref, node=node, root=is_root))
        stack.extend((c, False) for c in reversed(items(node.get("components"))))
    stated: set[str] = set()
    linked: set[str] = set()
    roots = {p.ref for p in parts if p.root and p.ref}
    top = False
    for edge in items(root.get("dependencies")):
        holder = text(edge.get("ref")) if isinstance(edge, dict) else None
        if not holder:
            lost += 1
            continue
        targets = [t for v in items(edge.get("dependsOn")) if (t := text(v))]
        stated.add(holder)
        linked.update((holder, *targets) if targets else ())
        top = top or holder in roots
    complete: set[str] = set()
    whole = False
    for composition in items(root.get("compositions")):
        if isinstance(composition, dict) and text(composition.get("aggregate")):
            named = {
                t
                for key in ("assemblies", "dependencies")
                for v in items(composition.get(key))
                if (t := text(v))
            }
            complete |= named
            whole = whole or not named or bool(named & roots)
    return Sheet(
        form="cyclonedx",
        version=text(root.get("specVersion")) or "",
        root=root,
        parts=tuple(parts),
        stated=frozenset(stated),
        linked=frozenset(linked),
        top=top,
        complete=frozenset(complete),
        complete_whole=whole,
        unread=(f"{lost} entries are not objects",) if lost else (),
    )


def _spdx2(root: dict[str, Any]) -> Sheet:
    document = text(root.get("SPDXID")) or "SPDXRef-DOCUMENT"
    nodes = [n for n in items(root.get("packages")) if isinstance(n, dict)]
    lost = len(items(root.get("packages"))) - len(nodes)
    tops = {t for v in items(root.get("documentDescribes")) if (t := text(v))}
    stated: set[str] = set()
    linked: set[str] = set()
    complete: set[str] = set()
    rows = [r for r in items(root.get("relationships")) if isinstance(r, dict)]
    for row in rows:
        kind = text(row.get("relationshipType")) or ""
        one = text(row.get("spdxElementId")) or ""
        other = text(row.get("relatedSpdxElement")) or ""
        if kind == "DESCRIBES" and one == document:
            tops.add(other)
        elif kind == "DESCRIBED_BY" and other == document:
            tops.add(one)
        elif kind in _EDGES or kind in _BACK:
            source, target = (one, other) if kind in _EDGES else (other, one)
            stated.add(source)
            if target in _NOBODY:
                complete.add(source)
            else:
                linked.update((source, target))
    parts = tuple(
        Part(
            label=_label(n, "versionInfo"),
            ref=text(n.get("SPDXID")) or "",
            node=n,
            root=text(n.get("SPDXID")) in tops,
        )
        for n in nodes
    )
    return Sheet(
        form="spdx2",
        version=(text(root.get("spdxVersion")) or "").removeprefix("SPDX-"),
        root=root,
        parts=parts,
        stated=frozenset(stated),
        linked=frozenset(linked),
        top=bool((tops | {document}) & stated),
        complete=frozenset(complete),
        complete_whole=bool(tops & complete),
        unread=(f"{lost} packages are not objects",) if lost else (),
    )


def _spdx3(root: dict[str, Any]) -> Sheet:
    from policies.sbom_profiles import spdx3_form

    made = spdx3_form.document(root)
    if made is None:
        raise ParseError("is JSON-LD without a graph of SPDX elements")
    stated: set[str] = set()
    linked: set[str] = set()
    complete: set[str] = set()
    for edge in made["edges"]:
        source, targets = edge["from"], edge["to"]
        stated.add(source)
        if targets:
            linked.update((source, *targets))
        if edge["completeness"] in {"complete", "incomplete"}:
            complete.add(source)
    tops = set(made["roots"])
    version = text(made["creationInfo"].get("specVersion")) or ""
    parts = tuple(
        Part(
            label=_label(n, "software_packageVersion"),
            ref=text(n.get("spdxId")) or text(n.get("@id")) or "",
            node=n,
            root=(text(n.get("spdxId")) or "") in tops,
        )
        for n in made["packages"]
    )
    return Sheet(
        form="spdx3",
        version=version,
        root=made,
        parts=parts,
        stated=frozenset(stated),
        linked=frozenset(linked),
        top=bool(tops & stated),
        complete=frozenset(complete),
        complete_whole=bool(tops & complete),
    )
