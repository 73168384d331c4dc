"""Azure Pipelines: tasks, container images, machines and templates from other repositories.

Rules, all BUILD and direct: `task: Name@2` is `pkg:azure-devops-task`-like, written as
`pkg:generic/azure-pipelines-task/Name@2` (the purl specification has no type for it); the number is
a major version, EXACT as the format means it. `container` of a job and `resources.containers`
are images. `pool.vmImage` is a PLATFORM (`ubuntu-22.04`; `*-latest` is UNRESOLVED).
`resources.repositories` are GIT at `ref` (tags and commits EXACT, branches UNRESOLVED, ABSENT
without). `template: file@repository` is part of that repository; a local template is LOCAL.

Source: Azure Pipelines, "YAML schema reference" (steps.task, resources, pool, container, template).
"""

from sbom.azure_pipelines import read_pipeline
from sbom.inventory import Inventory
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """What the pipeline uses.

    Raises:
        ParseError: not YAML.
        NotThisFormatError: none of the keys of a pipeline.
    """
    return read_pipeline(source)
