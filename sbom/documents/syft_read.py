"""Syft's own JSON: artifacts, their relationships and what was scanned.

The source of the scan is ROOT when it has a name. `dependency-of` becomes an edge (the other way
round); `contains` from the source says nothing of dependence. Scopes are not stated: UNKNOWN. Of
licences `concluded` is CONCLUDED, all others DECLARED.

Source: Syft JSON schema, versions 1 to 16.
"""

from typing import Any

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.documents.wording import (
    DERIVED,
    claim,
    name_of,
    purl_of,
    version_kind,
    version_of,
    without_version,
)
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering
from sbom.inventory import Descriptor, Inventory
from sbom.license import LicenseClaim, LicenseKind
from sbom.purl import build
from sbom.readers.json_reader import load_json_object
from sbom.readers.shape import items, mapping, text
from sbom.readers.text import KeyFinder, decode

_MAX_PLACES = 64


def read(content: bytes) -> Inventory:
    """Facts of one document; `line` is that of the artifact's id.

    Raises:
        ParseError: not a JSON object.
        NotThisFormatError: no `artifacts`.
    """
    table = load_json_object(content)
    if not isinstance(table.get("artifacts"), list):
        raise NotThisFormatError("is JSON but not of Syft (no artifacts)")
    gathering = Gathering()
    places = KeyFinder(decode(content))
    refs: dict[str, str] = {}
    root = _root(mapping(table.get("source")))
    if root is not None:
        gathering.add(root)
    for value in items(table["artifacts"]):
        entry = mapping(value)
        name = text(entry.get("name"))
        ref = text(entry.get("id"))
        if not name:
            gathering.lost(ref or "artifact", "has no name")
            continue
        component, reason = _component(
            entry, name, ref, places.line_of(f'"{ref}"') if ref else None
        )
        if reason and reason != "is not in canonical form":
            gathering.note(component.purl_raw, f"purl read otherwise: {reason}", component.line)
        refs.setdefault(ref, gathering.add(component))
    for value in items(table.get("artifactRelationships")):
        link = mapping(value)
        parent, child = refs.get(text(link.get("parent"))), refs.get(text(link.get("child")))
        if text(link.get("type")) == "dependency-of" and parent and child:
            gathering.need(child, [parent])
    return gathering.inventory(
        version=text(mapping(table.get("schema")).get("version")),
        descriptors=(_descriptor(table, root),),
    )


def _root(source: Any) -> Component | None:
    target = mapping(source.get("target")) or mapping(source.get("metadata"))
    name = text(source.get("name")) or text(target.get("userInput")) or text(source.get("target"))
    if not name:
        return None
    version = text(source.get("version"))
    image = text(source.get("type")) == "image"
    return Component(
        purl=build("generic", name, version),
        name=name,
        version=version,
        version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
        kind=ComponentKind.CONTAINER if image else ComponentKind.APPLICATION,
        roles=(Role.ROOT,),
        ref="syft:source",
        properties=(DERIVED,),
    )


def _component(entry: Any, name: str, ref: str, line: int | None) -> tuple[Component, str | None]:
    stated, version = text(entry.get("purl")), text(entry.get("version"))
    kind = version_kind(version)
    purl, reason = purl_of(stated, "", name, version if kind is VersionKind.EXACT else "")
    if kind is VersionKind.ABSENT and "@" in purl:
        version, kind = version_of(purl), VersionKind.EXACT
    elif kind is not VersionKind.EXACT:
        purl = without_version(purl)
    properties = [("syft:package:type", t) for t in [text(entry.get("type"))] if t]
    if purl.startswith("pkg:generic/") and not stated:
        properties.append(DERIVED)
    for place in items(entry.get("locations"))[:_MAX_PLACES]:
        if path := text(mapping(place).get("path")):
            properties.append(("location", path))
    cpes = items(entry.get("cpes"))
    if cpes and (cpe := text(cpes[0]) or text(mapping(cpes[0]).get("cpe"))):
        properties.append(("cpe", cpe))
    found = Component(
        purl=purl,
        name=name_of(purl, "", name),
        version=version if kind in {VersionKind.EXACT, VersionKind.UNRESOLVED} else "",
        version_kind=kind,
        requirement=version if kind is VersionKind.RANGE else "",
        scope=Scope.UNKNOWN,
        ref=ref,
        licenses=_claims(entry.get("licenses")),
        line=line,
        purl_raw=stated if stated != purl else "",
        properties=tuple(sorted(properties)),
    )
    return found, reason


def _claims(value: Any) -> tuple[LicenseClaim, ...]:
    found = []
    for item in items(value):
        held = mapping(item)
        raw = text(item) or text(held.get("spdxExpression")) or text(held.get("value"))
        kind = LicenseKind.CONCLUDED if held.get("type") == "concluded" else LicenseKind.DECLARED
        if made := claim(raw, kind, "licenses"):
            found.append(made)
    return tuple(found)


def _descriptor(table: dict[str, Any], root: Component | None) -> Descriptor:
    tool, distro = mapping(table.get("descriptor")), mapping(table.get("distro"))
    facts = {
        "tool": " ".join(w for w in (text(tool.get("name")), text(tool.get("version"))) if w),
        "distribution": text(distro.get("prettyName")) or text(distro.get("name")),
        "component": root.name if root else "",
    }
    return Descriptor(
        kind="syft-document",
        name=root.name if root else "",
        version=root.version if root else "",
        properties=tuple(sorted((k, v) for k, v in facts.items() if v)),
    )
