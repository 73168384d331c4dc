"""YAML of no telling name: Kubernetes objects (also Tekton, Argo, Flux, OpenShift), and pipelines.

Rules: every `image` of an object with `apiVersion` and `kind` is a component, direct; scope RUNTIME,
BUILD for Tekton. `image` as parts (`repository`, `tag`, `digest`) counts too. Without tag and
digest the version is ABSENT, never `latest`. Properties `object`, `object-name`, `container`, `use`
(`initContainers` ...), `digest`. Charts that Argo CD, Flux or K3s are asked to install are
components of type helm. ConfigMaps, Secrets and definitions of resources are not looked into. In
templates of charts `{{ }}` is a placeholder: the version is UNRESOLVED; an image that only
placeholders name is counted in a note (`values.yaml` names it). A file with the keys of an Azure
or GitLab pipeline is read as that.

Source: see `sbom.kubernetes.objects`.
"""

import re

from sbom.errors import NotThisFormatError, ParseError
from sbom.image_mentions import Images
from sbom.inventory import Inventory
from sbom.kubernetes.objects import is_object, take_object
from sbom.kubernetes.templates import take_template
from sbom.readers.text import decode
from sbom.readers.yaml_reader import loads_yaml
from sbom.source import SourceFile

_KIND = re.compile(rb"^[ \t]*(?:-[ \t]+)?[\"']?kind[\"']?[ \t]*:", re.MULTILINE)
_AZURE = re.compile(rb"^[ \t]*-[ \t]+task:[ \t]*[\"']?[\w.-]+@\d", re.MULTILINE)


def parse(source: SourceFile, /) -> Inventory:
    """Images and charts.

    Raises:
        NotThisFormatError: none of these, which is the usual case.
        ParseError: it has the marks of one of these and is not YAML.
    """
    content = source.content
    if b"apiVersion" in content and _KIND.search(content):
        return kubernetes(decode(content))
    if _AZURE.search(content):
        from sbom.parsers.ci.azure_pipelines import parse as parse_azure

        return parse_azure(source)
    raise NotThisFormatError("holds no object of Kubernetes and no pipeline")


def kubernetes(text: str) -> Inventory:
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
