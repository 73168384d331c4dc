"""CircleCI: orbs, container images and machine images.

Rules, all BUILD and direct: an orb `namespace/name@1.2.3` is `pkg:generic/circleci-orb/...` (the purl
specification has no type for it); a full version is EXACT, `1.2` or `volatile` a RANGE, inline orbs
are LOCAL. `docker: - image:` are images; `machine.image` is a PLATFORM. `<< parameters.x >>` is
UNRESOLVED.

Source: CircleCI documentation, "Configuration reference".
"""

import re
from collections.abc import Mapping

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.image_mentions import Images
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.shape import items, line_of, mapping, pairs, text
from sbom.readers.yaml_reader import load_yaml_map
from sbom.source import SourceFile

_FULL = re.compile(r"\d+\.\d+\.\d+\Z")


def parse(source: SourceFile, /) -> Inventory:
    """Orbs and images.

    Raises:
        ParseError: not YAML.
        NotThisFormatError: no jobs, orbs, executors or workflows.
    """
    document = load_yaml_map(source.content)
    if not {"jobs", "orbs", "executors", "workflows", "commands", "setup"}.intersection(document):
        raise NotThisFormatError("holds no jobs and no orbs")
    images = Images()
    orbs = mapping(document.get("orbs"))
    for alias, value in orbs.items():
        _orb(alias, value, line_of(orbs, alias), images)
    for kind in ("executors", "jobs"):
        for name, value in mapping(document.get(kind)).items():
            job = mapping(value)
            for entry in items(job.get("docker")):
                facts = mapping(entry)
                images.add(facts.get("image"), line_of(facts, "image"), scope=Scope.BUILD, job=name)
            machine = mapping(job.get("machine"))
            if image := text(machine.get("image")):
                images.components.append(_machine(image, line_of(machine, "image"), name))
    return Inventory(
        components=tuple(images.components),
        issues=images.issues,
        format_version=text(document.get("version")),
        expects_components=bool(images.components),
    )


def _orb(alias: str, value: object, line: int | None, images: Images) -> None:
    written = text(value)
    path, _, version = written.partition("@")
    namespace, _, name = path.rpartition("/")
    local = isinstance(value, Mapping)
    if not local and not name:
        images.issue(alias, line, "the orb is not written as `namespace/name@version`")
        return
    kind = VersionKind.RANGE if version else VersionKind.ABSENT
    if _FULL.match(version):
        kind = VersionKind.EXACT
    elif "<<" in version or version.startswith("dev:"):
        kind = VersionKind.UNRESOLVED
    shown = version if kind in {VersionKind.EXACT, VersionKind.UNRESOLVED} else ""
    images.components.append(
        Component(
            purl=build(
                "generic",
                alias if local else name,
                version if kind is VersionKind.EXACT else "",
                namespace=f"circleci-orb/{namespace}",
            ),
            name=alias if local else path,
            version=shown,
            version_kind=kind,
            requirement=written,
            kind=ComponentKind.APPLICATION,
            scope=Scope.BUILD,
            roles=(Role.LOCAL,) if local else (),
            direct=True,
            line=line,
            properties=pairs(use="orb", alias="" if local else alias),
        )
    )


def _machine(written: str, line: int | None, job: str) -> Component:
    name, _, version = written.partition(":")
    open_ = version in {"current", "default", "edge", ""} or "<<" in version
    return Component(
        purl=build("generic", name, "" if open_ else version),
        name=name,
        version=version,
        version_kind=(VersionKind.UNRESOLVED if version else VersionKind.ABSENT)
        if open_
        else VersionKind.EXACT,
        requirement=written,
        kind=ComponentKind.PLATFORM,
        scope=Scope.BUILD,
        direct=True,
        line=line,
        properties=pairs(use="machine", job=job),
    )
