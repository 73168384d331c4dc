"""deno.json."""

from sbom.component import Role, VersionKind
from sbom.parsers.npm.deno_json import parse
from sbom.source import SourceFile

TEXT = b"""{
  "name": "@gemeente/loket",
  "version": "0.1.0",
  "license": "EUPL-1.2",
  "imports": {
    "@std/path": "jsr:@std/path@^1.0.0",
    "krijt": "npm:chalk@5.3.0",
    "lokaal/": "./src/",
    "std/": "https://deno.example.org/std@0.140.0/",
  },
}
"""


def test_project_and_imports() -> None:
    read = parse(SourceFile(path="deno.json", content=TEXT))
    assert [(c.purl, c.version_kind, c.roles, c.line) for c in read.components] == [
        ("pkg:jsr/%40gemeente/loket@0.1.0", VersionKind.EXACT, (Role.ROOT,), 2),
        ("pkg:jsr/%40std/path", VersionKind.RANGE, (), 6),
        ("pkg:npm/chalk@5.3.0", VersionKind.EXACT, (), 7),
        ("pkg:generic/deno.example.org/std@0.140.0", VersionKind.EXACT, (Role.URL,), 9),
    ]
    assert dict(read.components[2].properties)["alias"] == "krijt"
    assert read.components[0].licenses[0].raw == "EUPL-1.2"
