"""Azure Pipelines read: for the parser of that name and for YAML of no telling name."""

import re
from collections.abc import Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.image_mentions import Images
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.shape import items, line_of, mapping, pairs, text
from sbom.readers.yaml_reader import load_yaml_map
from sbom.source import SourceFile

_KEYS = frozenset(
    "trigger pr pool stages jobs steps resources extends variables parameters schedules name".split()  # noqa: SIM905 - words in a row
)
_TASK = re.compile(r"([A-Za-z0-9][\w.-]*)@(\d+(?:\.\d+)*)\Z")
_MACHINE = re.compile(
    r"([A-Za-z]+(?:-[A-Za-z]+)*?)-(latest|[\d.]+(?:-[\w.]+)?)\Z|(vs\d{4}-win\d{4})\Z"
)


def read_pipeline(source: SourceFile) -> Inventory:
    """What the pipeline uses.

    Raises:
        ParseError: not YAML.
        NotThisFormatError: none of the keys of a pipeline.
    """
    document = load_yaml_map(source.content)
    if not _KEYS.intersection(document):
        raise NotThisFormatError("holds no pipeline")
    images = Images()
    known = _resources(mapping(document.get("resources")), images)
    stack: list[object] = [document]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(reversed(node))
        elif isinstance(node, Mapping):
            _node(node, images, known)
            stack.extend(
                v
                for k, v in reversed(list(node.items()))
                if isinstance(v, dict | list)
                and k not in {"inputs", "env", "variables"}
                and not (node is document and k == "resources")
            )
    return Inventory(
        components=tuple(images.components),
        issues=images.issues,
        expects_components=bool(images.components),
    )


def _resources(resources: Mapping[str, Any], images: Images) -> set[str]:
    """Adds containers and repositories; returns the aliases of containers."""
    aliases = set()
    for entry in items(resources.get("containers")):
        facts = mapping(entry)
        aliases.add(text(facts.get("container")))
        images.add(
            facts.get("image"),
            line_of(facts, "image"),
            scope=Scope.BUILD,
            alias=text(facts.get("container")),
        )
    for entry in items(resources.get("repositories")):
        facts = mapping(entry)
        name, ref = text(facts.get("name")), text(facts.get("ref"))
        if not name:
            continue
        short = ref.removeprefix("refs/tags/").removeprefix("refs/heads/")
        exact = ref.startswith("refs/tags/") or re.fullmatch(r"[0-9a-f]{40}", ref) is not None
        kind = VersionKind.EXACT if exact else VersionKind.UNRESOLVED
        kind = kind if ref else VersionKind.ABSENT
        namespace, _, last = name.rpartition("/")
        hosted = (
            "github" if text(facts.get("type")).startswith("github") and namespace else "generic"
        )
        images.components.append(
            Component(
                purl=build(hosted, last, short if exact else "", namespace=namespace),
                name=name,
                version=short,
                version_kind=kind,
                requirement=f"{name}@{ref}" if ref else name,
                kind=ComponentKind.APPLICATION,
                scope=Scope.BUILD,
                roles=(Role.GIT,),
                direct=True,
                line=line_of(facts, "name"),
                properties=pairs(use="repository", alias=text(facts.get("repository"))),
            )
        )
    return aliases


def _node(node: Mapping[str, Any], images: Images, known: set[str]) -> None:
    if task := text(node.get("task")):
        line = line_of(node, "task")
        match = _TASK.match(task)
        if match:
            images.components.append(_task(match.group(1), match.group(2), task, line))
        else:
            images.issue(task, line, "the task is not written as `name@version`")
    container = node.get("container")
    if isinstance(container, Mapping):
        images.add(container.get("image"), line_of(container, "image"), scope=Scope.BUILD)
    elif text(container) and text(container) not in known:
        images.add(container, line_of(node, "container"), scope=Scope.BUILD, strict=False)
    if machine := text(node.get("vmImage")):
        images.components.append(_machine(machine, line_of(node, "vmImage")))
    template = text(node.get("template"))
    if template and "@" not in template:
        images.components.append(_template(template, line_of(node, "template")))


def _task(name: str, version: str, written: str, line: int | None) -> Component:
    return Component(
        purl=build("generic", name, version, namespace="azure-pipelines-task"),
        name=name,
        version=version,
        requirement=written,
        kind=ComponentKind.APPLICATION,
        scope=Scope.BUILD,
        direct=True,
        line=line,
        properties=pairs(use="task"),
    )


def _machine(written: str, line: int | None) -> Component:
    match = _MACHINE.match(written)
    name = (match.group(1) or match.group(3)) if match else written
    version = (match.group(2) or "") if match else ""
    kind = VersionKind.EXACT if version else VersionKind.ABSENT
    if version == "latest" or "$" in written:
        kind = VersionKind.UNRESOLVED
    return Component(
        purl=build("generic", name.lower(), version if kind is VersionKind.EXACT else ""),
        name=name.lower(),
        version=version,
        version_kind=kind,
        requirement=written,
        kind=ComponentKind.PLATFORM,
        scope=Scope.BUILD,
        direct=True,
        line=line,
        properties=pairs(use="vmImage"),
    )


def _template(path: str, line: int | None) -> Component:
    namespace, _, name = path.replace("../", "").strip("./").rpartition("/")
    return Component(
        purl=build("generic", name or "template", namespace=namespace),
        name=path,
        version_kind=VersionKind.ABSENT,
        requirement=path,
        kind=ComponentKind.APPLICATION,
        scope=Scope.BUILD,
        roles=(Role.LOCAL,),
        direct=True,
        line=line,
        properties=pairs(use="template"),
    )
