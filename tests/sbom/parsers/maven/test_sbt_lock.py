"""build.sbt.lock."""

from sbom.component import Scope
from sbom.parsers.maven.sbt_lock import parse
from sbom.source import SourceFile

TEXT = f"""{{
  "lockVersion" : 1,
  "dependencies" : [
    {{
      "org" : "org.apache.commons",
      "name" : "commons-lang3",
      "version" : "3.9",
      "artifacts" : [ {{ "name" : "commons-lang3.jar", "hash" : "sha1:{"0a" * 20}" }} ],
      "configurations" : [ "test", "compile", "runtime" ]
    }},
    {{
      "org" : "org.scalatest",
      "name" : "scalatest_2.13",
      "version" : "3.2.15",
      "artifacts" : [],
      "configurations" : [ "test" ]
    }},
    {{ "name" : "los" }}
  ]
}}
"""


def test_entries_with_their_scope() -> None:
    read = parse(SourceFile(path="build.sbt.lock", content=TEXT.encode()))
    assert [(c.name, c.version, c.scope, c.line) for c in read.components] == [
        ("org.apache.commons:commons-lang3", "3.9", Scope.RUNTIME, 5),
        ("org.scalatest:scalatest_2.13", "3.2.15", Scope.TEST, 12),
    ]
    assert read.components[0].hashes == (("SHA-1", "0a" * 20),)
    assert [i.subject for i in read.issues] == ["los"]
