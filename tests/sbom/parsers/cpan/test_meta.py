"""META.json and META.yml."""

from sbom.component import Role, Scope, VersionKind
from sbom.parsers.cpan.meta import parse
from sbom.source import SourceFile

JSON = b"""{
  "name": "Loket-Voorbeeld",
  "version": "1.02",
  "license": ["perl_5", "unknown"],
  "author": ["Gemeente <post@example.org>"],
  "meta-spec": { "version": 2 },
  "prereqs": {
    "runtime": {
      "requires": { "perl": "5.010", "List::Util": "0", "URI": ">= 1.6, < 2" },
      "recommends": { "JSON::XS": "3" }
    },
    "test": { "requires": { "Test::More": "== 0.98" } }
  }
}
"""


def test_distribution_and_modules() -> None:
    read = parse(SourceFile(path="META.json", content=JSON))
    assert [(c.name, c.version, c.version_kind, c.scope, c.roles) for c in read.components] == [
        ("Loket-Voorbeeld", "1.02", VersionKind.EXACT, Scope.RUNTIME, (Role.ROOT,)),
        ("perl", "", VersionKind.RANGE, Scope.RUNTIME, (Role.STDLIB,)),
        ("List-Util", "", VersionKind.ABSENT, Scope.RUNTIME, ()),
        ("URI", "", VersionKind.RANGE, Scope.RUNTIME, ()),
        ("JSON-XS", "", VersionKind.RANGE, Scope.OPTIONAL, ()),
        ("Test-More", "0.98", VersionKind.EXACT, Scope.TEST, ()),
    ]
    assert [x.raw for x in read.components[0].licenses] == ["perl_5"]
    assert dict(read.components[2].properties)["module"] == "List::Util"


def test_the_older_yaml() -> None:
    content = b"""\
--- #YAML:1.0
name:                Loket
version:             0.08
license:             perl
requires:
    Carp:            1.0
build_requires:
    Test::More:      0
"""
    read = parse(SourceFile(path="META.yml", content=content))
    assert [(c.name, c.version, c.scope) for c in read.components] == [
        ("Loket", "0.08", Scope.RUNTIME),
        ("Carp", "", Scope.RUNTIME),
        ("Test-More", "", Scope.BUILD),
    ]
    assert read.components[0].licenses[0].line == 4


def test_without_a_version_there_is_no_distribution() -> None:
    read = parse(SourceFile(path="META.json", content=b'{"name": "Loket", "abstract": "x"}'))
    assert read.components == ()
    assert [i.subject for i in read.issues] == ["Loket"]
