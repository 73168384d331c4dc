"""maven_install.json."""

from sbom.parsers.bazel.maven_install import parse
from sbom.source import SourceFile

SECOND = f"""{{
  "artifacts": {{
    "com.google.guava:guava": {{ "shasums": {{ "jar": "{"ab" * 32}", "sources": "cd" }}, "version": "31.1-jre" }},
    "org.example:kern": {{ "version": "1.0" }},
    "kapot": {{ "version": "1" }}
  }},
  "dependencies": {{ "com.google.guava:guava": ["org.example:kern"] }},
  "version": "2"
}}
"""
FIRST = b"""{"dependency_tree": {"version": "0.1.0", "dependencies": [
  {"coord": "org.example:kern:1.0", "dependencies": [], "sha256": "", "url": "https://example.org/kern.jar"},
  {"coord": "org.example:loket:jar:sources:2.0", "directDependencies": ["org.example:kern:1.0"]}
]}}"""


def test_version_2() -> None:
    read = parse(SourceFile(path="maven_install.json", content=SECOND.encode()))
    assert [(c.purl, c.line) for c in read.components] == [
        ("pkg:maven/com.google.guava/guava@31.1-jre", 3),
        ("pkg:maven/org.example/kern@1.0", 4),
    ]
    assert read.components[0].hashes == (("SHA-256", "ab" * 32),)
    assert dict(read.components[0].properties)["artifacts"] == "sources"
    assert [(d.ref, d.targets) for d in read.dependencies] == [
        ("com.google.guava:guava:31.1-jre", ("org.example:kern:1.0",))
    ]
    assert [i.subject for i in read.issues] == ["kapot"]


def test_version_1() -> None:
    read = parse(SourceFile(path="maven_install.json", content=FIRST))
    assert [(c.name, c.version) for c in read.components] == [
        ("org.example:kern", "1.0"),
        ("org.example:loket", "2.0"),
    ]
    assert read.dependencies[0].targets == ("org.example:kern:1.0",)
