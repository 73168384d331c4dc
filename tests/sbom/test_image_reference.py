"""Names of container images."""

import pytest

from sbom.component import VersionKind
from sbom.image_reference import ImageReference, image_component, split_image


@pytest.mark.parametrize(
    ("text", "registry", "repository", "tag", "digest"),
    [
        ("nginx", "", "nginx", "", ""),
        ("nginx:1.27", "", "nginx", "1.27", ""),
        ("docker.io/library/nginx:1", "", "nginx", "1", ""),
        ("bitnami/mariadb:10.6", "", "bitnami/mariadb", "10.6", ""),
        (
            "GHCR.example.org/a/b/c:v1@sha256:" + "ab" * 32,
            "ghcr.example.org",
            "a/b/c",
            "v1",
            "sha256:" + "ab" * 32,
        ),
        ("localhost:5000/x", "localhost:5000", "x", "", ""),
        ("docker://alpine:3.20", "", "alpine", "3.20", ""),
        ("x:${TAG:-1.0}", "", "x", "${TAG:-1.0}", ""),
        ("${REGISTRY:-a.example.org}/x:2", "", "${REGISTRY:-a.example.org}/x", "2", ""),
    ],
)
def test_parts(text: str, registry: str, repository: str, tag: str, digest: str) -> None:
    assert split_image(text) == ImageReference(registry, repository, tag, digest)


@pytest.mark.parametrize("text", ["", "een twee", "-x", ":tag", "a:b c", "x" * 2000, "a:!"])
def test_what_is_no_image(text: str) -> None:
    assert split_image(text) is None


def component(text: str):
    reference = split_image(text)
    assert reference is not None
    return image_component(reference, written=text)


def test_a_tag_goes_before_the_digest() -> None:
    made = component("registry.example.org/team/app:1.2@sha256:" + "ab" * 32)
    assert made.purl == "pkg:docker/team/app@1.2?repository_url=registry.example.org"
    assert made.name == "registry.example.org/team/app"
    assert dict(made.properties) == {"digest": "sha256:" + "ab" * 32}


def test_without_tag_the_version_is_absent() -> None:
    made = component("nginx")
    assert (made.version, made.version_kind, made.purl) == (
        "",
        VersionKind.ABSENT,
        "pkg:docker/nginx",
    )


def test_a_placeholder_is_unresolved() -> None:
    made = component("app:3.${MINOR}")
    assert (made.version, made.version_kind) == ("3.${MINOR}", VersionKind.UNRESOLVED)
    assert made.purl == "pkg:docker/app"
