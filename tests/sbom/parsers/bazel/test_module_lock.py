"""MODULE.bazel.lock."""

from sbom.component import Role
from sbom.parsers.bazel.module_lock import parse
from sbom.source import SourceFile

NEWER = b"""{
  "lockFileVersion": 11,
  "registryFileHashes": {
    "https://bazel.example.org/bazel_registry.json": "aa",
    "https://bazel.example.org/modules/abseil-cpp/20210324.2/MODULE.bazel": "bb",
    "https://bazel.example.org/modules/abseil-cpp/20230802.0/MODULE.bazel": "cc",
    "https://bazel.example.org/modules/abseil-cpp/20230802.0/source.json": "dd",
    "https://bazel.example.org/modules/los/1.0/MODULE.bazel": "ee",
    "https://elders.example.org/modules/weg/1.0/MODULE.bazel": null
  },
  "selectedYankedVersions": { "abseil-cpp@20230802.0": "lek" }
}
"""
OLDER = b"""{
  "lockFileVersion": 3,
  "moduleDepGraph": {
    "<root>": { "name": "loket", "version": "0.1", "key": "<root>", "deps": { "rules_go": "rules_go@0.48.0" } },
    "rules_go@0.48.0": { "name": "rules_go", "version": "0.48.0", "deps": { "bazel_tools": "bazel_tools@_" } },
    "bazel_tools@_": { "name": "bazel_tools", "version": "", "deps": {} }
  }
}
"""


def test_a_selected_module_is_one_whose_source_was_read() -> None:
    read = parse(SourceFile(path="MODULE.bazel.lock", content=NEWER))
    assert [(c.name, c.version, c.roles, c.line) for c in read.components] == [
        ("abseil-cpp", "20230802.0", (), 7),
        ("los", "1.0", (Role.INDIRECT_HASH,), 8),
    ]
    assert dict(read.components[0].properties)["yanked"] == "lek"
    assert read.components[0].purl == "pkg:bazel/abseil-cpp@20230802.0"


def test_the_older_graph() -> None:
    read = parse(SourceFile(path="MODULE.bazel.lock", content=OLDER))
    assert [(c.name, c.version, c.roles, c.direct, c.line) for c in read.components] == [
        ("loket", "0.1", (Role.ROOT,), None, 4),
        ("rules_go", "0.48.0", (), True, 5),
        ("bazel_tools", "", (Role.STDLIB,), False, 6),
    ]
    assert [(d.ref, d.targets) for d in read.dependencies] == [
        ("<root>", ("rules_go@0.48.0",)),
        ("rules_go@0.48.0", ("bazel_tools@_",)),
    ]
