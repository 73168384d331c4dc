"""skaffold.yaml: images built here, builders, charts from elsewhere.

Rules: artifacts are LOCAL, scope RUNTIME, version ABSENT, property `build` (the folder); builders,
run images and base images are BUILD; `remoteChart` is a chart. Further documents that are objects
of Kubernetes are read as those.

Source: Skaffold, "skaffold.yaml".
"""

from sbom.inventory import Inventory
from sbom.kubernetes.stream import read_objects
from sbom.readers.text import decode
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """Images and charts.

    Raises:
        ParseError: not YAML.
        NotThisFormatError: no document of Skaffold.
    """
    return read_objects(decode(source.content))
