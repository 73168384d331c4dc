"""devcontainer.json: the image developers work in, and its features.

Rules: `image` is DEV, direct. A feature `ghcr.io/owner/features/name:1` is an image-like component of
kind APPLICATION, purl of type oci-like `docker`, DEV; `:1` is the tag as written. `./local` features
are LOCAL. What a Dockerfile or Compose file named here uses stands in those files.

Source: Development Containers specification, "devcontainer.json reference", "Features".
"""

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.image_mentions import Images
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.json_reader import loads_json
from sbom.readers.shape import mapping, pairs, text
from sbom.readers.text import KeyFinder, decode
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """The image and the features.

    Raises:
        ParseError: not JSON (comments are allowed).
    """
    content = decode(source.content)
    document = mapping(loads_json(content))
    images = Images()
    if image := text(document.get("image")):
        line = KeyFinder(content).line_of(f'"{image}"')
        images.add(image, line, scope=Scope.DEV, use="devcontainer")
    finder = KeyFinder(content)
    for feature, options in mapping(document.get("features")).items():
        line = finder.line_of(f'"{feature}"')
        if feature.startswith("."):
            images.components.append(_local(feature, line))
        else:
            wanted = text(mapping(options).get("version")) or text(options)
            images.add(feature, line, scope=Scope.DEV, use="feature", option_version=wanted)
    return Inventory(
        components=tuple(images.components),
        issues=images.issues,
        expects_components=bool(images.components),
    )


def _local(feature: str, line: int | None) -> Component:
    return Component(
        purl=build("generic", feature.rpartition("/")[2] or "feature"),
        name=feature,
        version_kind=VersionKind.ABSENT,
        requirement=feature,
        kind=ComponentKind.APPLICATION,
        scope=Scope.DEV,
        roles=(Role.LOCAL,),
        direct=True,
        line=line,
        properties=pairs(use="feature"),
    )
