"""Kubernetes objects in any YAML file, templates of charts, Kustomize, Skaffold, Helmfile, values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.match import format_of
from sbom.parsers.container.compose import parse as parse_compose
from sbom.parsers.infra.helm_values import parse as parse_values
from sbom.parsers.infra.helmfile import parse as parse_helmfile
from sbom.parsers.infra.kustomization import parse as parse_kustomization
from sbom.parsers.infra.skaffold import parse as parse_skaffold
from sbom.parsers.infra.yaml_manifest import parse
from sbom.source import SourceFile

OBJECTS = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: loket
  annotations: {image: nee}
spec:
  template:
    spec:
      initContainers:
        - {name: klaar, image: "busybox"}
      containers:
        - name: web
          image: registry.example.org/loket:1.2@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
          env: [{name: image, value: x}]
        - name: stuk
          image: "geen naam"
---
apiVersion: batch/v1
kind: CronJob
spec:
  jobTemplate: {spec: {template: {spec: {containers: [{name: c, image: "cron:$(TAG)"}]}}}}
---
apiVersion: v1
kind: ConfigMap
data:
  image: nginx:9
---
apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: Pod, spec: {containers: [{name: p, image: "pod:1"}]}}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: a}
spec: {source: {chart: redis, repoURL: "https://charts.example.org", targetRevision: 18.1.0}}
---
apiVersion: tekton.dev/v1
kind: Task
spec: {steps: [{name: s, image: "alpine:3.20"}]}
"""


def _file(text: str, path: str = "deploy/alles.yaml") -> SourceFile:
    return SourceFile(path=path, content=text.encode())


def _names(made: Inventory) -> list[tuple[str, str]]:
    return [(c.name, c.version) for c in made.components]


def test_images_and_charts_of_objects() -> None:
    made = parse(_file(OBJECTS))
    assert _names(made) == [
        ("busybox", ""),
        ("registry.example.org/loket", "1.2"),
        ("cron", "${TAG}"),
        ("pod", "1"),
        ("redis", "18.1.0"),
        ("alpine", "3.20"),
    ]
    assert [c.version_kind for c in made.components][:3] == [
        VersionKind.ABSENT,
        VersionKind.EXACT,
        VersionKind.UNRESOLVED,
    ]
    assert made.components[5].scope is Scope.BUILD
    assert dict(made.components[0].properties)["use"] == "initContainers"
    assert made.components[1].line == 13
    assert made.components[4].purl == (
        "pkg:helm/redis@18.1.0?repository_url=https:%2F%2Fcharts.example.org"
    )
    assert [(i.subject, i.line) for i in made.issues] == [("geen naam", 16)]


def test_templates_of_charts_are_read_line_by_line() -> None:
    made = parse(
        _file(
            "apiVersion: apps/v1\nkind: Deployment\nspec:\n{{- if .Values.aan }}\n  containers:\n"
            '  - image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\n'
            '  - image: "nginx:{{ .Values.tag }}"\n  - image: busybox:1.36 # vast\n{{- end }}\n'
        )
    )
    assert _names(made) == [("nginx", "${.Values.tag}"), ("busybox", "1.36")]
    assert [i.kind.value for i in made.issues] == ["note"]


def test_other_yaml_is_not_claimed() -> None:
    for text in ("openapi: 3.0.0\npaths: {}\n", "apiVersion: 1\n", "kind: x\n"):
        with pytest.raises(NotThisFormatError):
            parse(_file(text))


def test_a_compose_name_with_objects_in_it_is_read_as_objects() -> None:
    assert len(parse_compose(_file(OBJECTS, "docker-compose.yml")).components) == 6


def test_kustomization_sets_images() -> None:
    made = parse_kustomization(
        _file(
            "resources:\n- github.com/voorbeeld/basis//deploy?ref=v1.2.0\n- lokaal.yaml\n"
            "images:\n- {name: app, newName: example.org/app, newTag: '2.0'}\n- {name: db}\n"
            "helmCharts:\n- {name: redis, version: 1.2.3, repo: 'https://charts.example.org'}\n"
        )
    )
    assert _names(made) == [
        ("example.org/app", "2.0"),
        ("db", ""),
        ("redis", "1.2.3"),
        ("voorbeeld/basis", "v1.2.0"),
    ]
    assert made.components[1].roles == (Role.DECLARED,)
    assert made.components[3].purl == "pkg:github/voorbeeld/basis@v1.2.0#deploy"


def test_skaffold_builds_here() -> None:
    made = parse_skaffold(
        _file(
            "apiVersion: skaffold/v4\nkind: Config\nbuild:\n  artifacts:\n  - image: app\n"
            "    context: src\n    buildpacks: {builder: 'pack:1'}\n"
        )
    )
    assert [(c.name, c.roles, c.scope) for c in made.components] == [
        ("app", (Role.LOCAL,), Scope.RUNTIME),
        ("pack", (), Scope.BUILD),
    ]


def test_helmfile_releases() -> None:
    made = parse_helmfile(
        _file(
            "repositories:\n- {name: stam, url: 'https://charts.example.org'}\nreleases:\n"
            "- {name: a, chart: stam/redis, version: 1.2.3}\n"
            "- {name: b, chart: ./eigen}\n- {name: c, chart: stam/x, version: {{ .V }}}\n"
            "- {name: d, chart: stam/y, version: ^2, installed: false}\n- {name: e}\n"
        )
    )
    assert [(c.name, c.version_kind.value, c.scope.value) for c in made.components] == [
        ("redis", "exact", "runtime"),
        ("eigen", "absent", "runtime"),
        ("x", "unresolved", "runtime"),
        ("y", "range", "optional"),
    ]
    assert "charts.example.org" in made.components[0].purl
    assert [i.subject for i in made.issues] == ["e"]


def test_values_name_images_in_parts() -> None:
    made = parse_values(
        _file(
            "image:\n  repository: voorbeeld/app\n  tag: ''\nredis:\n  image:\n"
            "    registry: example.org\n    repository: redis\n    tag: 7.2\n    digest: ''\n"
            "zijspan: {image: 'envoy:1.2'}\n"
        )
    )
    assert _names(made) == [("voorbeeld/app", ""), ("example.org/redis", "7.2"), ("envoy", "1.2")]
    with pytest.raises(NotThisFormatError):
        parse_values(_file("a: 1\n"))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("k8s/loket.yml", "infra/yaml"),
        ("chart/values-test.yaml", "infra/helm-values"),
        ("base/kustomization.yaml", "infra/kustomization"),
        ("docker-compose.yml", "container/compose"),
        ("node_modules/a/package.json", "npm/installed"),
        ("package.json", "npm/package-json"),
        ("r/var/lib/dpkg/status.d/tzdata", "deb/dpkg-status"),
        ("usr/share/doc/bash/copyright", "deb/copyright"),
        ("src/static/js/jquery.js", "javascript/banner"),
    ],
)
def test_which_format_a_path_is(path: str, name: str) -> None:
    found = format_of(path)
    assert found is not None
    assert found.name == name


@given(st.text(max_size=300))
def test_any_text_gives_an_inventory_or_a_parse_error(text: str) -> None:
    for parser in (parse_kustomization, parse_values, parse_helmfile, parse_skaffold, parse):
        try:
            parser(_file("apiVersion: v1\nkind: Pod\n" + text))
        except ParseError:
            continue
