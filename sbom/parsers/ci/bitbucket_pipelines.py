"""Bitbucket Pipelines: images of the pipeline, its steps and services, and pipes.

Rules, all BUILD and direct: `image` anywhere (text, or mapping with `name`) and images of
`definitions.services` are images. `pipe: owner/repo:1.2` is `pkg:bitbucket/owner/repo@1.2`; a
`docker://` pipe is an image. `definitions` count even when no pipeline uses them.

Source: Bitbucket Cloud documentation, "Bitbucket Pipelines configuration reference".
"""

from collections.abc import Mapping

from sbom.component import Component, ComponentKind, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.image_mentions import Images
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.shape import line_of, mapping, pairs, text
from sbom.readers.yaml_reader import load_yaml_map
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """Images and pipes.

    Raises:
        ParseError: not YAML.
        NotThisFormatError: no pipelines, definitions or image.
    """
    document = load_yaml_map(source.content)
    if not {"pipelines", "definitions", "image"}.intersection(document):
        raise NotThisFormatError("holds no pipelines")
    images = Images()
    stack: list[object] = [document]
    seen: set[int] = set()
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(reversed(node))
        elif isinstance(node, Mapping):
            if id(node) in seen:  # the same step through an anchor
                continue
            seen.add(id(node))
            image = node.get("image")
            name = mapping(image).get("name") if isinstance(image, Mapping) else image
            line = line_of(image, "name") or line_of(node, "image")
            images.add(name, line, scope=Scope.BUILD)
            if pipe := text(node.get("pipe")):
                _pipe(pipe, line_of(node, "pipe"), images)
            stack.extend(
                v
                for k, v in reversed(list(node.items()))
                if isinstance(v, dict | list) and k != "image"
            )
    return Inventory(
        components=tuple(images.components),
        issues=images.issues,
        expects_components=bool(images.components),
    )


def _pipe(written: str, line: int | None, images: Images) -> None:
    if written.startswith("docker://"):
        images.add(written, line, scope=Scope.BUILD, use="pipe")
        return
    path, _, version = written.partition(":")
    namespace, slash, name = path.rpartition("/")
    if not slash or not name:
        images.issue(written, line, "the pipe is not written as `owner/name:version`")
        return
    images.components.append(
        Component(
            purl=build("bitbucket", name, version, namespace=namespace),
            name=path,
            version=version,
            version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
            requirement=written,
            kind=ComponentKind.APPLICATION,
            scope=Scope.BUILD,
            direct=True,
            line=line,
            properties=pairs(use="pipe"),
        )
    )
