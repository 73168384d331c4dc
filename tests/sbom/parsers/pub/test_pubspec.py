"""pubspec.yaml."""

from sbom.component import Role, Scope, VersionKind
from sbom.parsers.pub.pubspec import parse
from sbom.source import SourceFile

TEXT = b"""\
name: loket
version: 1.0.0+1
environment:
  sdk: ">=2.0.0 <3.0.0"
dependencies:
  flutter:
    sdk: flutter
  http: ^0.13.0
  path: 1.7.0
  alles: any
  kern:
    path: ../kern
  elders:
    git:
      url: https://git.example.org/elders.git
      ref: main
dev_dependencies:
  test: ^1.3.0
  vreemd: [1]
dependency_overrides:
  http: 0.12.0
"""


def test_requirements_of_every_kind() -> None:
    read = parse(SourceFile(path="pubspec.yaml", content=TEXT))
    exact, span, absent = VersionKind.EXACT, VersionKind.RANGE, VersionKind.ABSENT
    assert [(c.name, c.version_kind, c.scope, c.roles, c.line) for c in read.components] == [
        ("loket", exact, Scope.RUNTIME, (Role.ROOT,), 1),
        ("flutter", absent, Scope.RUNTIME, (Role.STDLIB,), 6),
        ("http", span, Scope.RUNTIME, (), 8),
        ("path", exact, Scope.RUNTIME, (), 9),
        ("alles", absent, Scope.RUNTIME, (), 10),
        ("kern", absent, Scope.RUNTIME, (Role.LOCAL,), 11),
        ("elders", absent, Scope.RUNTIME, (Role.GIT,), 13),
        ("test", span, Scope.DEV, (), 18),
        ("http", exact, Scope.UNKNOWN, (Role.CONSTRAINT,), 21),
        ("dart", span, Scope.RUNTIME, (Role.STDLIB,), 4),
    ]
    assert read.components[0].purl == "pkg:pub/loket@1.0.0%2B1"
    assert [i.subject for i in read.issues] == ["vreemd"]
    assert read.dependencies[0].ref == "."
    assert "http" in read.dependencies[0].targets
