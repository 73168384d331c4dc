"""deno.lock."""

import pytest

from sbom.component import Role, VersionKind
from sbom.errors import ParseError
from sbom.parsers.npm.deno_lock import parse
from sbom.source import SourceFile

FOURTH = b"""{
  "version": "4",
  "specifiers": {
    "jsr:@std/bytes@^1.0.0": "1.0.2",
    "jsr:@std/encoding@^1.0.0": "1.0.5",
    "npm:chalk@5": "5.3.0"
  },
  "jsr": {
    "@std/bytes@1.0.2": { "integrity": "fbdee322bbd8c599a6af186a1603b3355e59a5fb1baa139f8f4c3c9a1b3e3d57" },
    "@std/encoding@1.0.5": {
      "integrity": "ecf3",
      "dependencies": ["jsr:@std/bytes@^1.0.0"]
    }
  },
  "npm": {
    "chalk@5.3.0": { "dependencies": ["ms"] },
    "ms@2.1.3_typescript@6.0.3": {},
    "kapot": {}
  },
  "remote": {
    "https://deno.example.org/std@0.140.0/a.ts": "aa",
    "https://deno.example.org/std@0.140.0/b.ts": "bb",
    "https://git.example.org/los.ts": "fbdee322bbd8c599a6af186a1603b3355e59a5fb1baa139f8f4c3c9a1b3e3d57"
  },
  "workspace": { "dependencies": ["jsr:@std/encoding@^1.0.0", "npm:chalk@5"] }
}
"""


def test_packages_of_three_kinds() -> None:
    read = parse(SourceFile(path="deno.lock", content=FOURTH))
    assert [(c.purl, c.roles, c.direct, c.line) for c in read.components] == [
        ("pkg:jsr/%40std/bytes@1.0.2", (), False, 9),
        ("pkg:jsr/%40std/encoding@1.0.5", (), True, 10),
        ("pkg:npm/chalk@5.3.0", (), True, 16),
        ("pkg:npm/ms@2.1.3", (), False, 17),
        ("pkg:generic/deno.example.org/std@0.140.0", (Role.URL,), None, 21),
        ("pkg:generic/git.example.org/los.ts", (Role.URL,), None, 23),
    ]
    assert read.components[5].version_kind is VersionKind.ABSENT
    assert read.components[0].hashes[0][0] == "SHA-256"
    assert [(d.ref, d.targets) for d in read.dependencies] == [
        ("jsr:@std/encoding@1.0.5", ("jsr:@std/bytes@1.0.2",)),
        ("npm:chalk@5.3.0", ("npm:ms@2.1.3_typescript@6.0.3",)),
    ]
    assert [i.subject for i in read.issues] == ["kapot"]


def test_version_3_nests_and_names_in_full() -> None:
    content = b"""{"version": "3", "packages": {
      "specifiers": {"npm:chalk@5": "npm:chalk@5.3.0"},
      "npm": {"chalk@5.3.0": {"dependencies": {"ms": "ms@2.1.3"}}, "ms@2.1.3": {}}}, "remote": {}}"""
    read = parse(SourceFile(path="deno.lock", content=content))
    assert [(c.name, c.direct) for c in read.components] == [("chalk", True), ("ms", False)]
    assert read.dependencies[0].targets == ("npm:ms@2.1.3",)


def test_version_1_is_a_list_of_files() -> None:
    content = b'{"https://deno.example.org/x@v1.2.3/mod.ts": "aa"}'
    read = parse(SourceFile(path="deno.lock", content=content))
    assert [(c.name, c.version) for c in read.components] == [("deno.example.org/x", "1.2.3")]


@pytest.mark.parametrize("content", [b"", b"[]", b'{"a": 1}'])
def test_what_is_no_lock_is_refused(content: bytes) -> None:
    with pytest.raises(ParseError):
        parse(SourceFile(path="deno.lock", content=content))
