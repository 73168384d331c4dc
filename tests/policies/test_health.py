"""Hints: what is not pinned, without lock, or named like something popular; and silence otherwise."""

import pytest

from policies.health import hints, name_like
from sbom.component import Component, Role, VersionKind


def rules(*components: Component) -> list[tuple[str, str, str]]:
    return [(h.rule, h.confidence, h.about) for h in hints(components)]


def of(purl: str, **more: object) -> Component:
    return Component(purl=purl, name=purl.partition("@")[0].rpartition("/")[2], **more)  # type: ignore[arg-type]


def test_actions_and_images_that_can_move() -> None:
    tag = of("pkg:github/voor/beeld@v4", version="v4", properties=(("pinned", "tag"),))
    sha = of("pkg:github/voor/beeld@" + "a" * 40, version="a" * 40, properties=(("pinned", "sha"),))
    latest = of("pkg:docker/library/python", version_kind=VersionKind.ABSENT)
    fixed = of(
        "pkg:docker/library/python@3.12", version="3.12", properties=(("digest", "sha256:aa"),)
    )
    assert rules(tag, sha, latest, fixed) == [
        ("unpinned-action", "medium", "v4"),
        ("unpinned-image", "high", "latest"),
    ]


def test_a_manifest_without_a_lock() -> None:
    asked = of("pkg:npm/voorbeeld", version_kind=VersionKind.RANGE, requirement="^1", direct=True)
    assert rules(asked) == [("no-lockfile", "medium", "1")]
    assert rules(asked, of("pkg:npm/voorbeeld@1.2", version="1.2")) == []


@pytest.mark.parametrize(
    ("kind", "name", "like"),
    [
        ("npm", "lodahs", "lodash"),
        ("npm", "expres", "express"),
        ("pypi", "requestss", "requests"),
        ("pypi", "reqeusts", "requests"),
        ("pypi", "requests", ""),
        ("npm", "preact", ""),
        ("cargo", "lodahs", ""),
        ("npm", "crosss-env", "cross-env"),
        ("npm", "electorn", "electron"),
        ("npm", "eventemitter2", ""),  # a number: a series, as eventemitter3
        ("npm", "parse-url", ""),  # looked at, and honest
        ("npm", "@babel/coer", "@babel/core"),
        ("npm", "@types/q", "@types/qs"),
        ("npm", "@babbel/core", ""),  # another scope is another owner, not a slip in the name
        ("pypi", "djagno", "django"),
        ("pypi", "urlib", ""),
        ("gem", "nokogirii", "nokogiri"),
        ("nuget", "Newtonsof.Json", "newtonsoft.json"),
        ("npm", "", ""),
        ("npm", "@voor/beeld", ""),
    ],
)
def test_names_like_a_popular_one(kind: str, name: str, like: str) -> None:
    assert name_like(kind, name) == like


def test_own_software_is_left_alone_and_the_lock_is_believed() -> None:
    assert rules(of("pkg:npm/lodahs@1", version="1", roles=(Role.ROOT,))) == []
    told = of(
        "pkg:npm/x@1", version="1", properties=(("deprecated", "use y"), ("install-script", "yes"))
    )
    assert rules(told) == [("install-script", "high", "yes"), ("deprecated", "high", "use y")]
