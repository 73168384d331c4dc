"""gradle/verification-metadata.xml: checksums and keys of what Gradle may download.

Rules: one component for each `component` entry, with role INDIRECT_HASH: being trusted does not
prove that it is used, and versions of the past stay listed. The hashes are those of the artifact
itself (its jar, aar or klib), not of its descriptors; files for one platform only are the property
`artifacts`. An entry without group, name or version is an issue. Scope UNKNOWN.

Source: Gradle user manual, "Verifying dependencies"; schema dependency-verification 1.3.
"""

from sbom.component import Component, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.pypi import hash_pairs
from sbom.readers.shape import pairs
from sbom.readers.xml_reader import Element, load_xml
from sbom.source import SourceFile

_ALGORITHMS = ("md5", "sha1", "sha256", "sha512")
_ARCHIVES = (".jar", ".aar", ".klib", ".zip")


def parse(source: SourceFile, /) -> Inventory:
    """Components of a verification-metadata.xml.

    Raises:
        ParseError: not XML.
        NotThisFormatError: another root element.
    """
    root = load_xml(source.content)
    if root.tag != "verification-metadata":
        raise NotThisFormatError(f"the root element is <{root.tag}>", line=root.line)
    gathering = Gathering()
    holder = root.first("components")
    entries = [] if holder is None else list(holder.all("component"))
    for entry in entries:
        group, name, version = (
            entry.attributes.get(k, "").strip() for k in ("group", "name", "version")
        )
        if not group or not name or not version:
            missing = "group" if not group else "name" if not name else "version"
            subject = ":".join(p for p in (group, name, version) if p)
            gathering.lost(subject, f"the component has no {missing}", entry.line)
            continue
        gathering.add(_component(entry, group, name, version))
    return gathering.inventory(expects=bool(entries))


def _component(entry: Element, group: str, name: str, version: str) -> Component:
    artifacts = list(entry.all("artifact"))
    base = f"{name}-{version}"
    main = [a for a in artifacts if a.attributes.get("name", "") in {base + e for e in _ARCHIVES}]
    others = [
        n
        for a in artifacts
        if (n := a.attributes.get("name", "")).endswith(_ARCHIVES) and a not in main
    ]
    sums = (
        f"{sum_.tag}:{sum_.attributes.get('value', '')}"
        for artifact in main
        for sum_ in artifact.children
        if sum_.tag in _ALGORITHMS
    )
    return Component(
        purl=build("maven", name, version, namespace=group),
        name=f"{group}:{name}",
        version=version,
        scope=Scope.UNKNOWN,
        roles=(Role.INDIRECT_HASH,),
        hashes=hash_pairs(sums),
        line=entry.line,
        properties=pairs(artifacts=", ".join(others)[:1000]),
    )
