"""Dockerfiles."""

import pytest

from sbom.component import Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.parsers.container.dockerfile import parse
from sbom.source import SourceFile


def read(text: str) -> Inventory:
    return parse(SourceFile(path="Dockerfile", content=text.encode()))


def rows(text: str) -> list[tuple[str, str, Scope, int | None, str]]:
    return [
        (c.name, c.version, c.scope, c.line, dict(c.properties)["use"])
        for c in read(text).components
    ]


def test_stages_copies_and_mounts() -> None:
    text = """\
# syntax=docker/dockerfile:1.9
ARG NODE=22
FROM --platform=$BUILDPLATFORM node:${NODE}-alpine AS Build
RUN --mount=type=bind,from=registry.example.org/tools:2,target=/t npm ci
FROM build AS test
FROM nginx:1.27 AS base
COPY --from=busybox:1.36 /bin/sh /bin/sh
FROM base
COPY --from=build --chown=1:1 /app /app
COPY --from=0 /x /x
"""
    assert rows(text) == [
        ("docker/dockerfile", "1.9", Scope.BUILD, 1, "syntax"),
        ("node", "22-alpine", Scope.BUILD, 3, "from"),
        ("registry.example.org/tools", "2", Scope.BUILD, 4, "mount"),
        ("nginx", "1.27", Scope.RUNTIME, 6, "from"),
        ("busybox", "1.36", Scope.RUNTIME, 7, "copy"),
    ]
    node = read(text).components[1]
    assert dict(node.properties)["stage"] == "Build"
    assert dict(node.properties)["platform"] == "$BUILDPLATFORM"
    assert node.requirement == "node:${NODE}-alpine"


def test_scratch_is_no_component() -> None:
    found = read("FROM golang:1.23 AS b\nFROM scratch\nCOPY --from=b /x /x\n")
    assert [(c.name, c.scope) for c in found.components] == [("golang", Scope.BUILD)]


def test_arguments() -> None:
    text = 'ARG V=1 W="2"\nARG IMAGE=app:$V\nFROM $IMAGE\nARG V=9\nFROM app:$V\nFROM app:${X:-3}\nFROM app:$Y\n'
    found = read(text).components
    assert [(c.version, c.version_kind) for c in found] == [
        ("1", VersionKind.EXACT),
        ("1", VersionKind.EXACT),
        ("3", VersionKind.EXACT),
        ("$Y", VersionKind.UNRESOLVED),
    ]


def test_continuations_comments_and_escape() -> None:
    text = "# escape=`\nFROM `\n  # tussendoor\n\n  mcr.example.org/windows:ltsc2022 `\n  AS w\nRUN dir c:\\\n"
    found = read(text).components
    assert [(c.name, c.version, c.line) for c in found] == [
        ("mcr.example.org/windows", "ltsc2022", 2)
    ]


def test_heredocs_are_not_instructions() -> None:
    text = "FROM alpine\nRUN <<EOF\nFROM niet:1\nEOF\nRUN x=$((1<<A))\nCOPY --from=echt:2 a b\n"
    assert [c.name for c in read(text).components] == ["alpine", "echt"]


def test_an_untagged_image_is_not_latest() -> None:
    found = read("FROM alpine\n").components[0]
    assert (found.version, found.version_kind) == ("", VersionKind.ABSENT)


def test_a_bad_name_is_an_issue() -> None:
    found = read("FROM alpine:3\nFROM -x-:!\nFROM\n")
    assert [i.line for i in found.issues] == [2, 3]
    assert len(found.components) == 1


def test_other_text_is_not_this_format() -> None:
    with pytest.raises(NotThisFormatError):
        read("node_modules\n.git\n")
