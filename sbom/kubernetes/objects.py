"""What Kubernetes objects run: images and charts in any object, by the shape of its API group.

Source: Kubernetes API reference (PodSpec, Container, ImageVolumeSource); Tekton, "Tasks"; Argo
Workflows, "Fields"; Argo CD, "Application"; Flux, "HelmRelease", "OCIRepository"; Kustomize,
"kustomization.yaml"; Skaffold, "skaffold.yaml"; K3s, "Using the Helm controller".
"""

from collections.abc import Mapping
from typing import Any

from sbom.component import Role, Scope
from sbom.image_mentions import Images
from sbom.readers.shape import items, line_of, mapping, text

_CONTAINERS = frozenset(
    {"containers", "initContainers", "ephemeralContainers", "steps", "sidecars", "initSteps"}
)
_CLOSED = frozenset(
    {"metadata", "status", "annotations", "labels", "openAPIV3Schema", "env", "args", "command"}
)
_SILENT = frozenset({"ConfigMap", "Secret", "CustomResourceDefinition", "APIService", "Role"})


def is_object(document: object) -> bool:
    """Whether a YAML document is an object of a Kubernetes-like API."""
    facts = mapping(document)
    return bool(text(facts.get("apiVersion"))) and bool(text(facts.get("kind")))


def take_object(document: Mapping[str, Any], images: Images) -> None:
    """Adds what one object mentions."""
    api, kind = text(document.get("apiVersion")), text(document.get("kind"))
    if api.startswith("skaffold/"):
        take_skaffold(document, images)
    elif api.startswith("kustomize.config.k8s.io/"):
        take_kustomization(document, images)
    elif kind == "List" or kind.endswith("List"):
        for item in items(document.get("items")):
            if isinstance(item, Mapping):
                take_object(item, images)
    elif kind not in _SILENT:
        facts = {"object": kind, "object_name": text(mapping(document.get("metadata")).get("name"))}
        build = api.startswith(("tekton.dev/", "build.openshift.io/"))
        take_images(document, images, scope=Scope.BUILD if build else Scope.RUNTIME, facts=facts)
        _charts(api, kind, mapping(document.get("spec")), images, facts)


def take_images(
    top: Mapping[str, Any],
    images: Images,
    *,
    scope: Scope = Scope.RUNTIME,
    facts: Mapping[str, str],
) -> None:
    """Every `image` at any depth: a text, or parts (`repository`, `tag`); in the order of the file."""
    stack: list[tuple[object, str, bool]] = [(top, "", False)]
    while stack:
        node, name, inside = stack.pop()
        if isinstance(node, Mapping):
            _mention(node, name, inside, images, scope, facts)
            stack.extend(
                (value, key, key in _CONTAINERS)
                for key, value in reversed(list(node.items()))
                if key not in _CLOSED and isinstance(value, dict | list)
            )
        elif isinstance(node, list):
            stack.extend((v, name, inside) for v in reversed(node) if isinstance(v, dict | list))


def _mention(
    node: Mapping[str, Any],
    name: str,
    inside: bool,  # noqa: FBT001 - travels on a stack with the node
    images: Images,
    scope: Scope,
    facts: Mapping[str, str],
) -> None:
    image = node.get("image")
    line = line_of(node, "image")
    if isinstance(image, str):
        tag = text(node.get("imageTag")) or text(node.get("tag"))
        if tag and not inside and ":" not in image.rpartition("/")[2] and "@" not in image:
            image = f"{image}:{tag}"
        own = {"container": text(node.get("name"))} if inside else {}
        init = (
            {"use": name} if name in {"initContainers", "sidecars", "ephemeralContainers"} else {}
        )
        images.add(image, line, scope=scope, strict=inside, facts={**facts, **own, **init})
    elif isinstance(image, Mapping) and name == "volumes":
        images.add(image.get("reference"), line, scope=scope, facts=facts)
    if text(node.get("repository")) and ("tag" in node or "digest" in node or name == "image"):
        if "://" not in text(node.get("repository")):
            images.parts(node, scope=scope, facts=facts)
    elif name == "image" and text(node.get("name")) and "tag" in node:
        images.parts({**node, "repository": node["name"]}, scope=scope, facts=facts)


def _charts(
    api: str, kind: str, spec: Mapping[str, Any], images: Images, facts: Mapping[str, str]
) -> None:
    """Charts that an object asks a controller to install."""
    if api.startswith("argoproj.io/") and kind in {"Application", "ApplicationSet"}:
        if kind == "ApplicationSet":
            spec = mapping(mapping(spec.get("template")).get("spec"))
        for source in [mapping(spec.get("source")), *map(mapping, items(spec.get("sources")))]:
            if name := text(source.get("chart")):
                version = text(source.get("targetRevision"))
                place = text(source.get("repoURL"))
                images.chart(name, version, place, line_of(source, "chart"), facts)
    elif kind == "HelmRelease":
        chart = mapping(mapping(spec.get("chart")).get("spec"))
        place = text(mapping(chart.get("sourceRef")).get("name"))
        name, version = text(chart.get("chart")), text(chart.get("version"))
        if not name.startswith("."):
            images.chart(
                name, version, f"@{place}" if place else "", line_of(chart, "chart"), facts
            )
    elif kind == "HelmChart":
        name, version = text(spec.get("chart")), text(spec.get("version"))
        place = text(spec.get("repo"))
        if "://" in name:
            place, _, name = name.rpartition("/")
        images.chart(name, version, place, line_of(spec, "chart"), facts)
    elif kind == "OCIRepository" and (url := text(spec.get("url"))):
        ref = mapping(spec.get("ref"))
        tag, digest = text(ref.get("tag")), text(ref.get("digest"))
        whole = url + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")
        images.add(whole, line_of(spec, "url"), strict=False, facts=facts)


def take_kustomization(document: Mapping[str, Any], images: Images) -> None:
    """`images` (new name, tag or digest), `helmCharts`, and remote resources."""
    for entry in items(document.get("images")):
        facts = mapping(entry)
        name = text(facts.get("newName")) or text(facts.get("name"))
        tag, digest = text(facts.get("newTag")), text(facts.get("digest"))
        if not name:
            images.issue("images", line_of(facts, "name"), "the image has no name")
            continue
        whole = name + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")
        line = line_of(facts, "newTag" if tag else "name")
        role = None if tag or digest else Role.DECLARED
        images.add(whole, line, role=role, replaces=text(facts.get("name")), use="kustomize")
    for entry in items(document.get("helmCharts")):
        facts = mapping(entry)
        images.chart(
            text(facts.get("name")),
            text(facts.get("version")),
            text(facts.get("repo")),
            line_of(facts, "name"),
            {"use": "kustomize"},
        )


def take_skaffold(document: Mapping[str, Any], images: Images) -> None:
    """Artifacts are LOCAL; builders and run images BUILD; remote charts are charts."""
    profiles = [mapping(p) for p in items(document.get("profiles"))]
    for part in [document, *profiles]:
        for entry in items(mapping(part.get("build")).get("artifacts")):
            facts = mapping(entry)
            context = text(facts.get("context")) or "."
            line = line_of(facts, "image")
            images.add(facts.get("image"), line, role=Role.LOCAL, build=context)
            packs = mapping(facts.get("buildpacks"))
            for key in ("builder", "runImage"):
                images.add(packs.get(key), line_of(packs, key), scope=Scope.BUILD, use=key)
            base = mapping(facts.get("jib") or facts.get("ko"))
            images.add(base.get("fromImage"), line_of(base, "fromImage"), scope=Scope.BUILD)
        for place in ("deploy", "manifests"):
            for entry in items(mapping(mapping(part.get(place)).get("helm")).get("releases")):
                facts = mapping(entry)
                name = text(facts.get("remoteChart"))
                images.chart(
                    name.rpartition("/")[2],
                    text(facts.get("version")),
                    text(facts.get("repo")),
                    line_of(facts, "remoteChart"),
                )
