"""Compose files: the images that services run.

Rules: each `services.*.image` is a component of scope RUNTIME (DEV when the service only starts
under a profile named dev, test, debug or ci). A service that is built here is LOCAL, under the
name of its image or else its own, with property `build`; base images stand in its Dockerfile.
Placeholders with a default are filled in, others make the version UNRESOLVED.
`build.additional_contexts` that name an image are BUILD. Property `service` names the service.
Files of version 1, without `services`, are read too; `extends`, `x-` keys and anchors are
allowed. A file of this name that holds objects of Kubernetes is read as those.

Source: Compose specification, "Services" and "Interpolation".
"""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.image_reference import image_component, split_image
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.placeholder import substitute
from sbom.purl import build as build_purl
from sbom.readers.shape import item_line, items, line_of, mapping, pairs, text
from sbom.readers.text import decode
from sbom.readers.yaml_reader import load_yaml
from sbom.readers.yaml_values import YamlMap
from sbom.source import SourceFile

_KNOWN_KEYS = frozenset(
    {"services", "include", "networks", "volumes", "configs", "secrets", "models", "name"}
)
_DEV_PROFILES = frozenset({"dev", "development", "test", "tests", "testing", "debug", "ci"})


def parse(source: SourceFile, /) -> Inventory:
    """Images of a Compose file.

    Raises:
        ParseError: not YAML.
        NotThisFormatError: no services, and nothing else of a Compose file.
    """
    components: list[Component] = []
    issues: list[Issue] = []
    version = ""
    fits = False
    for document in load_yaml(source.content):
        if not isinstance(document, YamlMap) or "kind" in document:
            continue
        services = document.get("services")
        if "services" not in document and not _KNOWN_KEYS.intersection(document):
            services = {k: v for k, v in document.items() if _is_service(v)}
            fits = fits or bool(services)
        else:
            fits = True
        version = version or text(document.get("version"))
        for name, service in mapping(services).items():
            at = line_of(services, name)
            if isinstance(service, Mapping):
                components.extend(_service(name, service, at, issues))
            elif service is not None:
                message = "the service is not a mapping"
                issues.append(
                    Issue(kind=IssueKind.ENTRY, subject=name[:200], line=at, message=message)
                )
    if not fits:
        if b"apiVersion" in source.content:
            from sbom.kubernetes.stream import read_objects

            return read_objects(decode(source.content))
        raise NotThisFormatError("holds no services")
    return Inventory(
        components=tuple(components),
        issues=tuple(issues),
        format_version=version,
        expects_components=bool(components),
    )


def _is_service(value: object) -> bool:
    return isinstance(value, Mapping) and ("image" in value or "build" in value)


def _service(
    name: str, service: Mapping[str, Any], line: int | None, issues: list[Issue]
) -> Iterator[Component]:
    image, built = service.get("image"), service.get("build")
    profiles = [text(p).lower() for p in items(service.get("profiles"))]
    scope = Scope.DEV if profiles and _DEV_PROFILES.issuperset(profiles) else Scope.RUNTIME
    context = "" if built is None else _context(built)
    written = text(image)
    at = line_of(service, "image") if "image" in getattr(service, "key_lines", {}) else line
    if written:
        reference = split_image(substitute(written, {}))
        if reference is None:
            message = "is not the name of an image"
            issue = Issue(kind=IssueKind.ENTRY, subject=written[:200], line=at, message=message)
            issues.append(issue)
        else:
            made = image_component(
                reference,
                written=written,
                scope=scope,
                line=at,
                facts={"service": name, "build": context, "profiles": ", ".join(profiles)},
            )
            yield replace(made, roles=(Role.LOCAL,)) if context else made
    elif image is not None:
        message = "the image of the service is not a text"
        issues.append(Issue(kind=IssueKind.ENTRY, subject=name[:200], line=at, message=message))
    elif context:
        yield Component(
            purl=build_purl("docker", name),
            name=name,
            version_kind=VersionKind.ABSENT,
            kind=ComponentKind.CONTAINER,
            scope=scope,
            roles=(Role.LOCAL,),
            direct=True,
            line=line_of(service, "build"),
            properties=pairs(service=name, build=context, profiles=", ".join(profiles)),
        )
    yield from _contexts(name, mapping(built).get("additional_contexts"))


def _context(built: object) -> str:
    facts = mapping(built)
    if not facts:
        return text(built) or "."
    parts = [text(facts.get("context")) or "."]
    if file := text(facts.get("dockerfile")):
        parts.append(f"dockerfile={file}")
    if target := text(facts.get("target")):
        parts.append(f"target={target}")
    return " ".join(parts)


def _contexts(service: str, value: object) -> Iterator[Component]:
    """Images among the additional contexts: `docker-image://...`."""
    entries = [(text(v), line_of(value, k)) for k, v in mapping(value).items()]
    entries += [
        (text(v).partition("=")[2], item_line(value, i)) for i, v in enumerate(items(value))
    ]
    for written, line in entries:
        if written.startswith("docker-image://"):
            name = written.removeprefix("docker-image://")
            reference = split_image(substitute(name, {}))
            if reference is not None:
                yield image_component(
                    reference,
                    written=name,
                    scope=Scope.BUILD,
                    line=line,
                    facts={"service": service},
                )
