"""pre-commit configurations."""

import pytest

from sbom.component import Role, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.parsers.ci.pre_commit import parse
from sbom.source import SourceFile

TEXT = b"""\
minimum_pre_commit_version: 3.2.0
repos:
  - repo: https://github.com/Voorbeeld/Mirror.git
    rev: v1.11.2
    hooks:
      - id: types
        additional_dependencies: [types-requests, "attrs==24.2.0", "django-stubs[x]>=5; python_version>'3'"]
      - id: js
        additional_dependencies:
          - prettier@3.3.3
          - "@voorbeeld/plugin@^2"
  - repo: https://u:p@git.example.org/groep/hooks
    rev: main
    hooks: [{id: a}, {id: b}]
  - repo: local
    hooks:
      - id: eigen
        language: golang
        additional_dependencies: [example.org/x/tool@v1.2.0]
      - id: rubocop
        language: ruby
        additional_dependencies: ["rubocop:1.50.0", ./hier]
  - repo: meta
    hooks: [{id: check-hooks-apply}]
  - hooks: []
"""


def test_repositories_and_dependencies() -> None:
    read = parse(SourceFile(path=".pre-commit-config.yaml", content=TEXT))
    assert [(c.purl, c.version_kind, c.line) for c in read.components] == [
        ("pkg:github/voorbeeld/mirror@v1.11.2", VersionKind.EXACT, 3),
        ("pkg:pypi/types-requests", VersionKind.ABSENT, 7),
        ("pkg:pypi/attrs@24.2.0", VersionKind.EXACT, 7),
        ("pkg:pypi/django-stubs", VersionKind.RANGE, 7),
        ("pkg:npm/prettier@3.3.3", VersionKind.EXACT, 10),
        ("pkg:npm/%40voorbeeld/plugin", VersionKind.RANGE, 11),
        (
            "pkg:generic/hooks?vcs_url=git%2Bhttps:%2F%2Fgit.example.org%2Fgroep%2Fhooks",
            VersionKind.UNRESOLVED,
            12,
        ),
        ("pkg:golang/example.org/x/tool@v1.2.0", VersionKind.EXACT, 19),
        ("pkg:gem/rubocop@1.50.0", VersionKind.EXACT, 22),
        ("pkg:gem/hier", VersionKind.ABSENT, 22),
    ]
    assert {c.scope for c in read.components} == {Scope.DEV}
    hooks = read.components[6]
    assert dict(hooks.properties) == {"hooks": "a, b", "pinned": "branch"}
    assert hooks.roles == (Role.GIT,)
    assert hooks.download == "https://git.example.org/groep/hooks"
    assert [i.subject for i in read.issues] == ["repos[4]"]


def test_the_old_form_is_a_list() -> None:
    text = b"- repo: git://github.com/a/b\n  sha: " + b"a" * 40 + b"\n  hooks: []\n"
    found = parse(SourceFile(path=".pre-commit-config.yaml", content=text)).components
    assert [c.purl for c in found] == ["pkg:github/a/b@" + "a" * 40]


def test_other_yaml_is_not_this_format() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path=".pre-commit-config.yaml", content=b"repos: 1\n"))
