"""*.deps.json."""

import pytest

from sbom.component import Role
from sbom.errors import ParseError
from sbom.parsers.nuget.deps_json import parse
from sbom.source import SourceFile

TEXT = b"""{
  "runtimeTarget": { "name": ".NETCoreApp,Version=v8.0", "signature": "" },
  "targets": {
    ".NETCoreApp,Version=v8.0": {
      "Loket/1.0.0": { "dependencies": { "Newtonsoft.Json": "13.0.1", "Kern": "1.0.0" }, "runtime": { "Loket.dll": {} } },
      "Kern/1.0.0": { "dependencies": { "Meta": "2.0.0" }, "runtime": { "Kern.dll": {} } },
      "Newtonsoft.Json/13.0.1": { "runtime": { "lib/x.dll": {} } },
      "Meta/2.0.0": {}
    }
  },
  "libraries": {
    "Loket/1.0.0": { "type": "project", "serviceable": false, "sha512": "" },
    "Kern/1.0.0": { "type": "project", "serviceable": false, "sha512": "" },
    "Newtonsoft.Json/13.0.1": { "type": "package", "serviceable": true, "sha512": "sha512-AAAA" },
    "Meta/2.0.0": { "type": "package", "serviceable": true },
    "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.0": { "type": "runtimepack" },
    "Los/3.0": { "type": "reference" },
    "stuk": 3
  }
}
"""


def test_libraries_with_their_roles() -> None:
    read = parse(SourceFile(path="Loket.deps.json", content=TEXT))
    assert [(c.name, c.version, c.roles, c.direct, c.line) for c in read.components] == [
        ("Loket", "1.0.0", (Role.ROOT,), None, 12),
        ("Kern", "1.0.0", (Role.WORKSPACE,), None, 13),
        ("Newtonsoft.Json", "13.0.1", (), True, 14),
        ("Meta", "2.0.0", (), True, 15),
        ("Microsoft.NETCore.App.Runtime.linux-x64", "8.0.0", (Role.STDLIB,), False, 16),
        ("Los", "3.0", (Role.LOCAL,), False, 17),
    ]
    assert dict(read.components[3].properties)["empty"] == "true"
    assert [(d.ref, d.targets) for d in read.dependencies] == [
        ("Loket/1.0.0", ("Kern/1.0.0", "Newtonsoft.Json/13.0.1")),
        ("Kern/1.0.0", ("Meta/2.0.0",)),
    ]
    assert [i.subject for i in read.issues] == ["stuk"]


@pytest.mark.parametrize("content", [b"", b"{}", b'{"libraries": []}'])
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    with pytest.raises(ParseError):
        parse(SourceFile(path="a.deps.json", content=content))
