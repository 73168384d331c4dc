"""project.assets.json."""

from sbom.component import Role, Scope
from sbom.parsers.nuget.project_assets import parse
from sbom.source import SourceFile

TEXT = b"""{
  "version": 3,
  "targets": {
    "net8.0": {
      "A/1.0.0": { "type": "package", "dependencies": { "b": "[2.0.0, )" } },
      "B/2.0.0": { "type": "package" },
      "Bouw/1.0.0": { "type": "package" },
      "Kern/1.0.0": { "type": "project" }
    }
  },
  "libraries": {
    "A/1.0.0": { "sha512": "AAAA", "type": "package" },
    "B/2.0.0": { "type": "package" },
    "Bouw/1.0.0": { "type": "package" },
    "Kern/1.0.0": { "type": "project", "path": "../Kern/Kern.csproj" }
  },
  "projectFileDependencyGroups": { "net8.0": ["A >= 1.0.0", "Bouw >= 1.0.0", "Kern >= 1.0.0"] },
  "project": {
    "version": "0.9.0",
    "restore": { "projectName": "Loket" },
    "frameworks": { "net8.0": { "dependencies": { "Bouw": { "suppressParent": "All" } } } }
  }
}
"""


def test_what_was_restored() -> None:
    read = parse(SourceFile(path="obj/project.assets.json", content=TEXT))
    assert [(c.name, c.version, c.scope, c.roles, c.direct) for c in read.components] == [
        ("Loket", "0.9.0", Scope.RUNTIME, (Role.ROOT,), None),
        ("A", "1.0.0", Scope.RUNTIME, (), True),
        ("B", "2.0.0", Scope.RUNTIME, (), False),
        ("Bouw", "1.0.0", Scope.BUILD, (), True),
        ("Kern", "1.0.0", Scope.RUNTIME, (Role.WORKSPACE,), True),
    ]
    assert read.components[1].requirement == ">= 1.0.0"
    assert read.components[1].line == 12
    assert {d.ref: d.targets for d in read.dependencies} == {
        ".": ("A/1.0.0", "Bouw/1.0.0", "Kern/1.0.0"),
        "A/1.0.0": ("B/2.0.0",),
    }
