"""values.yaml of a chart: the images that its templates take from it.

Rules: an `image` with `repository`, `tag`, `digest` and `registry` in any combination, or as one
text, is a component, direct, scope RUNTIME, property `use` is `values`. An empty tag
means the chart's appVersion and is ABSENT here. Files of other kinds named so give nothing.

Source: Helm documentation, "Values Files"; the shape that `helm create` writes.
"""

from sbom.errors import NotThisFormatError, ParseError
from sbom.image_mentions import Images
from sbom.inventory import Inventory
from sbom.kubernetes.objects import take_images
from sbom.readers.yaml_reader import load_yaml
from sbom.readers.yaml_values import YamlMap
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """Images that the values name.

    Raises:
        ParseError: it names images and is not YAML.
        NotThisFormatError: nothing in it names an image.
    """
    if b"image" not in source.content and b"repository" not in source.content:
        raise NotThisFormatError("names no image")
    images = Images()
    try:
        documents = load_yaml(source.content)
    except ParseError as error:
        if b"{{" in source.content or b"{%" in source.content:
            raise NotThisFormatError("is a template") from error
        raise
    for document in documents:
        if isinstance(document, YamlMap):
            take_images(document, images, facts={"use": "values"})
    if not images.components and not images.issues:
        raise NotThisFormatError("names no image")
    return Inventory(
        components=tuple(images.components), issues=images.issues, expects_components=False
    )
