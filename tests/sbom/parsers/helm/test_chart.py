"""Helm charts and their locks."""

import pytest

from sbom.component import Role, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.parsers.helm import chart, lock
from sbom.source import SourceFile

CHART = b"""\
apiVersion: v2
name: loket
version: 1.10
appVersion: "2.0"
annotations:
  licenses: EUPL-1.2
dependencies:
  - name: redis
    version: 19.6.4
    repository: OCI://Registry.Example.org/Charts
    condition: redis.enabled
    alias: cache
  - name: postgresql
    version: "~15.5"
    repository: https://u:p@Charts.example.org/pg
  - name: eigen
    version: 0.1.0
    repository: file://../eigen
  - name: vast
    version: 1.0.0
    repository: "@intern"
  - version: 1.0.0
"""


def test_chart() -> None:
    read = chart.parse(SourceFile(path="Chart.yaml", content=CHART))
    root, *found = read.components
    assert (root.name, root.version, root.roles) == ("loket", "1.10", (Role.ROOT,))
    assert dict(root.properties)["app-version"] == "2.0"
    assert [c.raw for c in root.licenses] == ["EUPL-1.2"]
    assert [(c.purl, c.version_kind, c.scope, c.roles, c.line) for c in found] == [
        (
            "pkg:helm/redis@19.6.4?repository_url=oci:%2F%2Fregistry.example.org%2FCharts",
            VersionKind.EXACT,
            Scope.OPTIONAL,
            (Role.ALIAS,),
            8,
        ),
        (
            "pkg:helm/postgresql?repository_url=https:%2F%2Fcharts.example.org%2Fpg",
            VersionKind.RANGE,
            Scope.RUNTIME,
            (),
            13,
        ),
        ("pkg:helm/eigen@0.1.0", VersionKind.EXACT, Scope.RUNTIME, (Role.LOCAL,), 16),
        ("pkg:helm/vast@1.0.0", VersionKind.EXACT, Scope.RUNTIME, (), 19),
    ]
    assert [(i.subject, i.line) for i in read.issues] == [("dependencies[4]", 22)]
    assert [d.targets for d in read.dependencies] == [
        ("cache@19.6.4", "eigen@0.1.0", "postgresql@~15.5", "vast@1.0.0")
    ]


def test_requirements_of_version_1() -> None:
    text = b"dependencies:\n- name: a\n  version: 1.x\n  repository: alias:b\n"
    read = chart.parse(SourceFile(path="requirements.yaml", content=text))
    assert [(c.name, c.requirement) for c in read.components] == [("a", "1.x")]


def test_lock() -> None:
    text = b"dependencies:\n- name: a\n  repository: https://charts.example.org\n  version: 1.2.3\n- 7\ndigest: sha256:x\n"
    read = lock.parse(SourceFile(path="Chart.lock", content=text))
    assert [(c.version, c.version_kind, c.roles) for c in read.components] == [
        ("1.2.3", VersionKind.EXACT, ())
    ]
    assert [i.subject for i in read.issues] == ["dependencies[1]"]


def test_other_yaml_is_not_this_format() -> None:
    with pytest.raises(NotThisFormatError):
        chart.parse(SourceFile(path="requirements.yaml", content=b"collections: []\n"))
    with pytest.raises(NotThisFormatError):
        lock.parse(SourceFile(path="Chart.lock", content=b"a: 1\n"))
    with pytest.raises(NotThisFormatError, match="template"):
        chart.parse(SourceFile(path="Chart.yaml", content=b"name: {{ .Name }}-x\nversion: 1\n"))
