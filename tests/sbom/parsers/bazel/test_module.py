"""MODULE.bazel."""

import pytest

from sbom.component import Component
from sbom.errors import NotThisFormatError
from sbom.parsers.bazel.module import parse
from sbom.source import SourceFile

TEXT = '''\
"""doc"""
module(
    name = "mine",
    version = "1.0",
)
bazel_dep(name = "rules_jvm", version = "5.1")
bazel_dep(name = "gtest", version = "1.14", repo_name = "com_google", dev_dependency = True)
bazel_dep(name = "g")
git_override(module_name = "g", remote = "https://x.example.org/g.git", commit = "abc")
maven = use_extension("//:x.bzl", "maven")
'''


def told(found: Component) -> str:
    """What a line of the file came to."""
    stated = found.version or found.requirement or "-"
    roles = "+".join(r.value for r in found.roles) or "-"
    return f"{found.line} {found.purl} {found.version_kind.value} {stated} {found.scope.value} {roles} {found.direct}"


def test_what_is_asked_for() -> None:
    read = parse(SourceFile(path="MODULE.bazel", content=TEXT.encode()))
    assert [told(c) for c in read.components] == [
        "2 pkg:generic/mine@1.0 exact 1.0 runtime root None",
        "6 pkg:bazel/rules_jvm@5.1 exact 5.1 build - True",
        "7 pkg:bazel/gtest@1.14 exact 1.14 dev - True",
        "8 pkg:bazel/g?vcs_url=git%2Bhttps:%2F%2Fx.example.org%2Fg.git%40abc absent - build git True",
    ]
    assert [(i.kind.value, i.subject, i.line) for i in read.issues] == []


def test_the_project_needs_what_it_asks_for() -> None:
    read = parse(SourceFile(path="MODULE.bazel", content=TEXT.encode()))
    [edges] = read.dependencies
    assert edges.ref == "."
    assert set(edges.targets) == {c.ref for c in read.components} - {"."}


def test_something_else_is_refused() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="MODULE.bazel", content=b"x = 1\n"))
