"""A stream of Kubernetes objects, or a template of them, to images and charts."""

from sbom.errors import NotThisFormatError, ParseError
from sbom.image_mentions import Images
from sbom.inventory import Inventory
from sbom.kubernetes.objects import is_object, take_object
from sbom.kubernetes.templates import take_template
from sbom.readers.yaml_reader import loads_yaml


def read_objects(text: str) -> Inventory:
    """Images and charts of a stream of objects.

    Raises:
        NotThisFormatError: no document is an object.
        ParseError: not YAML, and no template either.
    """
    images = Images()
    try:
        documents = loads_yaml(text)
    except ParseError:
        if "{{" not in text:
            raise
        take_template(text, images)
    else:
        objects = [d for d in documents if is_object(d)]
        if not objects:
            raise NotThisFormatError("holds no object of Kubernetes")
        for document in objects:
            take_object(document, images)
    return Inventory(
        components=tuple(images.components), issues=images.issues, expects_components=False
    )
