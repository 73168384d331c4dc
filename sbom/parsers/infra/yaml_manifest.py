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

from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.kubernetes.stream import read_objects
from sbom.readers.text import decode
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
        return read_objects(decode(content))
    if b"task:" in content and _AZURE.search(content):
        from sbom.azure_pipelines import read_pipeline

        return read_pipeline(source)
    raise NotThisFormatError("holds no object of Kubernetes and no pipeline")
