"""snap/manifest.yaml: what Snapcraft built a snap of.

Rules: the snap is ROOT. `primed-stage-packages` are the Debian packages in the snap, BUNDLED, at
their exact versions; `stage-packages` of the parts likewise. `build-packages` of the parts and of
the whole are BUILD; `base` is the snap it runs on, STDLIB. The distribution of the purl is
`snapcraft-os-release-id`. `license`, when there, is a claim. All are EXACT where a version follows
`=`, else ABSENT.

Source: Snapcraft documentation, "The snap format", manifest.yaml.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.readers.shape import item_line, items, line_of, mapping, pairs, text
from sbom.readers.yaml_reader import load_yaml_map
from sbom.source import SourceFile

_KNOWN = frozenset({"snapcraft-version", "primed-stage-packages", "snapcraft-started-at"})
_STAGED = ("primed-stage-packages", "stage-packages")
_BUILD = ("build-packages", "installed-packages")


def parse(source: SourceFile, /) -> Inventory:
    """The snap and the packages in it.

    Raises:
        ParseError: not YAML, or no mapping at the top.
        NotThisFormatError: none of the fields of such a manifest.
    """
    data = load_yaml_map(source.content)
    if _KNOWN.isdisjoint(data):
        raise NotThisFormatError("holds none of the fields of a snap manifest")
    gathering = Gathering()
    architectures = [text(a) for a in items(data.get("architectures"))]
    name, version = text(data.get("name")), text(data.get("version"))
    root = ""
    if name:
        root = gathering.add(_snap(name, version, data, architectures))
    system = text(data.get("snapcraft-os-release-id")) or "ubuntu"
    seen: set[tuple[str, str, Scope]] = set()
    refs = []
    for stated, scope, line in _packages(data):
        package, _, number = stated.partition("=")
        package, _, architecture = package.partition(":")
        if not package or (package, number, scope) in seen:
            continue
        seen.add((package, number, scope))
        if not architecture and len(architectures) == 1:
            architecture = architectures[0]
        made = Component(
            purl=build("deb", package, number, namespace=system, qualifiers={"arch": architecture}),
            name=package,
            version=number,
            version_kind=firmness(number),
            scope=scope,
            roles=(Role.BUNDLED,) if scope is Scope.RUNTIME else (),
            line=line,
        )
        refs.append(gathering.add(made))
    gathering.need(root, refs)
    return gathering.inventory(version=text(data.get("snapcraft-version")), expects=False)


def _packages(data: Mapping[str, Any]) -> Iterator[tuple[str, Scope, int | None]]:
    holders = [data, *map(mapping, mapping(data.get("parts")).values())]
    for fields, scope in ((_STAGED, Scope.RUNTIME), (_BUILD, Scope.BUILD)):
        for holder in holders:
            for field in fields:
                listed = holder.get(field)
                for index, item in enumerate(items(listed)):
                    yield text(item), scope, item_line(listed, index)


def _snap(name: str, version: str, data: Mapping[str, Any], architectures: list[str]) -> Component:
    raw = text(data.get("license"))
    claim = LicenseClaim(raw=raw, line=line_of(data, "license"), source="license")
    return Component(
        purl=build("generic", name, version, namespace="snap"),
        name=name,
        version=version,
        version_kind=firmness(version),
        kind=ComponentKind.APPLICATION,
        roles=(Role.ROOT,),
        ref=".",
        licenses=(claim,) if raw else (),
        line=line_of(data, "name"),
        properties=pairs(
            architectures=", ".join(architectures),
            base=text(data.get("base")),
            description=text(data.get("summary"))[:1000],
        ),
    )
