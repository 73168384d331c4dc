"""bower.json."""

from sbom.component import Role, Scope, VersionKind
from sbom.parsers.npm.bower_json import parse
from sbom.source import SourceFile

TEXT = b"""{
  "name": "loket",
  "license": ["MIT", "EUPL-1.2"],
  "dependencies": {
    "jquery": "3.6.0",
    "get-size": "~1.2.2",
    "mijn-size": "get-size#~2.0",
    "bron": "https://git.example.org/bron.git#v1"
  },
  "devDependencies": { "qunit": "~1.16.0", "raar": 3 },
  "resolutions": { "jquery": "3.7.0" }
}
"""


def test_requirements_of_every_kind() -> None:
    read = parse(SourceFile(path="bower.json", content=TEXT))
    assert [(c.ref, c.name, c.version_kind, c.scope, c.roles) for c in read.components] == [
        (".", "loket", VersionKind.ABSENT, Scope.RUNTIME, (Role.ROOT,)),
        ("jquery", "jquery", VersionKind.EXACT, Scope.RUNTIME, ()),
        ("get-size", "get-size", VersionKind.RANGE, Scope.RUNTIME, ()),
        ("mijn-size", "get-size", VersionKind.RANGE, Scope.RUNTIME, (Role.ALIAS,)),
        ("bron", "bron", VersionKind.UNRESOLVED, Scope.RUNTIME, (Role.GIT,)),
        ("qunit", "qunit", VersionKind.RANGE, Scope.DEV, ()),
        ("jquery#2", "jquery", VersionKind.EXACT, Scope.UNKNOWN, (Role.CONSTRAINT,)),
    ]
    assert [x.raw for x in read.components[0].licenses] == ["MIT", "EUPL-1.2"]
    assert [i.subject for i in read.issues] == ["raar"]


def test_an_installed_component_is_exact_and_no_root() -> None:
    content = (
        b'{"name": "jquery", "_release": "3.6.0", "license": "MIT", "dependencies": {"a": "1"}}'
    )
    read = parse(SourceFile(path="bower_components/jquery/.bower.json", content=content))
    assert [(c.name, c.version, c.roles, c.direct) for c in read.components] == [
        ("jquery", "3.6.0", (), None),
        ("a", "", (), False),
    ]
