"""*.rockspec."""

import pytest

from sbom.component import Role, Scope
from sbom.errors import NotThisFormatError
from sbom.parsers.luarocks.rockspec import parse
from sbom.source import SourceFile

TEXT = b"""\
package = "loket"
version = "1.16.2-1"
--[[ een blok
   met "tekst" ]]
source = {
  url = "git+https://git.example.org/loket.git",
  tag = "v" .. "1.16.2"
}
description = {
  summary = "Een voorbeeld",
  detailed = [[Lang "verhaal" { met haken }]],
  license = "EUPL-1.2"
}
dependencies = {
  "lua >= 5.1",
  "lpeg == 1.0.2-1",
  -- "luasocket",
  platforms = { windows = { "winapi" } }
}
test_dependencies = { "busted" }
build = { type = "builtin", modules = { ["a.b"] = "a/b.lua", c = { "x.c", "y.c" } } }
"""


def test_package_and_dependencies() -> None:
    read = parse(SourceFile(path="loket-1.16.2-1.rockspec", content=TEXT))
    assert [(c.name, c.version, c.scope, c.roles, c.line) for c in read.components] == [
        ("loket", "1.16.2-1", Scope.RUNTIME, (Role.ROOT,), 1),
        ("lua", "", Scope.RUNTIME, (Role.STDLIB,), 15),
        ("lpeg", "1.0.2-1", Scope.RUNTIME, (), 16),
        ("winapi", "", Scope.RUNTIME, (), 18),
        ("busted", "", Scope.TEST, (), 20),
    ]
    assert [(x.raw, x.line) for x in read.components[0].licenses] == [("EUPL-1.2", 12)]
    assert read.components[0].download == "git+https://git.example.org/loket.git"
    assert "tag" not in dict(read.components[0].properties)
    assert dict(read.components[3].properties)["platform"] == "windows"


def test_what_assigns_nothing_is_refused() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="a.rockspec", content=b"return {}\n"))
