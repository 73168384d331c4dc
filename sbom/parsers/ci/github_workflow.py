"""GitHub Actions workflows: actions, reusable workflows and container images.

Rules: `jobs.*.steps[].uses`, `jobs.*.uses`, `jobs.*.container` and `jobs.*.services.*.image`,
all of scope BUILD and direct; property `job` names the job. See `sbom.actions_reference` for
references. A file with `runs` instead of `jobs` is read as an action.

Source: GitHub Docs, "Workflow syntax for GitHub Actions".
"""

from sbom.actions_reference import Uses, runs_of
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.readers.shape import line_of, mapping
from sbom.readers.text import decode
from sbom.readers.yaml_reader import loads_yaml
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """What the jobs of a workflow use.

    Raises:
        ParseError: not YAML.
        NotThisFormatError: no `jobs` and no `runs`.
    """
    content = decode(source.content)
    documents = loads_yaml(content)
    workflow = mapping(documents[0]) if documents else {}
    if "jobs" not in workflow and "runs" not in workflow:
        raise NotThisFormatError("holds no jobs")
    uses = Uses(content)
    jobs = mapping(workflow.get("jobs"))
    for name, value in jobs.items():
        job = mapping(value)
        uses.steps(job.get("steps"), job=name)
        if "uses" in job:
            uses.reference(job["uses"], line_of(job, "uses"), job=name)
        if "container" in job:
            uses.image(job["container"], line_of(job, "container"), job=name, use="container")
        services = mapping(job.get("services"))
        for service, facts in services.items():
            uses.image(
                mapping(facts) or facts, line_of(services, service), job=name, service=service
            )
    extra = tuple(runs_of(workflow, uses))
    return Inventory(
        components=(*uses.components, *extra),
        issues=tuple(uses.issues),
        expects_components=bool(uses.components),
    )
