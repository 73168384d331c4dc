"""action.yml: what a GitHub action itself uses.

Rules: steps of a composite action and the image of a container action, scope BUILD; an image built
from a Dockerfile here is LOCAL; `using: node20` gives a STDLIB component `node`. See
`sbom.actions_reference` for references.

Source: GitHub Docs, "Metadata syntax for GitHub Actions".
"""

from sbom.actions_reference import Uses, runs_of
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.readers.shape import mapping
from sbom.readers.text import decode
from sbom.readers.yaml_reader import loads_yaml
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """What an action uses.

    Raises:
        ParseError: not YAML.
        NotThisFormatError: no `runs`.
    """
    content = decode(source.content)
    documents = loads_yaml(content)
    action = mapping(documents[0]) if documents else {}
    if "runs" not in action:
        raise NotThisFormatError("holds no runs")
    uses = Uses(content)
    extra = tuple(runs_of(action, uses))
    return Inventory(
        components=(*uses.components, *extra),
        issues=tuple(uses.issues),
        expects_components=bool(uses.components),
    )
