"""Pipelines of GitLab, Azure, Bitbucket, CircleCI and Jenkins."""

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Scope
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.parsers.ci.azure_pipelines import parse as parse_azure
from sbom.parsers.ci.bitbucket_pipelines import parse as parse_bitbucket
from sbom.parsers.ci.circleci import parse as parse_circleci
from sbom.parsers.ci.gitlab_ci import parse as parse_gitlab
from sbom.parsers.ci.jenkinsfile import parse as parse_jenkins
from sbom.source import SourceFile

Parse = Callable[[SourceFile], Inventory]


def _read(parser: Parse, text: str) -> list[tuple[str, str]]:
    made = parser(SourceFile(path="pijplijn", content=text.encode()))
    assert not made.issues
    assert all(c.scope is Scope.BUILD and c.direct for c in made.components)
    return [(c.purl, c.version_kind.value) for c in made.components]


def test_gitlab() -> None:
    text = """\
variables: {V: "3.12"}
image: python:$V
default: {services: [postgres:16, {name: "redis:7"}]}
include:
  - local: /ci/a.yml
  - {project: groep/ci, ref: v1.2, file: /x.yml}
  - component: gitlab.com/stukken/scan/sast@1.0.2
  - component: $CI_SERVER_FQDN/stukken/scan/dast@~latest
  - remote: https://gebruiker:geheim@example.org/ci.yml
bouw:
  image: {name: "example.org/app:$CI_COMMIT_SHA"}
"""
    assert _read(parse_gitlab, text) == [
        ("pkg:docker/python@3.12", "exact"),
        ("pkg:docker/postgres@16", "exact"),
        ("pkg:docker/redis@7", "exact"),
        ("pkg:docker/app?repository_url=example.org", "unresolved"),
        ("pkg:generic/ci/a.yml", "absent"),
        ("pkg:gitlab/groep/ci@v1.2", "exact"),
        ("pkg:gitlab/stukken/scan/sast@1.0.2", "exact"),
        ("pkg:generic/stukken/scan/dast", "range"),
        ("pkg:generic/example.org/ci.yml", "absent"),
    ]


def test_azure() -> None:
    text = """\
pool: {vmImage: ubuntu-22.04}
resources:
  containers: [{container: pg, image: "postgres:16"}]
  repositories:
    - {repository: t, type: github, name: voorbeeld/stukken, ref: refs/tags/v2}
jobs:
  - job: a
    container: pg
    steps:
      - task: UsePythonVersion@0
        inputs: {container: nee}
      - template: stappen/x.yml
      - template: y.yml@t
  - job: b
    pool: {vmImage: windows-latest}
"""
    assert _read(parse_azure, text) == [
        ("pkg:docker/postgres@16", "exact"),
        ("pkg:github/voorbeeld/stukken@v2", "exact"),
        ("pkg:generic/ubuntu@22.04", "exact"),
        ("pkg:generic/azure-pipelines-task/UsePythonVersion@0", "exact"),
        ("pkg:generic/stappen/x.yml", "absent"),
        ("pkg:generic/windows", "unresolved"),
    ]


def test_bitbucket() -> None:
    text = """\
image: {name: "example.org/node:20", username: $U}
definitions:
  services: {db: {image: "postgres:16"}}
  steps:
    - step: &bouw {image: "node:18", script: [{pipe: "atlassian/aws-s3:1.2.0"}]}
pipelines:
  default:
    - step: *bouw
"""
    assert _read(parse_bitbucket, text)[:2] == [
        ("pkg:docker/node@20?repository_url=example.org", "exact"),
        ("pkg:docker/postgres@16", "exact"),
    ]
    assert ("pkg:bitbucket/atlassian/aws-s3@1.2.0", "exact") in _read(parse_bitbucket, text)


def test_circleci() -> None:
    text = """\
version: 2.1
orbs: {n: circleci/node@5.1, p: circleci/python@2.1.1, eigen: {jobs: {}}}
jobs:
  a: {docker: [{image: "cimg/node:20.1"}, {image: "cimg/x:<< parameters.v >>"}]}
  b: {machine: {image: "ubuntu-2204:current"}}
"""
    assert _read(parse_circleci, text) == [
        ("pkg:generic/circleci-orb/circleci/node", "range"),
        ("pkg:generic/circleci-orb/circleci/python@2.1.1", "exact"),
        ("pkg:generic/circleci-orb/eigen", "absent"),
        ("pkg:docker/cimg/node@20.1", "exact"),
        ("pkg:docker/cimg/x", "unresolved"),
        ("pkg:generic/ubuntu-2204", "unresolved"),
    ]


def test_jenkins() -> None:
    text = """\
@Library(['gedeeld@v1.2', 'tak@main']) _
pipeline { agent { docker { label 'x'; image 'maven:3.9' } }
  tools { jdk 'JDK 21' }
  // docker.image('nee:1')
  stages { stage('a') { steps { script { docker.image("node:20").inside { } } } } } }
"""
    assert _read(parse_jenkins, text) == [
        ("pkg:docker/maven@3.9", "exact"),
        ("pkg:docker/node@20", "exact"),
        ("pkg:generic/jenkins-library/gedeeld@v1.2", "exact"),
        ("pkg:generic/jenkins-library/tak", "unresolved"),
        ("pkg:generic/jdk", "absent"),
    ]


@given(st.binary(max_size=300))
@pytest.mark.parametrize(
    "parser", [parse_gitlab, parse_azure, parse_bitbucket, parse_circleci, parse_jenkins]
)
def test_any_bytes_give_an_inventory_or_a_parse_error(parser: Parse, content: bytes) -> None:
    with contextlib.suppress(ParseError):
        parser(SourceFile(path="pijplijn", content=content))


@pytest.mark.parametrize("parser", [parse_gitlab, parse_azure, parse_bitbucket, parse_circleci])
@pytest.mark.parametrize(
    "text",
    [
        "image: [1]\njobs: 3\npipelines: 4\nsteps: [null, 3, [x]]\ninclude: 7\norbs: {a: 3}\n",
        "jobs: {a: {docker: 3, machine: [1]}}\nresources: [x]\nservices: {a: 1}\nimage: {name: 1}\n",
    ],
)
def test_wrong_types_are_tolerated(parser: Parse, text: str) -> None:
    parser(SourceFile(path="pijplijn", content=text.encode()))


def test_much_white_space_behind_library_does_no_harm() -> None:
    text = b"library" + b" " * 200_000 + b"'gedeeld@v1.2'\n"
    read = parse_jenkins(SourceFile(path="Jenkinsfile", content=text))
    assert [c.version for c in read.components] == ["v1.2"]


def test_a_placeholder_that_never_closes_does_no_harm() -> None:
    # Took hours once: white space in a placeholder was tried in every way.
    text = f'version: 2.1\njobs:\n  a: {{docker: [{{image: "cimg/x:<<{" " * 100_000}y"}}]}}\n'
    read = parse_circleci(SourceFile(path=".circleci/config.yml", content=text.encode()))
    assert len(read.components) + len(read.issues) == 1
