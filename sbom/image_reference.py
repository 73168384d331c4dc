"""Names of container images: registry, repository, tag and digest; and the component they make.

Source: distribution/reference (the grammar of image names); purl specification, type docker.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from sbom.component import Component, ComponentKind, Scope, VersionKind
from sbom.lazy_pattern import lazy
from sbom.purl import build
from sbom.readers.shape import pairs

_HUB = frozenset(
    {"docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"}
)
_DIGEST = lazy(r"(?:[a-z0-9]+:[0-9a-fA-F]{16,}|.*\$.*)\Z")
_PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*\Z")
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\Z")


class ImageReference(NamedTuple):
    """An image name taken apart."""

    registry: str
    """Host and port in lower case; empty for Docker Hub."""
    repository: str
    """Path below the registry; `library/` of Docker Hub is left out."""
    tag: str
    digest: str
    """`sha256:...`, or empty."""

    @property
    def name(self) -> str:
        """Registry (when it is not Docker Hub) and repository."""
        return f"{self.registry}/{self.repository}" if self.registry else self.repository


def split_image(text: str) -> ImageReference | None:
    """An image name taken apart, or None when it cannot be one.

    Placeholders (`$`) are allowed anywhere; `docker://` and `oci://` before the name are dropped.
    """
    text = text.strip().removeprefix("docker://").removeprefix("oci://")
    if not text or len(text) > 1024 or any(c.isspace() for c in text):
        return None
    rest, _, digest = text.partition("@")
    slash = _after_placeholders(rest, "/")
    colon = _after_placeholders(rest, ":")
    tag = ""
    if colon > slash:
        rest, tag = rest[:colon], rest[colon + 1 :]
    head, separator, path = rest.partition("/")
    registry = ""
    if separator and (head == "localhost" or any(c in head for c in ".:")) and "$" not in head:
        registry, rest = head.lower(), path
    if registry in _HUB:
        registry = ""
    if not registry:
        rest = rest.removeprefix("library/")
    clean = "$" in rest or _PATH.match(rest)
    if not clean or not ("$" in tag or not tag or _TAG.match(tag)):
        return None
    return ImageReference(registry, rest.strip("/"), tag, digest)


def _after_placeholders(text: str, mark: str) -> int:
    """Offset of the last `mark` that is outside `${...}`, or -1."""
    close = text.rfind("}")
    found = text.rfind(mark)
    if found > close:
        return found
    opening = text.rfind("${")
    return text.rfind(mark, 0, opening) if opening >= 0 else found


def image_component(
    reference: ImageReference,
    *,
    written: str,
    scope: Scope = Scope.RUNTIME,
    line: int | None = None,
    facts: Mapping[str, str] | None = None,
) -> Component:
    """The component of an image.

    The version is the tag; without a tag it is the digest; with neither it is ABSENT, never taken
    for `latest`. A placeholder makes it UNRESOLVED. Property `digest` holds the digest.

    Args:
        reference: The image.
        written: The reference as the file has it, kept as `requirement`.
        scope: What it is needed for.
        line: 1-based line.
        facts: Further properties.
    """
    version = reference.tag or reference.digest
    kind = VersionKind.EXACT if version else VersionKind.ABSENT
    if "$" in version or "$" in reference.repository:
        kind = VersionKind.UNRESOLVED
    namespace, _, name = reference.repository.rpartition("/")
    return Component(
        purl=build(
            "docker",
            name,
            version if kind is VersionKind.EXACT else "",
            namespace=namespace,
            qualifiers={"repository_url": reference.registry},
        ),
        name=reference.name,
        version=version,
        version_kind=kind,
        requirement=written,
        kind=ComponentKind.CONTAINER,
        scope=scope,
        direct=True,
        line=line,
        properties=pairs(digest=reference.digest, **(facts or {})),
    )
